import { inspect } from 'node:util'
import * as v from 'valibot'
import { time } from '../config/values.ts'
import type { AdjustableClock } from '../ports/clock.ts'

/** The emulator's time, for tests: credentials expire and states change by it, without waiting. */
export interface EmulatorClock {
  now(): Date
  /**
   * Goes to a time at once; a running clock runs on from there.
   *
   * @returns when all is done that became due on the way, in the order of times and each at its own
   * @param time a Date, an ISO text (a date alone is its midnight in UTC) or milliseconds since 1970
   * @throws TypeError for anything else; RangeError before 1970 and after the year 9000
   */
  set(time: Date | string | number): Promise<void>
  /**
   * Moves the time as `set` does.
   *
   * @throws TypeError for what is not a finite number; RangeError as `set`
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
    // Who does not wait for it does not want to hear of a failure either: the log has it.
    done.catch(() => undefined)
    return done
  }
  return {
    now: () => new Date(clock.now()),
    set: (time) => move(() => clock.set(millisecondsOf(time))),
    advance: (seconds) => move(() => clock.advance(secondsOf(seconds))),
    freeze: clock.freeze,
    resume: () => void move(clock.resume),
  }
}
