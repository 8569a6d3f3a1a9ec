import { createHash } from 'node:crypto'

/** How long a token may be used, seconds. */
const lifeSeconds = 15 * 60

const digitsOfTime = 12
const digitsOfSearch = 20

const digestOf = (search: string, time: string): string =>
  createHash('sha256').update(`${time}\n${search}`).digest('hex').slice(0, digitsOfSearch)

/** A token for a search: when it expires, and a digest that ties it to the search. Nothing has to be kept. */
export function scrollToken(search: string, nowMs: number): string {
  const expiresAtMs = Math.max(0, nowMs + lifeSeconds * 1000)
  const time = expiresAtMs.toString(16).padStart(digitsOfTime, '0')
  return time + digestOf(search, time)
}

/** Whether a token was made for this search and has not expired. */
export function isScrollToken(token: string, search: string, nowMs: number): boolean {
  const time = token.slice(0, digitsOfTime)
  return token === time + digestOf(search, time) && nowMs < Number.parseInt(time, 16)
}
