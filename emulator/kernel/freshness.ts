import type { Clock } from '../ports/clock.ts'

/** How far the signing time may be off in either direction, ms: 15 minutes. */
export const windowMs = 15 * 60 * 1000

/**
 * Whether something holds by the emulator's clock or, once that was moved, by the system's: SDKs sign with the system's
 * time whatever a test did to the emulator's.
 */
export const byEitherClock = (clock: Clock, holds: (nowMs: number) => boolean): boolean =>
  holds(clock.now()) || (clock.isMoved() && holds(clock.systemNow()))

/** Whether a signing time is close enough. */
export const isFresh = (atMs: number, clock: Clock): boolean =>
  byEitherClock(clock, (nowMs) => Math.abs(nowMs - atMs) <= windowMs)
