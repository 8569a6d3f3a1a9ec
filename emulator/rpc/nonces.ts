import type { Clock } from '../ports/clock.ts'

/** Remembered as long as a timestamp can be valid, ms (31 minutes, the longest that the documentation names). */
const lifeMs = 31 * 60 * 1000
/** Beyond this many the oldest are forgotten, so that memory stays bounded. */
const most = 500_000

/** Nonces that were used, per key, in the order of their use. */
export interface Nonces {
  /** Notes a nonce; false when the key has used it before. */
  use(accessKeyId: string, nonce: string): boolean
  clear(): void
}

/** Ages by the system's time: a clock moved by a test neither forgets nor keeps nonces. */
export function nonces(clock: Clock): Nonces {
  const used = new Map<string, number>()
  const forget = (nowMs: number) => {
    for (const [entry, atMs] of used) {
      if (nowMs - atMs <= lifeMs && used.size <= most) return
      used.delete(entry)
    }
  }
  return {
    use(accessKeyId, nonce) {
      const entry = `${accessKeyId}\n${nonce}`
      const nowMs = clock.systemNow()
      forget(nowMs)
      if (used.has(entry)) return false
      used.set(entry, nowMs)
      return true
    },
    clear: () => used.clear(),
  }
}
