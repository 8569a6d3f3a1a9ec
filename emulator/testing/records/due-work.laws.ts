import fc from 'fast-check'
import { expect, test } from 'vitest'
import { adjustableClock } from '../../adapters/adjustable-clock.ts'
import { orderedIds } from '../../adapters/ordered-ids.ts'
import type { Change, Records } from '../../ports/records/records.ts'
import {
  type DueWorkHandlers,
  dueWorker,
  type WorkerPorts,
} from '../../services/due-work/worker.ts'
import { listNotifier } from '../list-notifier.ts'
import { waiting } from './deliveries.ts'

const startMs = Date.UTC(2026, 0, 1)
const { seed } = fc.readConfigureGlobal() ?? {}

/** The same records; each call waits for its turn. */
function scheduled(records: Records, scheduler: fc.Scheduler): Records {
  const turn = () => scheduler.schedule(Promise.resolve())
  return {
    ...records,
    get: (...args) => turn().then(() => records.get(...args)),
    list: (...args) => turn().then(() => records.list(...args)),
    find: (...args) => turn().then(() => records.find(...args)),
    commit: (...args) => turn().then(() => records.commit(...args)),
  }
}

/** Counts how often each work was done, and makes an event of it. It expects nothing itself, so that work done twice would show. */
const counting = (records: Records, nextId: () => string): DueWorkHandlers => ({
  async 'upload.expire'({ uploadId, dueAtMs }) {
    const found = await records.get('installation', uploadId)
    const id = nextId()
    const value = { generation: (found?.value.generation ?? 0) + 1 }
    return {
      changes: [
        { kind: 'installation', key: uploadId, value },
        waiting(id, dueAtMs, { mediaId: 'm', body: JSON.stringify(uploadId) }),
      ],
      expected: [],
    }
  },
  'media.process': async () => ({ changes: [], expected: [] }),
  'urlUpload.expire': async () => ({ changes: [], expected: [] }),
})

const worker = (
  ports: Pick<WorkerPorts, 'records' | 'notifier' | 'holder'>,
  nextId: () => string,
  movedBySeconds = 0,
) => {
  const clock = adjustableClock({ startMs, frozen: true })
  const report = (error: unknown) => {
    throw error
  }
  const made = dueWorker(
    { ...ports, clock, report, notice: () => undefined },
    counting(ports.records, nextId),
  )
  clock.advance(movedBySeconds)
  return made
}

const someWork = fc.uniqueArray(
  fc.record({
    uploadId: fc.constantFrom('a', 'b', 'c', 'd'),
    inMs: fc.integer({ min: -3, max: 1 }),
  }),
  { selector: ({ uploadId }) => uploadId, minLength: 1 },
)
type Work = readonly { readonly uploadId: string; readonly inMs: number }[]

const asChanges = (work: Work): readonly Change[] =>
  work.map(({ uploadId, inMs }) => ({
    kind: 'dueWork',
    key: `upload.expire/${uploadId}`,
    value: { type: 'upload.expire', uploadId, dueAtMs: startMs + inMs },
  }))

/** What is due of some work, the earliest first. */
const dueOf = (work: Work) =>
  work
    .filter(({ inMs }) => inMs <= 0)
    .sort((a, b) => a.inMs - b.inMs || (a.uploadId < b.uploadId ? -1 : 1))

/** Events of two media, and how often their receiver refuses them. */
const someEvents = fc
  .array(fc.record({ mediaId: fc.constantFrom('a', 'b'), refusals: fc.nat({ max: 3 }) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((events) => events.map((event, i) => ({ ...event, id: `event-${i}` })))

/** Every attempt for an event, each to follow the one before. */
const attemptsFor = ({ id, refusals }: { readonly id: string; readonly refusals: number }) =>
  Array.from({ length: Math.min(refusals + 1, 3) }, () => id)

/** What two workers on the same records come to. */
export function dueWorkLaws(clients: () => readonly [Records, Records]): void {
  const kept = async (kind: 'lease' | 'dueWork') =>
    (await clients()[0].list(kind, { limit: 10 })).items.map(({ key }) => key)

  test(`let two workers do what is due once and in the order of times, and deliver its event once and in order (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), someWork, async (scheduler, work) => {
        const [records] = clients()
        await records.clear(asChanges(work))
        const notifier = listNotifier()
        const nextId = orderedIds()
        const workers = clients().map((client, i) =>
          worker({ records: scheduled(client, scheduler), notifier, holder: `${i}` }, nextId),
        )

        await scheduler.waitFor(Promise.all(workers.map(({ run }) => run())))
        for (const { stop } of workers) await scheduler.waitFor(stop())

        const due = dueOf(work)
        const { items } = await records.list('installation', { limit: 10 })
        const counts = items.map(({ key, value }) => [key, value.generation])
        const happened = await Promise.all(
          notifier.received.map((id) => records.get('delivery', id)),
        )
        expect(counts).toEqual(due.map(({ uploadId }) => [uploadId, 1]).sort())
        expect(happened.map((stored) => stored?.value)).toEqual(
          due.map(({ uploadId, inMs }) =>
            expect.objectContaining({
              body: JSON.stringify(uploadId),
              happenedAtMs: startMs + inMs,
              status: 'delivered',
            }),
          ),
        )
        expect(await kept('lease')).toEqual([])
        expect(await kept('dueWork')).toHaveLength(work.length - due.length)
      }),
    )
  })

  test(`let two workers attempt every delivery as often as it takes, for each media in order (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), someEvents, async (scheduler, events) => {
        const [records] = clients()
        await records.clear(events.map(({ id, mediaId }) => waiting(id, startMs, { mediaId })))
        const notifier = listNotifier()
        for (const { id, refusals } of events)
          notifier.refuse(id, ...Array.from({ length: refusals }, () => 500))
        const workers = clients().map((client, i) =>
          worker(
            { records: scheduled(client, scheduler), notifier, holder: `${i}` },
            orderedIds(),
            60,
          ),
        )

        await scheduler.waitFor(Promise.all(workers.map(({ run }) => run())))
        for (const { stop } of workers) await scheduler.waitFor(stop())

        for (const media of ['a', 'b']) {
          const own = events.filter(({ mediaId }) => mediaId === media)
          const ids = new Set(own.map(({ id }) => id))
          expect(notifier.received.filter((id) => ids.has(id))).toEqual(own.flatMap(attemptsFor))
        }
        const { items } = await records.list('delivery', { limit: 10 })
        expect(items.map(({ value }) => value.status)).toEqual(
          events.map(({ refusals }) => (refusals < 3 ? 'delivered' : 'failed')),
        )
      }),
    )
  })
}
