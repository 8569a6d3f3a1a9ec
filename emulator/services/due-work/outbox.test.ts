import { describe, expect, test } from 'vitest'
import type { Change } from '../../ports/records/records.ts'
import {
  attemptsOf,
  type Expiry,
  eventOf,
  expiry,
  keptEvents,
  startMs,
  working,
} from '../../testing/due-worker.ts'
import { listNotifier } from '../../testing/list-notifier.ts'
import { waiting } from '../../testing/records/deliveries.ts'
import { signatureHeaders } from '../vod/callback-signature.ts'

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
