import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nonces } from './nonces.ts'

const lifeMs = 31 * 60 * 1000

/** Nonces under a system clock that a test moves. */
function remembering(most = 1000) {
  const system = { nowMs: Date.UTC(2026, 0, 1) }
  const used = nonces({ now: () => 0, systemNow: () => system.nowMs, isMoved: () => true }, most)
  return { used, system }
}

describe('nonces', () => {
  test('are usable once by each key', () => {
    const { used } = remembering()

    expect(used.use('a', '1')).toBe(true)
    expect(used.use('a', '1')).toBe(false)
    expect(used.use('a', '2')).toBe(true)
    expect(used.use('b', '1')).toBe(true)
    expect(used.use('a', '1')).toBe(false)
  })

  test.for<[laterMs: number, usable: boolean]>([
    [0, false],
    [1, false],
    [lifeMs, false],
    [lifeMs + 1, true],
  ])('are %i ms later usable again: %s', ([laterMs, usable]) => {
    const { used, system } = remembering()
    used.use('a', '1')

    system.nowMs += laterMs

    expect(used.use('a', '1')).toBe(usable)
  })

  test('are remembered from their first use, not from a refused one', () => {
    const { used, system } = remembering()
    used.use('a', '1')
    system.nowMs += lifeMs
    used.use('a', '1')

    system.nowMs += 1

    expect(used.use('a', '1')).toBe(true)
  })

  test('are remembered when the system clock is set back', () => {
    const { used, system } = remembering()
    used.use('a', '1')

    system.nowMs -= lifeMs * 2

    expect(used.use('a', '1')).toBe(false)
  })

  test('do not age with the clock of the emulator', () => {
    let nowMs = 0
    const used = nonces({ now: () => nowMs, systemNow: () => 0, isMoved: () => true }, 1000)
    used.use('a', '1')

    nowMs += lifeMs * 2

    expect(used.use('a', '1')).toBe(false)
  })

  test('are forgotten when cleared', () => {
    const { used } = remembering()
    used.use('a', '1')

    used.clear()

    expect(used.use('a', '1')).toBe(true)
  })

  test('are forgotten, the oldest first, when there are more than may be remembered', () => {
    const { used } = remembering(3)
    for (const nonce of ['0', '1', '2', '3']) used.use('a', nonce)

    expect(['1', '2', '3'].filter((nonce) => used.use('a', nonce))).toEqual([])
    expect(used.use('a', '0')).toBe(true)
  })

  test('are told apart at any length, and by the key that sent them', () => {
    const { used } = remembering()
    const long = 'n'.repeat(100_000)

    expect(used.use('a', `${long}1`)).toBe(true)
    expect(used.use('a', `${long}2`)).toBe(true)
    expect(used.use('a', `${long}1`)).toBe(false)
    expect(used.use('ab', 'c')).toBe(true)
    expect(used.use('a', 'bc')).toBe(true)
  })

  test('do not keep in memory the request that one was read from', () => {
    const { used } = remembering()
    const before = process.memoryUsage().heapUsed

    for (let call = 0; call < 400; call++) {
      const body = `${call}`.padEnd(900_000, 'x')
      used.use('a', Buffer.from(body).toString('latin1').slice(0, 20))
    }

    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200 * 1024 * 1024)
  })

  test('are usable exactly when the key has not used them within their life', () => {
    const calls = fc.array(
      fc.record({
        key: fc.constantFrom('a', 'b'),
        nonce: fc.constantFrom('1', '2', '3'),
        waitMs: fc.constantFrom(0, 1, lifeMs / 2, lifeMs, lifeMs + 1),
      }),
      { maxLength: 60 },
    )

    fc.assert(
      fc.property(calls, (sequence) => {
        const { used, system } = remembering()
        const lastUsedMs = new Map<string, number>()

        for (const { key, nonce, waitMs } of sequence) {
          system.nowMs += waitMs
          const atMs = lastUsedMs.get(key + nonce)
          const isUsable = atMs === undefined || system.nowMs - atMs > lifeMs
          if (isUsable) lastUsedMs.set(key + nonce, system.nowMs)

          expect(used.use(key, nonce)).toBe(isUsable)
        }
      }),
    )
  })
})
