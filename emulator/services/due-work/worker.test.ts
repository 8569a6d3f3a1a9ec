import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { adjustableClock } from '../../adapters/adjustable-clock.ts'
import { memoryRecords } from '../../adapters/memory/records.ts'
import type { DueWorkRecord } from '../../ports/records/due-work.ts'
import type { Change, Records } from '../../ports/records/records.ts'
import { StorageError } from '../../ports/storage-error.ts'
import { listNotifier } from '../../testing/list-notifier.ts'
import { media } from '../../testing/records/samples.ts'
import { redeliver } from './outbox.ts'
import { schedulingRecords } from './scheduling-records.ts'
import { dueWorker } from './worker.ts'

const startMs = Date.UTC(2026, 0, 1)

type Expiry = DueWorkRecord<'upload.expire'>

const expiry = (uploadId: string, inSeconds: number): Change => ({
  kind: 'dueWork',
  key: `upload.expire/${uploadId}`,
  value: { type: 'upload.expire', uploadId, dueAtMs: startMs + inSeconds * 1000 },
})

const eventOf = (mediaId: string): Change => ({
  kind: 'event',
  key: mediaId,
  value: {
    id: mediaId,
    event: { type: 'media.created', mediaId, after: media, atMs: startMs },
    failures: 0,
  },
})

interface Settings {
  readonly frozen?: boolean
  readonly notifier?: ReturnType<typeof listNotifier>
  /** What else comes of an expiry. */
  readonly follow?: (work: Expiry) => readonly Change[]
  readonly kept?: Records
}

/** A worker on records that it takes note of. */
function working({
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
    report: (error: unknown) => void reported.push(String(error)),
    ...rest,
  }
  const worker = dueWorker(ports, {
    'upload.expire': async (work) => ({
      changes: follow(work),
      expected: [],
      afterwards: async () => void done.push(`${work.uploadId} ${at(work.dueAtMs)}`),
    }),
    'event.redeliver': redeliver,
  })
  return { clock, done, reported, worker, records: schedulingRecords(kept, worker) }
}

/** Records that note which kinds are looked at. */
function counted(records: Records) {
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

const ids = ({ received }: ReturnType<typeof listNotifier>) => received.map(({ id }) => id)

describe('when the clock moves', () => {
  test('what became due is done in the order of times, each at its own', async () => {
    const { clock, done, records, worker } = working()
    await records.commit([expiry('late', 30), expiry('early', 10), expiry('never', 61)])

    clock.advance(60)
    await worker.run()

    expect(done).toEqual(['early 10 s', 'late 30 s'])
    expect((await records.list('dueWork', { limit: 9 })).items.map(({ key }) => key)).toEqual([
      'upload.expire/never',
    ])
  })

  test('work that comes of work is done between what was there before', async () => {
    const again = ({ uploadId, dueAtMs }: Expiry) =>
      uploadId.length < 3 ? [expiry(`${uploadId}x`, (dueAtMs - startMs) / 1000 + 15)] : []
    const { clock, done, records, worker } = working({ follow: again })
    await records.commit([expiry('a', 10), expiry('last', 30)])

    clock.advance(60)
    await worker.run()

    expect(done).toEqual(['a 10 s', 'ax 25 s', 'last 30 s', 'axx 40 s'])
  })

  test('callers that come together share one look at what is due', async () => {
    const { looks, kept } = counted(memoryRecords())
    const { worker } = working({ kept })

    await Promise.all([worker.run(), worker.run(), worker.run()])

    expect(looks).toEqual(['event', 'dueWork', 'dueWork'])
  })
})

describe('the outbox', () => {
  test('is emptied after a commit, and not by it', async () => {
    const notifier = listNotifier()
    const { records, worker } = working({ notifier })

    await records.commit([eventOf('a'), eventOf('b')])
    expect(ids(notifier)).toEqual([])
    await worker.run()

    expect(ids(notifier)).toEqual(['a', 'b'])
    expect((await records.list('event', { limit: 1 })).items).toEqual([])
  })

  test('keeps nothing that nobody wants any more', async () => {
    const notifier = listNotifier(['media.deleted'])
    const { records, worker } = working({ notifier })

    await records.commit([eventOf('a')])
    await worker.run()

    expect(ids(notifier)).toEqual([])
    expect((await records.list('event', { limit: 1 })).items).toEqual([])
  })

  test('tries three times, one second apart, and holds up nobody', async () => {
    const notifier = listNotifier()
    notifier.refuse('a', 3)
    const { clock, records, reported, worker } = working({ notifier })
    await records.commit([eventOf('a'), eventOf('b')])

    await worker.run()
    expect(ids(notifier)).toEqual(['a', 'b'])
    clock.advance(0.999)
    await worker.run()
    expect(ids(notifier)).toEqual(['a', 'b'])
    clock.advance(0.001)
    await worker.run()
    expect(ids(notifier)).toEqual(['a', 'b', 'a'])
    expect(reported).toEqual([])
    clock.advance(60)
    await worker.run()

    expect(ids(notifier)).toEqual(['a', 'b', 'a', 'a'])
    expect(notifier.received.map(({ failures }) => failures)).toEqual([0, 0, 1, 2])
    expect(reported).toEqual(['Error: media.created could not be delivered in 3 attempts.'])
    expect((await records.list('dueWork', { limit: 1 })).items).toEqual([])
  })

  test('comes to every attempt of an event that happened on the way, at its time', async () => {
    const notifier = listNotifier()
    notifier.refuse('event', 2)
    const follow = ({ uploadId }: Expiry) => (uploadId === 'a' ? [eventOf('event')] : [])
    const { clock, done, records, worker } = working({ notifier, follow })
    await records.commit([expiry('a', 10), expiry('b', 11.5), expiry('c', 30)])

    clock.advance(60)
    await worker.run()

    expect(ids(notifier)).toEqual(['event', 'event', 'event'])
    expect(done).toEqual(['a 10 s', 'b 11.5 s', 'c 30 s'])
  })

  test('waits while another emulator delivers, and takes over what that one left', async () => {
    const notifier = listNotifier()
    const { records, worker } = working({ notifier })
    const untilMs = Date.now() + 30_000
    const lease = (until: number): Change => ({
      kind: 'lease',
      key: 'outbox',
      value: { holder: 'another', untilMs: until },
    })

    await records.commit([lease(untilMs), eventOf('a')])
    await worker.run()
    expect(ids(notifier)).toEqual([])
    await records.commit([lease(Date.now() - 1)])
    await worker.run()

    expect(ids(notifier)).toEqual(['a'])
  })

  test('goes on at once after its own process was killed', async () => {
    const notifier = listNotifier()
    const { records, worker } = working({ notifier })
    const value = { holder: 'this', untilMs: Date.now() + 30_000 }

    await records.commit([{ kind: 'lease', key: 'outbox', value }, eventOf('a')])
    await worker.run()

    expect(ids(notifier)).toEqual(['a'])
  })
})

describe('in real time', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: startMs })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('work is done when its time has come, with one timer', async () => {
    const { done, records } = working({ frozen: false })
    await records.commit([expiry('b', 20)])
    await records.commit([expiry('a', 10)])
    await vi.advanceTimersByTimeAsync(0)
    expect(vi.getTimerCount()).toBe(1)

    await vi.advanceTimersByTimeAsync(9999)
    expect(done).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(done).toEqual(['a 10 s'])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(done).toEqual(['a 10 s', 'b 20 s'])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('work that comes while the next is looked up is not missed', async () => {
    const kept = memoryRecords()
    const late = [expiry('b', 15)]
    const find: Records['find'] = async (kind, query) => {
      const page = await kept.find(kind, query)
      if (done.length === 1 && query.range?.upTo === undefined) await records.commit(late.splice(0))
      return page
    }
    const { done, records } = working({ frozen: false, kept: { ...kept, find } })

    await records.commit([expiry('a', 10)])
    await vi.advanceTimersByTimeAsync(15_000)

    expect(done).toEqual(['a 10 s', 'b 15 s'])
  })

  test('work that is due after years does not keep a timer busy', async () => {
    const { done, records } = working({ frozen: false })
    const days = 24 * 3600

    await records.commit([expiry('a', 60 * days)])
    await vi.advanceTimersByTimeAsync(59 * days * 1000)
    expect(done).toEqual([])
    await vi.advanceTimersByTimeAsync(days * 1000)

    expect(done).toEqual([`a ${60 * days} s`])
  })

  test('a frozen clock has no timer', async () => {
    const { records } = working()

    await records.commit([expiry('a', 10)])
    await vi.advanceTimersByTimeAsync(0)

    expect(vi.getTimerCount()).toBe(0)
  })

  test('a lease of another is waited for', async () => {
    const notifier = listNotifier()
    const { records } = working({ notifier, frozen: false })
    const value = { holder: 'another', untilMs: startMs + 30_000 }

    await records.commit([{ kind: 'lease', key: 'outbox', value }, eventOf('a')])
    await vi.advanceTimersByTimeAsync(29_999)
    expect(ids(notifier)).toEqual([])
    await vi.advanceTimersByTimeAsync(1)

    expect(ids(notifier)).toEqual(['a'])
  })

  test('what failed is reported, and tried again', async () => {
    const kept = memoryRecords()
    let isFull = true
    const list: Records['list'] = (...args) =>
      isFull ? Promise.reject(new StorageError('The disk is full.')) : kept.list(...args)
    const { done, records, reported, worker } = working({ frozen: false, kept: { ...kept, list } })
    await records.commit([expiry('a', 1)])
    await vi.advanceTimersByTimeAsync(1000)
    expect(reported).toContain('StorageError: The disk is full.')
    await expect(worker.run()).rejects.toThrow('The disk is full.')
    expect(done).toEqual([])

    isFull = false
    await vi.advanceTimersByTimeAsync(10_000)

    expect(done).toEqual(['a 1 s'])
  })

  test('a worker that was stopped has ended, and begins nothing', async () => {
    const { done, records, worker } = working({ frozen: false })
    await records.commit([expiry('a', 1), expiry('b', 2)])
    await vi.advanceTimersByTimeAsync(0)
    vi.setSystemTime(startMs + 1000)

    const running = worker.run()
    await worker.stop()
    await running
    const before = done.length
    await records.commit([expiry('c', 0)])
    await vi.advanceTimersByTimeAsync(60_000)

    expect(done).toHaveLength(before)
    expect(vi.getTimerCount()).toBe(0)
  })
})
