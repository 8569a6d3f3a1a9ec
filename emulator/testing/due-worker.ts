import { adjustableClock } from '../adapters/adjustable-clock.ts'
import { memoryRecords } from '../adapters/memory/records.ts'
import type { DueWorkRecord } from '../ports/records/due-work.ts'
import type { Change, Records } from '../ports/records/records.ts'
import { schedulingRecords } from '../services/due-work/scheduling-records.ts'
import { dueWorker } from '../services/due-work/worker.ts'
import { listNotifier } from './list-notifier.ts'
import { waiting } from './records/deliveries.ts'

export const startMs = Date.UTC(2026, 0, 1)

export type Expiry = DueWorkRecord<'upload.expire'>

export const expiry = (uploadId: string, inSeconds: number): Change => ({
  kind: 'dueWork',
  key: `upload.expire/${uploadId}`,
  value: { type: 'upload.expire', uploadId, dueAtMs: startMs + inSeconds * 1000 },
})

export const eventOf = (id: string) => waiting(id, startMs)

interface Settings {
  readonly frozen?: boolean
  readonly notifier?: ReturnType<typeof listNotifier>
  /** What else comes of an expiry. */
  readonly follow?: (work: Expiry) => readonly Change[]
  readonly kept?: Records
}

/** A worker on records that it takes note of. */
export function working({
  frozen = true,
  follow = () => [],
  kept = memoryRecords(),
  ...rest
}: Settings = {}) {
  const clock = adjustableClock({ startMs, frozen })
  const done: string[] = []
  const reported: string[] = []
  const at = (ms: number) => `${(ms - startMs) / 1000} s`
  const ports = {
    records: kept,
    clock,
    holder: 'this',
    notifier: listNotifier(),
    report: (error: unknown) => void reported.push(String(error)),
    notice: (text: string) => void reported.push(text),
    ...rest,
  }
  const worker = dueWorker(ports, {
    'upload.expire': async (work) => ({
      changes: follow(work),
      expected: [],
      afterwards: async () => void done.push(`${work.uploadId} ${at(work.dueAtMs)}`),
    }),
    'media.process': async () => ({ changes: [], expected: [] }),
    'urlUpload.expire': async () => ({ changes: [], expected: [] }),
  })
  return { clock, done, reported, worker, records: schedulingRecords(kept, worker) }
}

/** Records that note which kinds are looked at. */
export function counted(records: Records) {
  const looks: string[] = []
  const kept: Records = {
    ...records,
    list(kind, range) {
      looks.push(kind)
      return records.list(kind, range)
    },
    find(kind, query) {
      looks.push(kind)
      return records.find(kind, query)
    },
  }
  return { looks, kept }
}

/** What is kept of events: their ids with their states, the earliest first. */
export async function keptEvents({ records }: ReturnType<typeof working>) {
  const { items } = await records.list('delivery', { limit: 9 })
  return items.map(({ key, value }) => `${key} ${value.status}`)
}

export async function attemptsOf({ records }: ReturnType<typeof working>, id: string) {
  const attempts = (await records.get('delivery', id))?.value.attempts ?? []
  return attempts.map(({ atMs }) => (atMs - startMs) / 1000)
}
