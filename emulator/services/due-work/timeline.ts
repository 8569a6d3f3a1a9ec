import type { AdjustableClock } from '../../ports/clock.ts'

/** What a clock showed at a moment. */
export interface Reading {
  readonly nowMs: number
  readonly systemMs: number
  readonly isFrozen: boolean
}

/** What time it is for work: its own time while the worker catches up with a clock that was moved, else the clock's. */
export interface Timeline {
  /** The time at which work that was due at a time is done. */
  at(dueAtMs: number): number
  read(): Reading
  /** Everything that was due at a moment is done. */
  caughtUp(reading: Reading): void
}

export function timeline(clock: Pick<AdjustableClock, 'now' | 'systemNow' | 'mode'>): Timeline {
  const read = (): Reading => ({
    nowMs: clock.now(),
    systemMs: clock.systemNow(),
    isFrozen: clock.mode() === 'frozen',
  })
  let last = read()
  /** What the clock would show if nobody had moved it since. */
  const unmoved = () => last.nowMs + (last.isFrozen ? 0 : clock.systemNow() - last.systemMs)
  return {
    at(dueAtMs) {
      const [earliestMs, nowMs] = [unmoved(), clock.now()]
      // A clock that was moved back shows less than it would.
      const atMs = earliestMs <= nowMs ? Math.max(dueAtMs, earliestMs) : dueAtMs
      return Math.min(atMs, nowMs)
    },
    read,
    caughtUp(reading) {
      last = reading
    },
  }
}
