import { beforeEach, describe, expect, onTestFinished } from 'vitest'
import type { Target } from '#contracts/target.ts'
import { type LibraryOptions, startEmulator } from '#emulator/index.ts'
import { uploadClient } from '../../clients/ali-oss.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { targetAt } from '../../faults/kills/process.ts'
import { bytes } from '../../setup/bytes.ts'
import { needsEmulator, test } from '../../setup/fixtures.ts'
import { expectedSignature, type Receiver, startReceiver } from '../../setup/receiver.ts'
import { startUpload } from './chain.ts'

type Parameters = Readonly<Record<string, string>>

const callTo = (target: Target) => (action: string, parameters: Parameters) =>
  succeeded(openapiCore.call(target, action, parameters))

const appId = 'app-1000000'
const events = 'AttachedMediaUploadComplete,MediaBaseChangeComplete'

describe('the callback of an application', () => {
  const stored = async (call: ReturnType<typeof callTo>, parameters: Parameters = {}) => {
    const { MessageCallback } = await call('GetMessageCallback', parameters)
    return MessageCallback as Body
  }

  test('is what was set last, and gone when it was deleted, twice too', async ({ target }) => {
    const call = callTo(target)
    const http = {
      CallbackURL: 'http://127.0.0.1:9/a',
      AuthSwitch: 'on',
      AuthKey: 'Abc12345',
      EventTypeList: events,
    }
    const mns = { CallbackType: 'MNS', MnsEndpoint: 'http://mns/', MnsQueueName: 'queue' }

    await call('SetMessageCallback', { ...http, AppId: appId })
    expect(await stored(call)).toEqual({ CallbackType: 'HTTP', AppId: appId, ...http })
    await call('SetMessageCallback', mns)
    expect(await stored(call, { AppId: appId })).toEqual({ AppId: appId, ...mns })
    await call('SetMessageCallback', { CallbackURL: http.CallbackURL })
    expect(await stored(call)).toEqual({
      CallbackType: 'HTTP',
      CallbackURL: http.CallbackURL,
      AuthSwitch: 'off',
      AppId: appId,
    })
    await call('DeleteMessageCallback', {})
    await call('DeleteMessageCallback', {})

    expect(await stored(call)).toEqual({ AppId: appId })
  })
})

/** An emulator whose time stands still, and a program that receives its events. */
async function started(options: LibraryOptions = {}) {
  const vod = await startEmulator({
    port: 0,
    clock: '2026-01-01T00:00:00Z',
    freezeClock: true,
    ...options,
  })
  onTestFinished(() => vod.close())
  const receiver = await startReceiver()
  onTestFinished(() => receiver[Symbol.asyncDispose]())
  const target = await targetAt(vod.url)
  const call = callTo(target)
  const callbackUrl = `${receiver.origin}/cb?x=1`
  const set = (parameters: Parameters = {}) =>
    call('SetMessageCallback', {
      CallbackURL: callbackUrl,
      EventTypeList: events,
      ...parameters,
    })
  const create = (parameters: Parameters = {}) =>
    startUpload(openapiCore, target, { BusinessType: 'watermark', ...parameters })
  const put = async ({ upload }: Awaited<ReturnType<typeof create>>, size = 1000) => {
    const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
    await client.put(upload.address.FileName, bytes(size))
    // The clock has moved when all that is due is done.
    await vod.clock.advance(0)
  }
  return { vod, receiver, call, callbackUrl, set, create, put }
}

const typesOf = ({ received }: Receiver) => received.map(({ body }) => body.EventType)

test('the key that signs is in no log of requests', async ({ skip }) => {
  needsEmulator(skip)
  const { vod, set } = await started()
  await set({ AuthSwitch: 'on', AuthKey: 'Abc12345' })

  const logged = vod.requests.list({ operation: 'SetMessageCallback' })
  expect(logged).toMatchObject([{ status: 200 }])
  expect(JSON.stringify(logged)).not.toContain('Abc12345')
})

describe('an uploaded file', () => {
  beforeEach(({ skip }) => needsEmulator(skip))

  test('is told of, with its members in order and a signature', async () => {
    const { receiver, callbackUrl, set, create, put, vod } = await started()
    await set({ AuthSwitch: 'on', AuthKey: 'Abc12345' })
    const media = await create()
    expect(receiver.received).toEqual([])
    await put(media)

    const [event] = receiver.received
    const { Bucket, FileName } = media.upload.address
    expect(event?.text).toBe(
      JSON.stringify({
        EventTime: '2026-01-01T00:00:00Z',
        EventType: 'AttachedMediaUploadComplete',
        AttachedMediaId: media.mediaId,
        Size: 1000,
        FileURL: `${vod.url}/${Bucket}/${FileName}`,
        Status: 'success',
      }),
    )
    expect(event).toMatchObject({
      path: '/cb?x=1',
      headers: {
        'content-type': 'application/json',
        'x-vod-timestamp': '1767225600',
        'x-vod-signature': event && expectedSignature(callbackUrl, event, 'Abc12345'),
      },
    })
    const { events: listed } = await vod.events.list()
    expect(listed).toMatchObject([
      { id: event?.id, mediaId: media.mediaId, status: 'delivered', isSigned: true },
    ])
    expect(await vod.events.get(event?.id ?? '')).toEqual(listed[0])
  })

  test('is told of again when it is replaced', async () => {
    const { receiver, set, create, put } = await started()
    await set()
    const media = await create()

    await put(media, 10)
    await put(media, 20)

    expect(receiver.received.map(({ body }) => body.Size)).toEqual([10, 20])
    expect(receiver.received[0]?.headers).not.toHaveProperty('x-vod-signature')
  })

  test.for<{ readonly what: string; readonly parameters: Parameters; readonly types: string[] }>([
    { what: 'for ALL', parameters: { EventTypeList: 'ALL' }, types: [events.split(',')[0] ?? ''] },
    { what: 'not for other events', parameters: { EventTypeList: 'AIComplete' }, types: [] },
    { what: 'not without a list', parameters: { EventTypeList: '' }, types: [] },
  ])('is told of $what', async ({ parameters, types }) => {
    const { receiver, set, create, put } = await started()
    await set(parameters)

    await put(await create())

    expect(typesOf(receiver)).toEqual(types)
  })

  test('is told of no more when the callback is deleted', async () => {
    const { receiver, call, set, create, put, vod } = await started()
    await set()
    await call('DeleteMessageCallback', {})

    await put(await create())

    expect(receiver.received).toEqual([])
    expect(await vod.events.list()).toEqual({ events: [] })
  })
})

describe('changed information', () => {
  beforeEach(({ skip }) => needsEmulator(skip))

  test('is told of for each media, with what it was and is', async () => {
    const { receiver, vod, call, set, create } = await started()
    await set()
    const { mediaId: one } = await create({ Title: 'old', UserData: '{"Extend":"mine"}' })
    const { mediaId: other } = await create({ Title: 'same', Tags: 'a' })

    await call('UpdateAttachedMediaInfos', {
      UpdateContent: JSON.stringify([
        { MediaId: one, Title: 'new', CateIds: '8130876' },
        { MediaId: other, Title: 'same', Tags: 'a,b' },
        { MediaId: 'nobody', Title: 'x' },
      ]),
    })
    await vod.clock.advance(0)

    expect(receiver.received).toHaveLength(2)
    expect(receiver.received.find(({ body }) => body.MediaId === one)?.text).toBe(
      JSON.stringify({
        EventType: 'MediaBaseChangeComplete',
        EventTime: '2026-01-01T00:00:00Z',
        Status: 'success',
        MediaId: one,
        MediaType: 'attached',
        OperateMode: 'update',
        MediaContent: {
          Title: '{"OldValue":"old","NewValue":"new"}',
          CateIds: '{"NewValue":"8130876"}',
        },
        Extend: 'mine',
      }),
    )
    expect(receiver.received.find(({ body }) => body.MediaId === other)?.body).toMatchObject({
      MediaContent: { Tags: '{"OldValue":"a","NewValue":"a,b"}' },
    })
  })

  test('is not told of where nothing has changed, nor are creation and deletion', async () => {
    const { receiver, vod, call, set, create } = await started()
    await set({ EventTypeList: 'ALL' })
    const { mediaId } = await create({ Title: 'same' })

    await call('UpdateAttachedMediaInfos', {
      UpdateContent: JSON.stringify([{ MediaId: mediaId, Title: 'same' }]),
    })
    await call('DeleteAttachedMedia', { MediaIds: mediaId })
    await vod.clock.advance(0)

    expect(receiver.received).toEqual([])
    expect(await vod.events.list()).toEqual({ events: [] })
  })
})

describe('UserData', () => {
  beforeEach(({ skip }) => needsEmulator(skip))

  test.for([
    ['an object', (url: string) => ({ MessageCallback: { CallbackURL: url } })],
    [
      'JSON in a text',
      (url: string) => ({ MessageCallback: JSON.stringify({ CallbackURL: url }) }),
    ],
  ] as const)('names another receiver as %s, whose URL is signed', async ([, userDataFor]) => {
    const { receiver, set, create, put } = await started()
    await set({ AuthSwitch: 'on', AuthKey: 'Abc12345' })
    const own = `${receiver.origin}/own`

    await put(await create({ UserData: JSON.stringify(userDataFor(own)) }))

    const [event] = receiver.received
    expect(receiver.received).toMatchObject([{ path: '/own' }])
    expect(event?.headers['x-vod-signature']).toBe(
      event && expectedSignature(own, event, 'Abc12345'),
    )
  })

  test('names another receiver only where the account has one for the event, by HTTP', async () => {
    const { receiver, set, call, create, put, vod } = await started()
    const UserData = JSON.stringify({ MessageCallback: { CallbackURL: `${receiver.origin}/own` } })
    await put(await create({ UserData }))
    await set({ EventTypeList: 'AIComplete' })
    await put(await create({ UserData }))
    await call('SetMessageCallback', {
      CallbackType: 'MNS',
      MnsEndpoint: 'http://mns/',
      MnsQueueName: 'queue',
      EventTypeList: 'ALL',
    })
    await put(await create({ UserData }))

    expect(receiver.received).toEqual([])
    const { events: kept } = await vod.events.list()
    expect(kept).toMatchObject([{ status: 'queued', target: { type: 'MNS', queue: 'queue' } }])
  })

  test('is said again in Extend, as a text', async () => {
    const { receiver, set, create, put } = await started()
    await set()

    await put(await create({ UserData: '{"Extend":{"localId":"xxx","test":"www"}}' }))
    await put(await create({ UserData: '{"Extend":"as it is"}' }))
    await put(await create({ UserData: JSON.stringify({ Extend: 'x'.repeat(513) }) }))

    expect(receiver.received.map(({ body }) => body.Extend)).toEqual([
      '{"localId":"xxx","test":"www"}',
      'as it is',
      undefined,
    ])
    expect(receiver.received[0]?.text).toMatch(/"Status":"success","Extend":/)
  })
})
