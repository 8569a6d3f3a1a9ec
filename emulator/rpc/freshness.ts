import { isFresh } from '../kernel/freshness.ts'
import { isoSeconds, parseTimestamp } from '../kernel/time.ts'
import type { Clock } from '../ports/clock.ts'
import { rpcError } from './errors.ts'

/**
 * The time of signing must be near the emulator's clock or, once that was moved, near the system's.
 *
 * @throws ApiError InvalidTimeStamp.Format, InvalidTimeStamp.Expired
 */
export function requireFresh(text: string, variants: boolean, clock: Clock): void {
  const at = parseTimestamp(text, variants)
  if (at === undefined)
    throw rpcError(
      'InvalidTimeStamp.Format',
      {},
      { explanation: `"${text}" is not of the form 2026-01-01T00:00:00Z (UTC, whole seconds).` },
    )
  if (isFresh(at, clock)) return
  const seconds = Math.round((at - clock.now()) / 1000)
  throw rpcError(
    'InvalidTimeStamp.Expired',
    {},
    {
      explanation: `The request was signed at ${text}, ${Math.abs(seconds)} s ${seconds < 0 ? 'before' : 'after'} the emulator's ${isoSeconds(clock.now())}; 900 s are allowed. Is the clock right, and is the time UTC?`,
    },
  )
}
