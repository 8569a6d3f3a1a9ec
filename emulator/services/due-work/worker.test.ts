import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { adjustableClock } from '../../adapters/adjustable-clock.ts'
import { memoryRecords } from '../../adapters/memory/records.ts'
import type { DueWorkRecord } from '../../ports/records/due-work.ts'
import type { Change, Records } from '../../ports/records/records.ts'
import { StorageError } from '../../ports/storage-error.ts'
import { listNotifier } from '../../testing/list-notifier.ts'
import { waiting } from '../../testing/records/deliveries.ts'
import { signatureHeaders } from '../vod/callback-signature.ts'
import { schedulingRecords } from './scheduling-records.ts'
import { dueWorker } from './worker.ts'

const startMs = Date.UTC(2026, 0, 1)

type Expiry = DueWorkRecord<'upload.expire'>

const expiry = (uploadId: string, inSeconds: number): Change => ({
  kind: 'dueWork',
  key: `upload.expire/${uploadId}`,
  value: { type: 'upload.expire', uploadId, dueAtMs: startMs + inSeconds * 1000 },
})

const eventOf = (id: string) => waiting(id, startMs)

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

/** What is kept of events: their ids with their states, the earliest first. */
async function keptEvents({ records }: ReturnType<typeof working>) {
  const { items } = await records.list('delivery', { limit: 9 })
  return items.map(({ key, value }) => `${key} ${value.status}`)
}

async function attemptsOf({ records }: ReturnType<typeof working>, id: string) {
  const attempts = (await records.get('delivery', id))?.value.attempts ?? []
  return attempts.map(({ atMs }) => (atMs - startMs) / 1000)
}

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

    expect(looks).toEqual(['dueWork', 'delivery', 'delivery', 'dueWork'])
  })
})

describe('work that always fails', () => {
  test('holds up none of the work after it, and is tried again later and later', async () => {
    const tried: number[] = []
    const follow = ({ uploadId, dueAtMs }: Expiry) => {
      if (uploadId !== 'broken') return []
      tried.push((dueAtMs - startMs) / 1000)
      throw new TypeError('a fault')
    }
    const { clock, done, records, reported, worker } = working({ follow })
    await records.commit([expiry('broken', 1), expiry('a', 2), expiry('b', 60)])

    clock.advance(100)
    await worker.run()

    expect(done).toEqual(['a 2 s', 'b 60 s'])
    expect(tried).toEqual([1, 11, 31, 71])
    expect(reported).toEqual(tried.map(() => 'TypeError: a fault'))
  })
})

describe('the outbox', () => {
  test('is emptied after a commit, and not by it', async () => {
    const notifier = listNotifier()
    const { records, worker, ...rest } = working({ notifier })

    await records.commit([eventOf('a'), eventOf('b')])
    expect(notifier.received).toEqual([])
    await worker.run()

    expect(notifier.received).toEqual(['a', 'b'])
    expect(await keptEvents({ records, worker, ...rest })).toEqual(['a delivered', 'b delivered'])
  })

  test('tries three times, one second apart, and holds up no other media', async () => {
    const notifier = listNotifier()
    notifier.refuse('a', 301, 500, 404)
    const all = working({ notifier })
    const { clock, records, reported, worker } = all
    await records.commit([eventOf('a'), eventOf('b')])

    await worker.run()
    expect(notifier.received).toEqual(['a', 'b'])
    clock.advance(0.999)
    await worker.run()
    expect(notifier.received).toEqual(['a', 'b'])
    clock.advance(0.001)
    await worker.run()
    expect(notifier.received).toEqual(['a', 'b', 'a'])
    expect(reported).toEqual([])
    clock.advance(60)
    await worker.run()

    expect(notifier.received).toEqual(['a', 'b', 'a', 'a'])
    expect(await attemptsOf(all, 'a')).toEqual([0, 1, 2])
    expect(reported).toEqual([
      'AttachedMediaUploadComplete was not delivered in 3 attempts. The receiver answered 404, not 200. /_emulator/events/a has it.',
    ])
    expect(await keptEvents(all)).toEqual(['a failed', 'b delivered'])
  })

  test('keeps the order of the events of one media, whatever fails', async () => {
    const notifier = listNotifier()
    notifier.refuse('a1', new Error('nobody there'), 500)
    notifier.refuse('a2', 500, 500, 500)
    const all = working({ notifier })
    const { clock, records, worker } = all
    const ofMedia = (id: string) => waiting(id, startMs, { mediaId: 'a' })
    await records.commit([ofMedia('a1'), ofMedia('a2'), eventOf('b'), ofMedia('a3')])

    await worker.run()
    expect(notifier.received).toEqual(['a1', 'b'])
    clock.advance(60)
    await worker.run()

    expect(notifier.received).toEqual(['a1', 'b', 'a1', 'a1', 'a2', 'a2', 'a2', 'a3'])
    expect(await attemptsOf(all, 'a2')).toEqual([2, 3, 4])
    expect(await attemptsOf(all, 'a3')).toEqual([4])
  })

  test('signs with the time of the clock', async () => {
    const notifier = listNotifier()
    const { records, worker } = working({ notifier })
    const target = { type: 'HTTP', url: 'http://127.0.0.1:9000/cb' } as const

    await records.commit([waiting('a', startMs, { target, authKey: 'Abc12345', body: '{"a":1}' })])
    await worker.run()

    const timestamp = String(startMs / 1000)
    expect(notifier.notifications).toEqual([
      {
        url: target.url,
        body: '{"a":1}',
        headers: {
          'X-VOD-EMULATOR-EVENT-ID': 'a',
          ...signatureHeaders(target.url, 'Abc12345', startMs),
          'X-VOD-TIMESTAMP': timestamp,
        },
      },
    ])
  })

  test('sends nothing where it may not, and says so', async () => {
    const notifier = listNotifier('This host is not allowed.')
    const all = working({ notifier })
    const { records, reported, worker } = all

    await records.commit([eventOf('a')])
    await worker.run()

    expect(notifier.received).toEqual([])
    expect(await keptEvents(all)).toEqual(['a not sent'])
    expect(reported).toEqual([
      'AttachedMediaUploadComplete was not sent. This host is not allowed. /_emulator/events/a has it.',
    ])
  })

  test('sends nothing to a queue', async () => {
    const notifier = listNotifier()
    const all = working({ notifier })

    const target = { type: 'MNS', endpoint: 'http://mns/', queue: 'q' } as const
    await all.records.commit([waiting('a', startMs, { target })])
    await all.worker.run()

    expect(notifier.received).toEqual([])
    expect(await keptEvents(all)).toEqual(['a queued'])
  })

  test('keeps a thousand events that are done with, and all that wait', async () => {
    const notifier = listNotifier()
    notifier.refuse('0000', 500)
    const { records, worker } = working({ notifier })
    const name = (i: number) => String(i).padStart(4, '0')

    await records.commit(Array.from({ length: 1250 }, (_, i) => eventOf(name(i))))
    await worker.run()

    const { items } = await records.list('delivery', { limit: 2000 })
    expect(items.length).toBeLessThanOrEqual(1101)
    expect(items.length).toBeGreaterThanOrEqual(1001)
    expect(items.at(-1)?.key).toBe('1249')
    expect(items[0]).toMatchObject({ key: '0000', value: { status: 'waiting' } })
  })

  test('comes to every attempt of an event that happened on the way, at its time', async () => {
    const notifier = listNotifier()
    notifier.refuse('event', 500, 500)
    const follow = ({ uploadId, dueAtMs }: Expiry) =>
      uploadId === 'a' ? [waiting('event', dueAtMs)] : []
    const all = working({ notifier, follow })
    const { clock, done, records, worker } = all
    await records.commit([expiry('a', 10), expiry('b', 11.5), expiry('c', 30)])

    clock.advance(60)
    await worker.run()

    expect(await attemptsOf(all, 'event')).toEqual([10, 11, 12])
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
    expect(notifier.received).toEqual([])
    await records.commit([lease(Date.now() - 1)])
    await worker.run()

    expect(notifier.received).toEqual(['a'])
  })

  test('goes on at once after its own process was killed', async () => {
    const notifier = listNotifier()
    const { records, worker } = working({ notifier })
    const value = { holder: 'this', untilMs: Date.now() + 30_000 }

    await records.commit([{ kind: 'lease', key: 'outbox', value }, eventOf('a')])
    await worker.run()

    expect(notifier.received).toEqual(['a'])
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

  test('attempts are a second apart, also of an event that could not be sent for long', async () => {
    const notifier = listNotifier()
    notifier.refuse('a', 500, 500)
    const kept = memoryRecords()
    await kept.commit([waiting('a', startMs - 3_600_000)])
    const all = working({ notifier, frozen: false, kept })

    void all.worker.run()
    await vi.advanceTimersByTimeAsync(999)
    expect(notifier.received).toEqual(['a'])
    await vi.advanceTimersByTimeAsync(1)
    expect(notifier.received).toEqual(['a', 'a'])
    await vi.advanceTimersByTimeAsync(1000)

    expect(await attemptsOf(all, 'a')).toEqual([0, 1, 2])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a receiver that takes its time is tried again a second after that', async () => {
    const notifier = listNotifier()
    const slow = async (...[notification, signal]: Parameters<typeof notifier.post>) => {
      await new Promise((resolve) => setTimeout(resolve, 5000))
      return notifier.post(notification, signal)
    }
    notifier.refuse('a', new Error('No answer came within 5 s.'))
    const all = working({ notifier: { ...notifier, post: slow }, frozen: false })

    await all.records.commit([eventOf('a')])
    await vi.advanceTimersByTimeAsync(11_000)

    expect(await attemptsOf(all, 'a')).toEqual([0, 6])
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
    expect(notifier.received).toEqual([])
    await vi.advanceTimersByTimeAsync(1)

    expect(notifier.received).toEqual(['a'])
  })

  test('what failed is reported, and tried again', async () => {
    const kept = memoryRecords()
    let isFull = true
    const find: Records['find'] = (...args) =>
      isFull ? Promise.reject(new StorageError('The disk is full.')) : kept.find(...args)
    const { done, records, reported, worker } = working({ frozen: false, kept: { ...kept, find } })
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
