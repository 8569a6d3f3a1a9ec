import type { Decision } from '../../kernel/events.ts'
import type { AdjustableClock } from '../../ports/clock.ts'
import type { DueWorkRecord, DueWorkType } from '../../ports/records/due-work.ts'
import type { Range } from '../../ports/records/query.ts'
import type { Stored } from '../../ports/records/records.ts'
import { decide } from '../records.ts'
import { alarm } from './alarm.ts'
import { drainOutbox, type OutboxPorts } from './outbox.ts'

/** What due work leads to, and what is cleaned up after it. */
export interface Outcome extends Decision {
  readonly afterwards?: () => Promise<void>
}

/** How work is done, by its type. Its time is `dueAtMs`, whatever the clock shows by then. */
export type DueWorkHandlers = {
  readonly [T in DueWorkType]: (work: DueWorkRecord<T>) => Promise<Outcome>
}

export interface WorkerPorts extends OutboxPorts {
  readonly clock: AdjustableClock
}

/** Does what is due by the emulator's clock, in the order of times, and delivers events. */
export interface DueWorker {
  /** Resolves when nothing is due any more. @throws StorageError, which is also reported; the work is retried later */
  run(): Promise<void>
  /** Schedules committed work for when it is due; overdue work runs at once. */
  schedule(dueAtMs: number): void
  /** Starts nothing more, and waits for the work in progress. */
  stop(): Promise<void>
}

const never = Number.POSITIVE_INFINITY

/** After a failure, ms. */
const retryAfterMs = 10_000

/** Callers that come before a run of the task has begun share it. */
function sharedRuns(task: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  let waiting: Promise<void> | undefined
  return () => {
    waiting ??= last
      .catch(() => undefined)
      .then(() => {
        waiting = undefined
        return task()
      })
    last = waiting
    return waiting
  }
}

function steps(ports: WorkerPorts, handlers: DueWorkHandlers) {
  const { records, clock } = ports

  async function first(range: Range<number> = {}): Promise<Stored<'dueWork'> | undefined> {
    const { items } = await records.find('dueWork', { index: 'due', range, limit: 1 })
    return items[0]
  }

  const outcomeOf = <T extends DueWorkType>(work: DueWorkRecord<T>) => handlers[work.type](work)

  async function doFirst(): Promise<number | undefined> {
    const stored = await first({ upTo: clock.now() })
    if (!stored) return undefined
    const { key, value, version } = stored
    const { changes, expected, afterwards } = await outcomeOf(value)
    await records.commit(
      [{ kind: 'dueWork', key }, ...changes],
      [{ kind: 'dueWork', key, version }, ...expected],
    )
    await afterwards?.()
    return value.dueAtMs
  }

  return {
    first,
    /** @returns when the work that was done had been due; undefined when none is due */
    doFirst: () => decide(doFirst),
    deliver: (nowMs: number) => decide(() => drainOutbox(ports, nowMs)),
  }
}

/**
 * A worker. Several may share records: everything is decided on the work as it was found, so that it is done once.
 */
export function dueWorker(ports: WorkerPorts, handlers: DueWorkHandlers): DueWorker {
  const { clock, report } = ports
  const { first, doFirst, deliver } = steps(ports, handlers)
  let isStopped = false
  let nextAtMs = never

  async function untilNothingIsDue(): Promise<number | undefined> {
    let heldUntilMs = await deliver(clock.now())
    while (!isStopped) {
      const dueAtMs = await doFirst()
      if (dueAtMs === undefined) break
      heldUntilMs = await deliver(dueAtMs)
    }
    return heldUntilMs
  }

  async function pass(): Promise<void> {
    if (isStopped) return
    // Work scheduled from here on may miss this pass.
    nextAtMs = never
    try {
      const heldUntilMs = (await untilNothingIsDue()) ?? never
      nextAtMs = (await first())?.value.dueAtMs ?? never
      // A frozen clock never reaches a time by itself.
      const dueInMs = clock.mode() === 'frozen' ? never : nextAtMs - clock.now()
      timer.set(Math.min(dueInMs, heldUntilMs - clock.systemNow()))
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
      timer.set(never)
      await run().catch(() => undefined)
      timer.set(never)
    },
  }
}
