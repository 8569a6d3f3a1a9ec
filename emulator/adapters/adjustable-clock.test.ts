import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AdjustableClock, ClockMode } from '../ports/clock.ts'
import { adjustableClock } from './adjustable-clock.ts'

const startMs = Date.UTC(2026, 0, 1)
const systemStartMs = Date.UTC(2030, 5, 1)

/** A clock over a system's that a test moves. */
function over(start: Parameters<typeof adjustableClock>[0] = {}) {
  const system = { nowMs: systemStartMs }
  return { system, clock: adjustableClock(start, () => system.nowMs) }
}

describe('a clock as it is made', () => {
  test.for<
    [how: string, start: Parameters<typeof over>[0], mode: ClockMode, now: number, later: number]
  >([
    ['alone', {}, 'system', systemStartMs, systemStartMs + 5],
    ['with a time', { startMs }, 'shifted', startMs, startMs + 5],
    ['with a time, frozen', { startMs, frozen: true }, 'frozen', startMs, startMs],
    ['frozen', { frozen: true }, 'frozen', systemStartMs, systemStartMs],
    [
      "with the system's time",
      { startMs: systemStartMs },
      'system',
      systemStartMs,
      systemStartMs + 5,
    ],
    ['with the epoch, frozen', { startMs: 0, frozen: true }, 'frozen', 0, 0],
  ])('%s', ([, start, mode, now, later]) => {
    const { clock, system } = over(start)

    expect(clock.mode()).toBe(mode)
    expect(clock.isMoved()).toBe(mode !== 'system')
    expect(clock.now()).toBe(now)

    system.nowMs += 5

    expect(clock.now()).toBe(later)
    expect(clock.systemNow()).toBe(systemStartMs + 5)
  })

  test('follows the system unless told otherwise', () => {
    const before = Date.now()
    const clock = adjustableClock()

    expect(clock.now()).toBeGreaterThanOrEqual(before)
    expect(clock.now()).toBeLessThanOrEqual(Date.now())
  })
})

describe('a clock that is adjusted', () => {
  test('runs on from the time it is set to', () => {
    const { clock, system } = over()

    clock.set(startMs)
    system.nowMs += 1234

    expect(clock.now()).toBe(startMs + 1234)
    expect(clock.mode()).toBe('shifted')
  })

  test('stands at the time it is set to while frozen', () => {
    const { clock, system } = over({ frozen: true })

    clock.set(startMs)
    system.nowMs += 1234

    expect(clock.now()).toBe(startMs)
    expect(clock.mode()).toBe('frozen')
  })

  test('stands while frozen and runs on from there', () => {
    const { clock, system } = over({ startMs })

    system.nowMs += 10
    clock.freeze()
    system.nowMs += 100
    const frozen = clock.now()
    clock.resume()
    system.nowMs += 1000

    expect(frozen).toBe(startMs + 10)
    expect(clock.now()).toBe(startMs + 1010)
    expect(clock.mode()).toBe('shifted')
  })

  test('stands still where it was frozen first', () => {
    const { clock, system } = over()

    clock.freeze()
    system.nowMs += 100
    clock.freeze()

    expect(clock.now()).toBe(systemStartMs)
  })

  test('is not moved by a resumption without a freeze', () => {
    const { clock } = over({ startMs })

    clock.resume()

    expect(clock.now()).toBe(startMs)
  })

  test('is not moved any more when resumed at the time of the freeze', () => {
    const { clock } = over()

    clock.freeze()
    clock.resume()

    expect(clock.mode()).toBe('system')
    expect(clock.isMoved()).toBe(false)
  })

  test.for<[what: string, move: (clock: AdjustableClock) => void]>([
    ['set', (clock) => clock.set(0)],
    ['advanced', (clock) => clock.advance(-1)],
    ['frozen', (clock) => clock.freeze()],
    ['advanced while frozen', (clock) => [clock.freeze(), clock.advance(1)]],
  ])("returns to the system's time after being %s", ([, move]) => {
    const { clock, system } = over({ startMs })
    move(clock)

    clock.followSystem()
    system.nowMs += 7

    expect(clock.now()).toBe(systemStartMs + 7)
    expect(clock.mode()).toBe('system')
  })

  test.for<[how: string, start: Parameters<typeof over>[0], now: number, mode: ClockMode]>([
    ['alone', {}, systemStartMs + 99, 'system'],
    ['with a time', { startMs }, startMs, 'shifted'],
    ['with a time, frozen', { startMs, frozen: true }, startMs, 'frozen'],
    ['frozen', { frozen: true }, systemStartMs + 99, 'frozen'],
  ])('restarts as it was made: %s', ([, start, now, mode]) => {
    const { clock, system } = over(start)
    clock.set(0)
    clock.resume()
    clock.advance(1_000_000)
    system.nowMs += 99

    clock.restart()

    expect(clock.now()).toBe(now)
    expect(clock.mode()).toBe(mode)
  })

  test('shows what its adjustments and the passing of time add up to', () => {
    const seconds = fc.integer({ min: -100_000, max: 100_000 })
    const steps = fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant('advance' as const), by: seconds }),
        fc.record({ kind: fc.constant('set' as const), by: seconds }),
        fc.record({ kind: fc.constant('pass' as const), by: fc.nat({ max: 100_000 }) }),
        fc.record({
          kind: fc.constantFrom('freeze' as const, 'resume' as const),
          by: fc.constant(0),
        }),
      ),
    )

    fc.assert(
      fc.property(steps, (sequence) => {
        const { clock, system } = over()
        const model = { nowMs: systemStartMs, isFrozen: false }

        for (const { kind, by } of sequence) {
          if (kind === 'pass') system.nowMs += by
          else if (kind === 'set') clock.set(startMs + by)
          else if (kind === 'advance') clock.advance(by)
          else clock[kind]()

          if (kind === 'freeze' || kind === 'resume') model.isFrozen = kind === 'freeze'
          if (kind === 'set') model.nowMs = startMs + by
          if (kind === 'advance') model.nowMs += by * 1000
          if (kind === 'pass' && !model.isFrozen) model.nowMs += by

          expect(clock.now()).toBe(model.nowMs)
          expect(clock.isMoved()).toBe(model.isFrozen || model.nowMs !== system.nowMs)
        }
      }),
    )
  })
})

test('a clock that starts frozen stands exactly where it starts, however fast the system goes on', () => {
  let systemMs = 1_000_000
  const clock = adjustableClock({ startMs: 5000, frozen: true }, () => systemMs++)
  const first = clock.now()
  clock.restart()

  expect([first, clock.now()]).toEqual([5000, 5000])
})
