import type { AttemptRecord, DeliveryRecord } from '../../ports/records/deliveries.ts'
import type { Records, Stored } from '../../ports/records/records.ts'
import { type Attempting, attempt } from './attempt.ts'
import { acquireLease, type LeasePorts, releaseLease } from './lease.ts'

/** Attempts to deliver an event, in all, and the time from one to the next, ms: as the service has them. */
const maxAttempts = 3
const retryAfterMs = 1000

/** How many events are delivered at once under one lease: the last attempt must have ended before it ends. */
const pageSize = 20

/** How many events are kept after they are done with, and after how many more the oldest are removed. */
const maxDone = 1000
const trimmedEvery = 100

/** Attempts that are kept of an event: several times all, for one that is delivered again. */
const maxKeptAttempts = 30

export interface OutboxPorts extends LeasePorts, Attempting {
  /** Says what people should know. */
  readonly notice: (text: string) => void
}

/** Events on their way to callbacks. */
export interface Outbox {
  /** When the next attempt is due; undefined when nothing waits. */
  nextAtMs(): Promise<number | undefined>
  /**
   * Makes all attempts that are due by a time, those of one media one after the other.
   *
   * @returns until when another emulator does so, by the system's clock; undefined when nothing is due any more
   * @throws Conflict when somebody else has changed an event in the meantime, as a reset does
   */
  drain(untilMs: number): Promise<number | undefined>
  /** Gives up the attempts in progress. */
  stop(): void
}

/** An event that does not wait any more. */
const done = (
  { dueAtMs, lane, ...delivery }: DeliveryRecord,
  status: DeliveryRecord['status'],
) => ({
  ...delivery,
  status,
})

const wordsOf = ({ status, error }: AttemptRecord): string =>
  status === undefined ? (error ?? '') : `The receiver answered ${status}, not 200.`

function told({ type, id }: DeliveryRecord, what: string): string {
  return `${type} ${what} /_emulator/events/${id} has it.`
}

/** An event after an attempt. */
function attempted(
  { notice }: OutboxPorts,
  delivery: DeliveryRecord,
  made: AttemptRecord,
  endedAtMs: number,
): DeliveryRecord {
  const attempts = [...delivery.attempts.slice(1 - maxKeptAttempts), made]
  if (made.status === 200) return done({ ...delivery, attempts }, 'delivered')
  const failures = delivery.failures + 1
  if (failures < maxAttempts)
    return { ...delivery, attempts, failures, dueAtMs: endedAtMs + retryAfterMs }
  notice(told(delivery, `was not delivered in ${maxAttempts} attempts. ${wordsOf(made)}`))
  return done({ ...delivery, attempts, failures }, 'failed')
}

/** An event after its next step. */
async function stepped(
  ports: OutboxPorts,
  delivery: DeliveryRecord,
  signal: AbortSignal,
): Promise<DeliveryRecord> {
  const { target } = delivery
  if (target.type === 'MNS') return done(delivery, 'queued')
  const reason = ports.notifier.objection(target.url)
  if (reason !== undefined) {
    ports.notice(told(delivery, `was not sent. ${reason}`))
    return { ...done(delivery, 'not sent'), reason }
  }
  const { made, endedAtMs } = await attempt(ports, delivery, target, signal)
  return attempted(ports, delivery, made, endedAtMs)
}

async function deliver(ports: OutboxPorts, stored: Stored<'delivery'>, signal: AbortSignal) {
  const { key, value, version } = stored
  const { records } = ports
  const equal = { lane: value.lane ?? '' }
  const { items } = await records.find('delivery', { index: 'lane', equal, limit: 1 })
  const [head] = items
  // An earlier event of the same media waits: this one comes after it.
  const next =
    head && head.key !== key
      ? { ...value, dueAtMs: Math.max(value.dueAtMs ?? 0, head.value.dueAtMs ?? 0) }
      : await stepped(ports, value, signal)
  // What came of an attempt that was given up is unknown: it is made again.
  if (signal.aborted) return
  await records.commit(
    [{ kind: 'delivery', key, value: next }],
    [{ kind: 'delivery', key, version }],
  )
}

/** Removes the oldest of the events that are done with. */
async function trim(records: Records): Promise<void> {
  const query = { index: 'all', order: 'descending' } as const
  let { next: after } = await records.find('delivery', { ...query, limit: maxDone })
  while (after !== undefined) {
    const page = await records.find('delivery', { ...query, after, limit: trimmedEvery })
    const old = page.items.filter(({ value }) => value.status !== 'waiting')
    await records.commit(
      old.map(({ key }) => ({ kind: 'delivery', key })),
      old.map(({ key, version }) => ({ kind: 'delivery', key, version })),
    )
    after = page.next
  }
}

export function outbox(ports: OutboxPorts): Outbox {
  const { records } = ports
  const stopping = new AbortController()
  // The first time also removes what an earlier process has left.
  let untilTrimmed = 1

  const waiting = async (limit: number, upTo?: number) => {
    const range = upTo === undefined ? {} : { upTo }
    return (await records.find('delivery', { index: 'due', range, limit })).items
  }

  async function deliverPage(untilMs: number): Promise<void> {
    const due = await waiting(pageSize, untilMs)
    const lanes = new Map<string | undefined, Stored<'delivery'>>()
    for (const stored of due)
      if (!lanes.has(stored.value.lane)) lanes.set(stored.value.lane, stored)
    const outcomes = await Promise.allSettled(
      [...lanes.values()].map((stored) => deliver(ports, stored, stopping.signal)),
    )
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
    untilTrimmed -= lanes.size
    if (untilTrimmed > 0) return
    untilTrimmed = trimmedEvery
    await trim(records)
  }

  return {
    nextAtMs: async () => (await waiting(1))[0]?.value.dueAtMs,
    async drain(untilMs) {
      while (!stopping.signal.aborted && (await waiting(1, untilMs)).length > 0) {
        const heldUntilMs = await acquireLease(ports)
        if (heldUntilMs !== undefined) return heldUntilMs
        try {
          await deliverPage(untilMs)
        } finally {
          await releaseLease(ports)
        }
      }
      return undefined
    },
    stop: () => stopping.abort(),
  }
}
