import type { Clock } from '../../ports/clock.ts'
import type { Notifier } from '../../ports/notifier.ts'
import type { CallbackTarget } from '../../ports/records/callbacks.ts'
import type { AttemptRecord, DeliveryRecord } from '../../ports/records/deliveries.ts'
import { signatureHeaders } from '../vod/callback-signature.ts'
import type { Timeline } from './timeline.ts'

/** What it takes to attempt a delivery. */
export interface Attempting {
  readonly clock: Pick<Clock, 'now' | 'systemNow'>
  readonly timeline: Pick<Timeline, 'at'>
  readonly notifier: Notifier
}

const wordsOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException
  return message || (code ?? String(error))
}

/** Posts an event once. */
export async function attempt(
  { clock, timeline, notifier }: Attempting,
  { id, body, authKey, happenedAtMs, dueAtMs = 0 }: DeliveryRecord,
  { url }: Extract<CallbackTarget, { type: 'HTTP' }>,
  signal: AbortSignal,
): Promise<{ readonly made: AttemptRecord; readonly endedAtMs: number }> {
  const atMs = timeline.at(Math.max(happenedAtMs, dueAtMs))
  const startedMs = clock.systemNow()
  const headers = {
    'X-VOD-EMULATOR-EVENT-ID': id,
    // The clock of EventTime in the body: a receiver that has the emulator's time can compare both with it.
    ...(authKey !== undefined && signatureHeaders(url, authKey, clock.now())),
  }
  const outcome = await notifier.post({ url, headers, body }, signal).then(
    (status) => ({ status }),
    (error: unknown) => ({ error: wordsOf(error) }),
  )
  const milliseconds = clock.systemNow() - startedMs
  return { made: { atMs, milliseconds, ...outcome }, endedAtMs: timeline.at(atMs) }
}
