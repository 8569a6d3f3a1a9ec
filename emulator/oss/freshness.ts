import { byEitherClock, isFresh, windowMs } from '../kernel/freshness.ts'
import { ossError } from '../kernel/oss-errors.ts'
import { isoWholeSeconds } from '../kernel/time.ts'
import type { Clock } from '../ports/clock.ts'

/**
 * The time of signing must be near the emulator's clock or, once that was moved, near the system's.
 *
 * @throws ApiError RequestTimeTooSkewed, whose ServerTime is the system's: clients correct their clocks by it
 */
export function requireNoSkew(atMs: number, clock: Clock): void {
  if (!isFresh(atMs, clock)) throw tooSkewed(atMs, clock)
}

/** A signed URL must not be from the future. @throws ApiError RequestTimeTooSkewed */
export function requireNotEarly(atMs: number, clock: Clock): void {
  if (!byEitherClock(clock, (nowMs) => nowMs >= atMs - windowMs)) throw tooSkewed(atMs, clock)
}

const tooSkewed = (atMs: number, clock: Clock) =>
  ossError('RequestTimeTooSkewed', {
    MaxAllowedSkewMilliseconds: String(windowMs),
    RequestTime: isoWholeSeconds(atMs),
    ServerTime: isoWholeSeconds(clock.systemNow()),
  })

/** A signed URL must not be past its end; expiry follows the emulator's clock alone. @throws ApiError AccessDenied */
export function requireNotExpired(endMs: number, clock: Clock): void {
  if (clock.now() <= endMs) return
  throw ossError(
    'AccessDenied/expired',
    { Expires: isoWholeSeconds(endMs), ServerTime: isoWholeSeconds(clock.systemNow()) },
    {
      explanation: `The URL was valid until ${isoWholeSeconds(endMs)}; the emulator's clock shows ${isoWholeSeconds(clock.now())}.`,
    },
  )
}
