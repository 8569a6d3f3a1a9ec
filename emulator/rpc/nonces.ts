import { hash } from 'node:crypto'
import type { Clock } from '../ports/clock.ts'

/** Remembered as long as a timestamp can be valid, ms (31 minutes, the longest time that the documentation names). */
const lifeMs = 31 * 60 * 1000

/** Nonces that were used, per key, in the order of their use. */
export interface Nonces {
  /** Notes a nonce; false when the key has used it before. */
  use(accessKeyId: string, nonce: string): boolean
  clear(): void
}

/** A nonce may be as long as a body, and as a slice of one it would keep the whole in memory: its digest is remembered. */
const entryOf = (accessKeyId: string, nonce: string): string =>
  hash('sha256', `${accessKeyId}\n${nonce}`, 'base64')

/**
 * Ages by the system's time: a clock moved by a test neither forgets nor keeps nonces. Beyond `most` the oldest are
 * forgotten, so that memory stays bounded.
 */
export function nonces(clock: Clock, most: number): Nonces {
  const used = new Map<string, number>()
  const forget = (nowMs: number) => {
    for (const [entry, atMs] of used) {
      if (nowMs - atMs <= lifeMs && used.size < most) return
      used.delete(entry)
    }
  }
  return {
    use(accessKeyId, nonce) {
      const entry = entryOf(accessKeyId, nonce)
      const nowMs = clock.systemNow()
      const atMs = used.get(entry)
      if (atMs !== undefined && nowMs - atMs <= lifeMs) return false
      used.delete(entry)
      forget(nowMs)
      used.set(entry, nowMs)
      return true
    },
    clear: () => used.clear(),
  }
}
