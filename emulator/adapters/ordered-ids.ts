import { randomUUID } from 'node:crypto'

/** The counter of a millisecond has twelve bits. */
const maxCount = 0xfff

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')

/**
 * Makes UUIDs of version 7, each greater than those before, also while the system's clock goes back: the time in it is then
 * that of the last one.
 */
export function orderedIds(now: () => number = Date.now): () => string {
  let atMs = 0
  let count = 0
  return () => {
    const nowMs = now()
    if (nowMs > atMs) [atMs, count] = [nowMs, 0]
    else if (count < maxCount) count++
    else [atMs, count] = [atMs + 1, 0]
    const time = hex(atMs, 12)
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(count, 3)}-${randomUUID().slice(19)}`
  }
}
