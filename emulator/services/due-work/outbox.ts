import type { Decision } from '../../kernel/events.ts'
import type { Notifier } from '../../ports/notifier.ts'
import type { DueWorkRecord } from '../../ports/records/due-work.ts'
import type { EventRecord } from '../../ports/records/events.ts'
import type { Change, Stored } from '../../ports/records/records.ts'
import { acquireLease, type LeasePorts, releaseLease } from './lease.ts'

/** Attempts to deliver an event, in all, and the time from one to the next, ms: as the service retries its callbacks. */
const maxAttempts = 3
const retryAfterMs = 1000

/** How many events are delivered under one lease: they must be done before it ends. */
const pageSize = 10

export interface OutboxPorts extends LeasePorts {
  readonly notifier?: Notifier | undefined
  readonly report: (error: unknown, subject: string) => void
}

/** What becomes of an event that could not be delivered. */
function afterFailure(
  { report }: OutboxPorts,
  delivery: EventRecord,
  error: unknown,
  nowMs: number,
): readonly Change[] {
  const { id, event } = delivery
  const failures = delivery.failures + 1
  if (failures === maxAttempts) {
    report(
      new Error(`${event.type} could not be delivered in ${maxAttempts} attempts.`, {
        cause: error,
      }),
      id,
    )
    return []
  }
  const value = {
    type: 'event.redeliver',
    dueAtMs: nowMs + retryAfterMs,
    delivery: { ...delivery, failures },
  } as const
  return [{ kind: 'dueWork', key: `event.redeliver/${id}`, value }]
}

/** Puts an event that could not be delivered back into the outbox. */
export const redeliver = async ({
  delivery,
}: DueWorkRecord<'event.redeliver'>): Promise<Decision> => {
  const at = { kind: 'event', key: delivery.id } as const
  return { changes: [{ ...at, value: delivery }], expected: [{ ...at, version: undefined }] }
}

async function deliver(
  ports: OutboxPorts,
  { key, value, version }: Stored<'event'>,
  nowMs: number,
): Promise<void> {
  const { notifier, records } = ports
  let further: readonly Change[] = []
  if (notifier?.wants(value.event.type))
    try {
      await notifier.notify(value)
    } catch (error) {
      further = afterFailure(ports, value, error, nowMs)
    }
  await records.commit([{ kind: 'event', key }, ...further], [{ kind: 'event', key, version }])
}

/**
 * Delivers what waits in the outbox, in the order in which it happened. An event that fails is tried again later and does
 * not hold up the others.
 *
 * @param nowMs the time of the attempts by the emulator's clock
 * @returns until when another emulator does so, by the system's clock; undefined when nothing waits any more
 * @throws Conflict when somebody else has removed an event in the meantime, as a reset does
 */
export async function drainOutbox(ports: OutboxPorts, nowMs: number): Promise<number | undefined> {
  const page = (limit: number) => ports.records.list('event', { limit })
  while ((await page(1)).items.length > 0) {
    const heldUntilMs = await acquireLease(ports)
    if (heldUntilMs !== undefined) return heldUntilMs
    try {
      for (const stored of (await page(pageSize)).items) await deliver(ports, stored, nowMs)
    } finally {
      await releaseLease(ports)
    }
  }
  return undefined
}
