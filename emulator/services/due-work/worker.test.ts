import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { memoryRecords } from '../../adapters/memory/records.ts'
import type { Records } from '../../ports/records/records.ts'
import { StorageError } from '../../ports/storage-error.ts'
import {
  attemptsOf,
  counted,
  type Expiry,
  eventOf,
  expiry,
  startMs,
  working,
} from '../../testing/due-worker.ts'
import { listNotifier } from '../../testing/list-notifier.ts'
import { waiting } from '../../testing/records/deliveries.ts'

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
