import { ossError } from '../kernel/oss-errors.ts'
import { isoWholeSeconds } from '../kernel/time.ts'
import type { Clock } from '../ports/clock.ts'

/** How far a signing time may be off, ms. */
export const skewMs = 15 * 60 * 1000

/**
 * The time of signing must be near the emulator's clock or, once that was moved, near the system's.
 *
 * @throws ApiError RequestTimeTooSkewed, whose ServerTime is the system's: clients correct their clocks by it
 */
export function requireNoSkew(atMs: number, clock: Clock): void {
  const near = (nowMs: number) => Math.abs(nowMs - atMs) <= skewMs
  if (near(clock.now()) || (clock.isMoved() && near(clock.systemNow()))) return
  throw ossError('RequestTimeTooSkewed', {
    MaxAllowedSkewMilliseconds: String(skewMs),
    RequestTime: isoWholeSeconds(atMs),
    ServerTime: isoWholeSeconds(clock.systemNow()),
  })
}

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
