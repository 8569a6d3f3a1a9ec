import type { Decision } from '../../kernel/events.ts'
import type { AdjustableClock } from '../../ports/clock.ts'
import type { DueWorkRecord, DueWorkType } from '../../ports/records/due-work.ts'
import type { Range } from '../../ports/records/query.ts'
import { Conflict, type Stored } from '../../ports/records/records.ts'
import { StorageError } from '../../ports/storage-error.ts'
import { decide } from '../records.ts'
import { alarm } from './alarm.ts'
import { type OutboxPorts, outbox as outboxOf } from './outbox.ts'
import { sharedRuns } from './shared-runs.ts'
import { timeline as timelineOf } from './timeline.ts'

/** What due work leads to, and what is cleaned up after it. */
export interface Outcome extends Decision {
  readonly afterwards?: () => Promise<void>
}

/** How work is done, by its type. Its time is `dueAtMs`, whatever the clock shows by then. */
export type DueWorkHandlers = {
  readonly [T in DueWorkType]: (work: DueWorkRecord<T>) => Promise<Outcome>
}

export interface WorkerPorts extends Omit<OutboxPorts, 'clock' | 'timeline'> {
  readonly clock: AdjustableClock
  readonly report: (error: unknown, subject: string) => void
}

/** Does what is due by the emulator's clock, in the order of times, and delivers events. */
export interface DueWorker {
  /** Resolves when nothing is due any more. @throws StorageError, which is also reported; the work is retried later */
  run(): Promise<void>
  /** Schedules committed work for when it is due; overdue work runs at once. */
  schedule(dueAtMs: number): void
  /** Starts nothing more, gives up what is being sent, and waits for the work in progress. */
  stop(): Promise<void>
}

const never = Number.POSITIVE_INFINITY

/** After a failure, ms. */
const retryAfterMs = 10_000

/** Later, and twice as long after each failure, so that a clock that is moved by years does not try it without end. */
function postponed(work: DueWorkRecord): DueWorkRecord {
  const { failures = 0, dueAtMs } = work
  return { ...work, failures: failures + 1, dueAtMs: dueAtMs + retryAfterMs * 2 ** failures }
}

function steps({ records, report }: WorkerPorts, handlers: DueWorkHandlers) {
  async function first(range: Range<number> = {}): Promise<Stored<'dueWork'> | undefined> {
    const { items } = await records.find('dueWork', { index: 'due', range, limit: 1 })
    return items[0]
  }

  const handle = <T extends DueWorkType>(work: DueWorkRecord<T>) => handlers[work.type](work)

  /** Work that fails makes room for the work after it. */
  async function outcomeOf({ key, value }: Stored<'dueWork'>): Promise<Outcome> {
    try {
      const { changes, ...outcome } = await handle(value)
      return { ...outcome, changes: [{ kind: 'dueWork', key }, ...changes] }
    } catch (error) {
      if (error instanceof Conflict || error instanceof StorageError) throw error
      report(error, key)
      return { changes: [{ kind: 'dueWork', key, value: postponed(value) }], expected: [] }
    }
  }

  async function doFirst(untilMs: number): Promise<void> {
    const stored = await first({ upTo: untilMs })
    if (!stored) return
    const { key, version } = stored
    const { changes, expected, afterwards } = await outcomeOf(stored)
    await records.commit(changes, [{ kind: 'dueWork', key, version }, ...expected])
    await afterwards?.()
  }

  return { first, doFirst: (untilMs: number) => decide(() => doFirst(untilMs)) }
}

/** Does all that is due, and finds what comes next. */
function catchingUp(ports: WorkerPorts, handlers: DueWorkHandlers) {
  const { first, doFirst } = steps(ports, handlers)
  const timeline = timelineOf(ports.clock)
  const outbox = outboxOf({ ...ports, timeline })
  let isStopped = false

  async function untilNothingIsDue(): Promise<number | undefined> {
    for (;;) {
      const reading = timeline.read()
      const work = await first({ upTo: reading.nowMs })
      const untilMs = work?.value.dueAtMs ?? reading.nowMs
      const heldUntilMs = await decide(() => outbox.drain(untilMs))
      if (isStopped) return undefined
      if (!work) {
        timeline.caughtUp(reading)
        return heldUntilMs
      }
      await doFirst(untilMs)
    }
  }

  return {
    /** @returns when the next is due, and until when another emulator delivers, by the system's clock */
    async catchUp(): Promise<{ readonly nextAtMs: number; readonly heldUntilMs: number }> {
      const heldUntilMs = await untilNothingIsDue()
      const deliveryAtMs = heldUntilMs === undefined ? await outbox.nextAtMs() : undefined
      const workAtMs = (await first())?.value.dueAtMs
      return {
        nextAtMs: Math.min(workAtMs ?? never, deliveryAtMs ?? never),
        heldUntilMs: heldUntilMs ?? never,
      }
    },
    stop() {
      isStopped = true
      outbox.stop()
    },
  }
}

/**
 * A worker. Several may share records: everything is decided on the work as it was found, so that it is done once.
 */
export function dueWorker(ports: WorkerPorts, handlers: DueWorkHandlers): DueWorker {
  const { clock, report } = ports
  const { catchUp, stop } = catchingUp(ports, handlers)
  let isStopped = false
  let nextAtMs = never

  async function pass(): Promise<void> {
    if (isStopped) return
    // Work scheduled from here on may miss this pass.
    nextAtMs = never
    try {
      const next = await catchUp()
      nextAtMs = next.nextAtMs
      // A frozen clock never reaches a time by itself.
      const dueInMs = clock.mode() === 'frozen' ? never : nextAtMs - clock.now()
      timer.set(Math.min(dueInMs, next.heldUntilMs - clock.systemNow()))
    } catch (error) {
      report(error, 'due work')
      timer.set(retryAfterMs)
      throw error
    }
  }

  const run = sharedRuns(pass)
  const start = () => void run().catch(() => undefined)
  const timer = alarm(start)
  return {
    run,
    schedule(dueAtMs) {
      if (dueAtMs < nextAtMs) start()
    },
    async stop() {
      isStopped = true
      stop()
      timer.set(never)
      await run().catch(() => undefined)
      timer.set(never)
    },
  }
}
