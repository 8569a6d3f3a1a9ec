import * as v from 'valibot'

// A date alone is its midnight in UTC; a time without a zone would differ from machine to machine.
const iso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/

/** `Date.parse` makes 2 March of 30 February; only a day that comes back unchanged exists. */
const dayExists = (given: string) => {
  const day = given.slice(0, 10)
  const midnight = Date.parse(day)
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day)
}

export const isoTimeWords =
  'an ISO date, or an ISO time with its zone, such as 2026-01-01T00:00:00Z'

export const isoTime = v.pipe(
  v.string(),
  v.regex(iso, isoTimeWords),
  v.check(dayExists, isoTimeWords),
)
