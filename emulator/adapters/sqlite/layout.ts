import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { requireIndexes } from './entries.ts'

/** The layout of a data folder, its records and what stands beside them; kept as `user_version`. */
export const layout = 3

/** SQLITE_BUSY */
const busy = 5

/**
 * In `entries` a record has a row for each of its places in the indexes of its kind; `counts` says how many records have
 * the same values in the leading fields of a counted index.
 */
export const tables: readonly string[] = ['records', 'entries', 'counts', 'meta']

// Keys are BLOBs: their order is that of bytes, and Node 22 cuts text at its first NUL.
const schema = `
  CREATE TABLE IF NOT EXISTS records (
    kind TEXT NOT NULL,
    key BLOB NOT NULL,
    version TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (kind, key)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS entries (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    position BLOB NOT NULL,
    key BLOB NOT NULL,
    PRIMARY KEY (kind, name, position)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS counts (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    beginning BLOB NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (kind, name, beginning)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`

export const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === busy

export const inUse = (file: string, cause: unknown): Error =>
  new Error(`Another emulator uses ${dirname(file)}.`, { cause })

export const versionOf = (database: DatabaseSync): number =>
  Number(database.prepare('PRAGMA user_version').get()?.user_version)

/**
 * Makes what is not there yet. A process that is killed in between leaves a file without records, which the next one
 * completes: its first page, with the version, is written atomically and before everything else.
 *
 * An exclusive lock, which the system releases when the process dies, keeps a second emulator out. NORMAL leaves it to the
 * system when a commit goes from its memory to the disk: what was committed survives the death of the process, and a loss
 * of power may take the last commits but never tears one. FULL would hold up every request for as long as the disk takes,
 * for records whose objects are not forced to the disk either.
 */
function prepare(database: DatabaseSync): void {
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = NORMAL')
  if (versionOf(database) !== layout) database.exec(`PRAGMA user_version = ${layout}`)
  database.exec(`PRAGMA journal_mode = WAL; ${schema}`)
  requireIndexes(database)
}

/** Opens the file of the records, or makes it. @throws Error when another process has it open */
export function openRecords(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  try {
    prepare(database)
    return database
  } catch (error) {
    database.close()
    throw isBusy(error) ? inUse(file, error) : error
  }
}

/** Keeps other emulators out of a folder that has no records, until it is released. @throws Error when one is there */
export function lockFolder(folder: string): () => void {
  const file = join(folder, 'lock.sqlite')
  const database = new DatabaseSync(file)
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT')
    return () => database.close()
  } catch (error) {
    database.close()
    throw isBusy(error) ? inUse(file, error) : error
  }
}
