import { inspect } from 'node:util'
import * as v from 'valibot'
import { time } from '../config/values.ts'
import type { AdjustableClock } from '../ports/clock.ts'

/** The emulator's time, for tests: credentials expire and states change by it, without waiting. */
export interface EmulatorClock {
  now(): Date
  /**
   * Moves to a time at once; a running clock continues from there.
   *
   * @returns a promise that resolves when everything that became due on the way is done, in order, each at its own time
   * @param time a Date, an ISO text (a date alone is its midnight in UTC) or milliseconds since 1970
   * @throws TypeError for anything else; RangeError before 1970 and after the year 9000
   */
  set(time: Date | string | number): Promise<void>
  /**
   * Moves the time as `set` does.
   *
   * @throws TypeError unless it is a finite number; RangeError as `set`
   */
  advance(seconds: number): Promise<void>
  freeze(): void
  resume(): void
}

function millisecondsOf(given: unknown): number {
  const result = v.safeParse(time.schema, given)
  if (result.success) return result.output
  throw new TypeError(`clock.set: ${inspect(given)} is not accepted, expected ${time.expects}`)
}

function secondsOf(given: unknown): number {
  if (Number.isFinite(given)) return Number(given)
  throw new TypeError(
    `clock.advance: ${inspect(given)} is not accepted, expected a number of seconds`,
  )
}

/** A clock for callers of the library. */
export function emulatorClock(
  clock: AdjustableClock,
  doDueWork: () => Promise<void>,
): EmulatorClock {
  const move = (change: () => void) => {
    change()
    const done = doDueWork()
    // Callers that do not wait for it need not handle its failure either: the log has it.
    done.catch(() => undefined)
    return done
  }
  return {
    now: () => new Date(clock.now()),
    set: (time) => move(() => clock.set(millisecondsOf(time))),
    advance: (seconds) => move(() => clock.advance(secondsOf(seconds))),
    freeze: () => void move(clock.freeze),
    resume: () => void move(clock.resume),
  }
}
