import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type LibraryOptions, startEmulator } from '#emulator/index.ts'
import { uploadClient } from '../clients/ali-oss.ts'
import { popCorePost } from '../clients/pop-core.ts'
import { succeeded } from '../clients/rpc-driver.ts'
import { targetAt } from '../faults/kills/process.ts'
import { startUpload } from '../operations/vod/chain.ts'
import { bytes } from '../setup/bytes.ts'
import { needsEmulator } from '../setup/fixtures.ts'
import { type Respond, startReceiver } from '../setup/receiver.ts'

beforeEach(({ skip }) => needsEmulator(skip))

async function receiverAnswering(first?: Respond | number) {
  const receiver = await startReceiver(first)
  onTestFinished(() => receiver[Symbol.asyncDispose]())
  return receiver
}

interface Answered {
  readonly events?: readonly { readonly mediaId: string }[]
  readonly next?: string
  readonly attempts?: readonly unknown[]
}

/** An emulator whose time stands still, which reports to a URL. */
async function reportingTo(CallbackURL: string, options: LibraryOptions = {}) {
  const vod = await startEmulator({
    port: 0,
    clock: '2026-01-01T00:00:00Z',
    freezeClock: true,
    ...options,
  })
  onTestFinished(() => vod.close())
  const target = await targetAt(vod.url)
  const EventTypeList = 'AttachedMediaUploadComplete'
  await succeeded(popCorePost.call(target, 'SetMessageCallback', { CallbackURL, EventTypeList }))
  const upload = async () => {
    const { mediaId, upload: to } = await startUpload(popCorePost, target)
    const client = uploadClient(to, { addressing: 'ip', region: to.auth.Region })
    await client.put(to.address.FileName, bytes(10))
    return mediaId
  }
  const ask = async (path: string, method = 'GET') => {
    const response = await fetch(`${vod.url}/_emulator${path}`, { method })
    const body: Answered = JSON.parse(await response.text())
    return { status: response.status, body }
  }
  return { vod, target, upload, ask }
}

const failing = [0, 1, 2].map((seconds) => `2026-01-01T00:00:0${seconds}.000Z`)

describe('a receiver', () => {
  test.each([301, 404, 500, 204])('that answers %i is asked three times', async (status) => {
    const other = await receiverAnswering()
    const receiver = await receiverAnswering((response) =>
      response.writeHead(status, { location: other.origin }).end(),
    )
    const { vod, upload } = await reportingTo(receiver.origin)

    await upload()
    await vod.clock.advance(0.5)
    expect(receiver.received).toHaveLength(1)
    await vod.clock.advance(60)

    const { events } = await vod.events.list()
    expect(events).toMatchObject([{ status: 'failed' }])
    expect(events[0]?.attempts).toEqual(
      failing.map((at) => ({ at, status, milliseconds: expect.any(Number) })),
    )
    expect(new Set(receiver.received.map(({ id }) => id))).toEqual(new Set([events[0]?.id]))
    expect(other.received).toEqual([])
  })

  test('that is down is asked three times, and then no more', async () => {
    const receiver = await startReceiver()
    await receiver[Symbol.asyncDispose]()
    const { vod, upload } = await reportingTo(receiver.origin)

    await upload()
    await vod.clock.advance(60)

    const { events } = await vod.events.list()
    expect(events).toMatchObject([{ status: 'failed' }])
    expect(events[0]?.attempts).toEqual(
      failing.map((at) => ({
        at,
        error: expect.stringContaining('ECONNREFUSED'),
        milliseconds: expect.any(Number),
      })),
    )
  })

  test('that comes back in time has the event', async () => {
    const receiver = await receiverAnswering(500)
    const { vod, upload } = await reportingTo(receiver.origin)
    await upload()
    await vod.clock.advance(0)

    receiver.answer(200)
    await vod.clock.advance(1)

    const { events } = await vod.events.list()
    expect(events[0]).toMatchObject({
      status: 'delivered',
      attempts: [{ status: 500 }, { status: 200 }],
    })
  })

  test('that takes six seconds is given up after five', async () => {
    const { promise: isWhole, resolve: end } = Promise.withResolvers<boolean>()
    const { promise: arrival, resolve: arrive } = Promise.withResolvers<void>()
    const receiver = await receiverAnswering((response) => {
      response.on('close', () => end(response.writableFinished))
      setTimeout(() => response.end(), 6000)
      arrive()
    })
    const { vod, upload } = await reportingTo(receiver.origin)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    await upload()
    const done = vod.clock.advance(0)
    await arrival

    vi.advanceTimersByTime(4999)
    expect((await vod.events.list()).events).toMatchObject([{ status: 'waiting', attempts: [] }])
    vi.advanceTimersByTime(1)
    await done

    expect(await isWhole).toBe(false)
    const { events } = await vod.events.list()
    expect(events).toMatchObject([
      { status: 'waiting', attempts: [{ error: 'No answer came within 5 s.' }] },
    ])
  })

  test('that does not answer holds up no close, and has the event after the next start', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
    const { promise: arrival, resolve: arrive } = Promise.withResolvers<void>()
    const receiver = await receiverAnswering(() => arrive())
    const { vod, upload } = await reportingTo(receiver.origin, { dataDir })
    onTestFinished(() => rm(dataDir, { recursive: true }))
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    await upload()
    await arrival
    await vod.close()

    receiver.answer(200)
    const again = await startEmulator({ port: 0, dataDir })
    onTestFinished(() => again.close())

    const { events } = await again.events.list()
    expect(events).toMatchObject([{ status: 'delivered', attempts: [{ status: 200 }] }])
    expect(receiver.received.map(({ id }) => id)).toEqual([events[0]?.id, events[0]?.id])
  })

  test('has an event of before a start whose clock shows less', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
    const { promise: arrival, resolve: arrive } = Promise.withResolvers<void>()
    const receiver = await receiverAnswering(() => arrive())
    const { vod, upload } = await reportingTo(receiver.origin, { dataDir })
    onTestFinished(() => rm(dataDir, { recursive: true }))
    await upload()
    await arrival
    await vod.close()

    receiver.answer(200)
    const clock = '2025-01-01T00:00:00Z'
    const again = await startEmulator({ port: 0, dataDir, clock, freezeClock: true })
    onTestFinished(() => again.close())

    const { events } = await again.events.list()
    expect(events).toMatchObject([
      { status: 'delivered', attempts: [{ at: '2025-01-01T00:00:00.000Z' }] },
    ])
  })

  test('of https is spoken to in TLS, and sent nothing if it cannot', async () => {
    const firstBytes: number[] = []
    const server = createServer((socket) => {
      socket.once('data', (chunk) => {
        firstBytes.push(chunk[0] ?? 0)
        socket.destroy()
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const { vod, upload } = await reportingTo(`https://127.0.0.1:${port}/`)

    await upload()
    await vod.clock.advance(60)

    expect((await vod.events.list()).events).toMatchObject([{ status: 'failed' }])
    // A handshake begins with this byte, HTTP with a letter.
    expect(firstBytes).toEqual([0x16, 0x16, 0x16])
  })
})

describe('a host that is not allowed', () => {
  test.each([
    'http://receiver.example.com/',
    'https://receiver.example.com/',
    'http://0.0.0.0:9/',
    'http://[::]:9/',
    'http://10.0.0.1/',
    'http://127.0.0.1.example.com/',
    'http://localhost.example.com/',
  ])('%s is sent nothing, and the event is kept', async (url) => {
    const { vod, upload, ask } = await reportingTo(url)
    await upload()
    await vod.clock.advance(0)

    const { events } = await vod.events.list()
    const { hostname } = new URL(url)
    expect(events).toMatchObject([{ status: 'not sent', attempts: [] }])
    expect(events[0]?.reason).toContain(`--callback-host ${hostname.replace(/[[\]]/g, '')} `)
    expect((await ask(`/events/${events[0]?.id}`)).body).toMatchObject({
      body: { EventType: 'AttachedMediaUploadComplete' },
    })
  })

  test.each([
    'localhost',
    'a.b.localhost',
    'LOCALHOST',
    'localhost.',
    '127.1',
    '[::ffff:127.0.0.1]',
  ])('is not %s, which is loopback', async (host) => {
    const receiver = await receiverAnswering()
    const { port } = new URL(receiver.origin)
    const { vod, upload } = await reportingTo(`http://${host}:${port}/`)
    await upload()
    await vod.clock.advance(0)

    expect((await vod.events.list()).events).toMatchObject([{ status: 'delivered' }])
    expect(receiver.received).toHaveLength(1)
  })

  test('is one that --callback-host does not name', async () => {
    const receiver = await receiverAnswering()
    const { port } = new URL(receiver.origin)
    const url = `http://0.0.0.0:${port}/`
    const { vod, upload } = await reportingTo(url, { callbackHosts: ['0.0.0.0'] })
    await upload()
    await vod.clock.advance(0)

    expect((await vod.events.list()).events).toMatchObject([{ status: 'delivered' }])
  })
})

describe('/_emulator/events', () => {
  test('lists the newest first, in pages, by media and by type', async () => {
    const receiver = await receiverAnswering()
    const { upload, vod, ask } = await reportingTo(receiver.origin)
    const mediaIds = [await upload(), await upload(), await upload()]
    await vod.clock.advance(0)

    const first = await ask('/events?limit=2')
    const second = await ask(`/events?limit=2&after=${first.body.next}`)
    const listed = [first, second].flatMap(({ body }) => body.events ?? [])
    expect(listed.map(({ mediaId }) => mediaId)).toEqual(mediaIds.toReversed())
    expect(second.body).not.toHaveProperty('next')
    expect(listed[0]).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      type: 'AttachedMediaUploadComplete',
      mediaId: mediaIds[2],
      accountId: vod.options.accountId,
      region: 'cn-shanghai',
      appId: 'app-1000000',
      at: '2026-01-01T00:00:00.000Z',
      status: 'delivered',
      target: { type: 'HTTP', url: receiver.origin },
      isSigned: false,
      attempts: 1,
    })
    expect((await ask(`/events?mediaId=${mediaIds[1]}`)).body.events).toMatchObject([
      { mediaId: mediaIds[1] },
    ])
    const type = 'attachedmediauploadcomplete'
    expect((await ask(`/events?type=${type}`)).body.events).toHaveLength(3)
    expect((await ask(`/events?type=${type}&mediaId=${mediaIds[0]}`)).body.events).toHaveLength(1)
    expect((await ask('/events?type=MediaBaseChangeComplete')).body.events).toEqual([])
  })

  test.each([
    ['?typ=x', 'typ: no such filter, did you mean type?'],
    ['?limit=0', 'limit: expected an integer from 1 to 1000'],
    [
      '?type=AttachedMediaUploadCompleted',
      'type: "AttachedMediaUploadCompleted" is not an event, did you mean AttachedMediaUploadComplete?',
    ],
  ])('refuses %s', async (query, message) => {
    const { ask } = await reportingTo('http://127.0.0.1:9/')

    expect(await ask(`/events${query}`)).toEqual({
      status: 400,
      body: { error: { code: 'InvalidFilter', message } },
    })
  })

  test('delivers again what failed, at once', async () => {
    const receiver = await receiverAnswering(500)
    const { vod, upload, ask } = await reportingTo(receiver.origin)
    await upload()
    await vod.clock.advance(60)
    const [failed] = (await vod.events.list()).events
    receiver.answer(200)

    const answer = await ask(`/events/${failed?.id}/redeliver`, 'POST')

    expect(answer).toMatchObject({ status: 200, body: { id: failed?.id, status: 'delivered' } })
    expect(answer.body.attempts).toHaveLength(4)
    expect(new Set(receiver.received.map(({ text }) => text)).size).toBe(1)
  })

  test('delivers what waits at once, while the clock stands still', async () => {
    const receiver = await receiverAnswering(500)
    const { vod, upload, ask } = await reportingTo(receiver.origin)
    await upload()
    await vod.clock.advance(0)
    const [waiting] = (await vod.events.list()).events
    receiver.answer(200)

    expect(await ask(`/events/${waiting?.id}/redeliver`, 'POST')).toMatchObject({
      body: { status: 'delivered', attempts: [{ status: 500 }, { status: 200 }] },
    })
  })

  test('refuses to deliver what is in a queue, or not there', async () => {
    const { vod, target, upload, ask } = await reportingTo('http://127.0.0.1:9/')
    await succeeded(
      popCorePost.call(target, 'SetMessageCallback', {
        CallbackType: 'MNS',
        MnsEndpoint: 'http://mns/',
        MnsQueueName: 'queue',
        EventTypeList: 'ALL',
      }),
    )
    await upload()
    await vod.clock.advance(0)
    const [queued] = (await vod.events.list()).events

    expect(await ask(`/events/${queued?.id}/redeliver`, 'POST')).toMatchObject({
      status: 409,
      body: { error: { code: 'NotRedeliverable' } },
    })
    for (const [path, method] of [
      ['/events/nothing/redeliver', 'POST'],
      ['/events/nothing', 'GET'],
    ])
      expect(await ask(path ?? '', method)).toMatchObject({
        status: 404,
        body: { error: { code: 'NoSuchEvent' } },
      })
  })

  test('forgets with a reset', async () => {
    const receiver = await receiverAnswering()
    const { vod, upload } = await reportingTo(receiver.origin)
    await upload()
    await vod.reset()

    expect(await vod.events.list()).toEqual({ events: [] })
  })
})
