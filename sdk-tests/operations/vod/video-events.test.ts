import { beforeEach, expect, onTestFinished } from 'vitest'
import { startEmulator } from '#emulator/index.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { succeeded } from '../../clients/rpc-driver.ts'
import { targetAt } from '../../faults/kills/process.ts'
import { needsEmulator, test } from '../../setup/fixtures.ts'
import { startReceiver } from '../../setup/receiver.ts'
import { type Parameters, startVideo } from './video-fixtures.ts'

/** An emulator whose time stands still, and a program that receives its events. */
async function started(EventTypeList = 'ALL') {
  const vod = await startEmulator({ port: 0, clock: '2026-01-01T00:00:00Z', freezeClock: true })
  onTestFinished(() => vod.close())
  const receiver = await startReceiver()
  onTestFinished(() => receiver[Symbol.asyncDispose]())
  const target = await targetAt(vod.url)
  const call = (action: string, parameters: Parameters) =>
    succeeded(openapiCore.call(target, action, parameters))
  await call('SetMessageCallback', { CallbackURL: `${receiver.origin}/cb`, EventTypeList })
  /** What was received since the last time, as it came. */
  let seen = 0
  const received = async () => {
    await vod.clock.advance(0)
    const events = receiver.received.slice(seen)
    seen = receiver.received.length
    return events.map(({ text }) => text)
  }
  return { call, received, start: (parameters: Parameters) => startVideo(target, parameters) }
}

beforeEach(({ skip }) => needsEmulator(skip))

const changed = (MediaId: string, OperateMode: string, MediaContent: object) =>
  JSON.stringify({
    EventType: 'MediaBaseChangeComplete',
    EventTime: '2026-01-01T00:00:00Z',
    Status: 'success',
    MediaId,
    MediaType: 'video',
    OperateMode,
    MediaContent,
    Extend: 'mine',
  })

test('the life of a video is told of: creation, each change, and deletion at last', async () => {
  const { call, received, start } = await started()
  const { videoId: VideoId } = await start({
    FileName: 'a.mp3',
    Title: 'old',
    CateId: '12984346',
    Tags: 'a,b',
    UserData: '{"Extend":"mine"}',
  })

  expect(await received()).toEqual([
    changed(VideoId, 'create', {
      Title: '{"NewValue":"old"}',
      CateId: '{"NewValue":12984346}',
      Tags: '{"NewValue":"a,b"}',
    }),
  ])

  await call('UpdateVideoInfo', { VideoId, Title: 'new', Tags: 'a,b', CoverURL: 'cover' })
  const UpdateContent = JSON.stringify([{ VideoId, CateId: '8130876', Title: 'new' }])
  await call('UpdateVideoInfos', { UpdateContent })

  expect(await received()).toEqual([
    changed(VideoId, 'update', {
      Title: '{"OldValue":"old","NewValue":"new"}',
      CoverURL: '{"NewValue":"cover"}',
    }),
    changed(VideoId, 'update', { CateId: '{"OldValue":12984346,"NewValue":8130876}' }),
  ])

  await call('DeleteVideo', { VideoIds: VideoId })

  expect(await received()).toEqual([
    changed(VideoId, 'delete', {
      Title: '{"OldValue":"new"}',
      CoverURL: '{"OldValue":"cover"}',
      CateId: '{"OldValue":8130876}',
      Tags: '{"OldValue":"a,b"}',
    }),
    JSON.stringify({
      EventType: 'DeleteMediaComplete',
      EventTime: '2026-01-01T00:00:00Z',
      Status: 'success',
      MediaId: VideoId,
      MediaType: 'video',
      DeleteType: 'all',
      Extend: 'mine',
    }),
  ])
})

test('nothing is told of where nothing that is told has changed', async () => {
  const { call, received, start } = await started()
  const { videoId: VideoId } = await start({ Title: 'same' })
  await received()

  await call('UpdateVideoInfo', { VideoId, Title: 'same', UserData: '{"a":1}' })

  expect(await received()).toEqual([])
})

test('each event is told of by its own name alone', async () => {
  const { call, received, start } = await started('DeleteMediaComplete')
  const { videoId: VideoId } = await start({})

  await call('UpdateVideoInfo', { VideoId, Title: 'new' })
  await call('DeleteVideo', { VideoIds: `${VideoId},nobody` })

  expect(await received()).toEqual([expect.stringContaining('"DeleteMediaComplete"')])
})

test('creation, change and deletion of an image are not told of, but the change', async () => {
  const { call, received } = await started()
  const { ImageId } = await call('CreateUploadImage', { ImageType: 'default', Title: 'old' })
  const UpdateContent = JSON.stringify([{ ImageId, Title: 'new', CateId: '8130876' }])

  await call('UpdateImageInfos', { UpdateContent })
  await call('DeleteImage', { DeleteImageType: 'ImageId', ImageIds: String(ImageId) })

  const [event, ...others] = (await received()).map((text) => JSON.parse(text))
  expect(others).toEqual([])
  expect(event).toMatchObject({
    MediaId: ImageId,
    MediaType: 'image',
    OperateMode: 'update',
    MediaContent: {
      Title: '{"OldValue":"old","NewValue":"new"}',
      CateId: '{"NewValue":8130876}',
    },
  })
})
