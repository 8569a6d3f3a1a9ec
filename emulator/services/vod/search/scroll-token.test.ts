import fc from 'fast-check'
import { expect, test } from 'vitest'
import { progressIn, scrollToken } from './scroll-token.ts'

const time = fc.integer({ min: 0, max: Date.UTC(9000, 0) })
const count = fc.integer({ min: 0, max: 2_000_000 })
const progress = fc.record({ atMs: time, rank: count, passed: count })
const search = fc.string({ maxLength: 10 })
const seconds = (count: number) => count * 1000

test('a token holds how far its search has come, for 15 minutes', () => {
  fc.assert(
    fc.property(search, progress, time, (search, progress, nowMs) => {
      const token = scrollToken(search, progress, nowMs)
      const after = (ms: number) => progressIn(token, search, nowMs + ms)

      expect(token).toMatch(/^[0-9a-f]{32}$/)
      expect(after(0)).toEqual(progress)
      expect(after(seconds(15 * 60 - 1))).toEqual(progress)
      expect(after(seconds(15 * 60))).toBeUndefined()
    }),
  )
})

test('a token is of no use in another search, when it was changed, or before its time', () => {
  fc.assert(
    fc.property(search, progress, time, fc.nat(31), (search, progress, nowMs, at) => {
      const token = scrollToken(search, progress, nowMs)
      const digit = ((Number.parseInt(token.charAt(at), 16) + 1) % 16).toString(16)
      const changed = token.slice(0, at) + digit + token.slice(at + 1)

      expect(progressIn(token, `${search}.`, nowMs)).toBeUndefined()
      expect(progressIn(changed, search, nowMs)).toBeUndefined()
      expect(progressIn(token, search, nowMs - seconds(2))).toBeUndefined()
    }),
  )
})

test.each(['', 'x', '0'.repeat(31), '0'.repeat(33), '0'.repeat(32), 'G'.repeat(32)])(
  '%j is no token',
  (text) => {
    expect(progressIn(text, 'a search', 1.7e12)).toBeUndefined()
  },
)
