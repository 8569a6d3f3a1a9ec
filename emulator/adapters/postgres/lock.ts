/** Held to the end of a transaction: commits follow each other, whichever emulator they come from. */
export const lock = 'SELECT pg_advisory_xact_lock(7236328, 1)'
