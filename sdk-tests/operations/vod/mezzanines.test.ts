import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { describe, expect } from 'vitest'
import type { Target } from '#contracts/target.ts'
import { uploadClient } from '../../clients/ali-oss.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { send } from '../../clients/raw.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { bytes } from '../../setup/bytes.ts'
import { needs, needsEmulator, test } from '../../setup/fixtures.ts'
import { startEmulatorTarget } from '../../setup/target.ts'
import { putFile, startVideo, uploadVideo } from './video-chain.ts'

type Parameters = Readonly<Record<string, string>>

const calling = (target: Target) => (action: string, parameters: Parameters) =>
  openapiCore.call(target, action, parameters)

const answer = (target: Target, action: string, parameters: Parameters): Promise<Body> =>
  succeeded(openapiCore.call(target, action, parameters))

async function mezzanine(target: Target, videoId: string, parameters: Parameters = {}) {
  const asked = { VideoId: videoId, ...parameters }
  const { Mezzanine } = await answer(target, 'GetMezzanineInfo', asked)
  return Mezzanine as Body
}

const file = bytes(1000)
const FileMD5 = createHash('md5').update(file).digest('hex')

describe('GetMezzanineInfo', () => {
  test('tells of a source file from before its upload to after it', async ({ target }) => {
    const { videoId, upload } = await startVideo(calling(target))
    const before = await mezzanine(target, videoId)

    await putFile(upload, file)
    const after = await mezzanine(target, videoId)

    const FileName = upload.address.FileName.split('/').at(-1)
    expect(before).toMatchObject({ VideoId: videoId, FileName, Status: 'Uploading' })
    expect(before).not.toHaveProperty('Size')
    expect(before).not.toHaveProperty('FileMD5')
    expect(after).toMatchObject({
      VideoId: videoId,
      FileName,
      Status: 'Normal',
      Size: 1000,
      CreationTime: before.CreationTime,
      OutputType: 'oss',
      PreprocessStatus: 'UnPreprocess',
      FileMD5,
    })
    expect(after).not.toHaveProperty('VideoStreamList')
    const response = await fetch(String(after.FileURL))
    expect(Buffer.from(await response.arrayBuffer())).toEqual(file)
  })

  test('tells what the bytes of a film are, its streams in texts', async ({ target, skip }) => {
    const { clock } = needs(target, 'clock', skip)
    const film = await readFile('fixtures/media/moov-last.mp4')
    const { videoId } = await uploadVideo(calling(target), film)
    await clock.advance(1)

    const info = await mezzanine(target, videoId, { AdditionType: 'video,audio' })

    expect(info).toMatchObject({
      Size: film.length,
      Duration: '2.0000',
      Fps: '10.0000',
      Width: 160,
      Height: 90,
      VideoStreamList: [
        { Index: '0', CodecName: 'h264', Width: '160', Height: '90', Duration: '2.000000' },
      ],
      AudioStreamList: [{ Index: '1', CodecName: 'aac', Channels: '1', SampleRate: '44100' }],
    })
    expect(info.Bitrate).toMatch(/^\d+\.\d{4}$/)
  })

  test('has lists of streams only where they are asked for', async ({ target }) => {
    const { videoId } = await startVideo(calling(target))
    const listsOf = async (AdditionType: string) =>
      Object.keys(await mezzanine(target, videoId, { AdditionType })).filter((name) =>
        name.endsWith('StreamList'),
      )

    expect(await listsOf('')).toEqual([])
    expect(await listsOf('audio')).toEqual(['AudioStreamList'])
    expect(await listsOf('audio,video')).toEqual(['VideoStreamList', 'AudioStreamList'])
    expect(await mezzanine(target, videoId, { AdditionType: 'video' })).toMatchObject({
      VideoStreamList: [],
    })
  })

  test('has no MD5 of a file that was uploaded in parts', async ({ target }) => {
    const { videoId, upload } = await startVideo(calling(target))
    const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
    const partSize = 102_400
    await client.multipartUpload(upload.address.FileName, bytes(partSize + 1), { partSize })

    const info = await mezzanine(target, videoId)

    expect(info).toMatchObject({ Size: partSize + 1 })
    expect(info).not.toHaveProperty('FileMD5')
  })

  test('answers a URL that works for an hour, in OSS and on a CDN domain', async ({ skip }) => {
    needsEmulator(skip)
    const cdnDomains = ['media.example.com:vodEmulatorKey2024']
    await using target = await startEmulatorTarget({ cdnDomains, freezeClock: true })
    const { videoId } = await uploadVideo(calling(target), file)
    const read = (url: string) => {
      const { host, pathname, search } = new URL(url)
      return send(`${target.bucket.endpoint}${pathname}${search}`, { headers: { host } })
    }

    const cdn = await mezzanine(target, videoId)
    const oss = await mezzanine(target, videoId, { OutputType: 'oss' })

    expect([cdn.OutputType, oss.OutputType]).toEqual(['cdn', 'oss'])
    const urls = [String(cdn.FileURL), String(oss.FileURL)]
    expect(urls[0]).toContain('http://media.example.com/sv/')
    const statuses = () => Promise.all(urls.map(async (url) => (await read(url)).status))
    await target.clock.advance(3599)
    expect(await statuses()).toEqual([200, 200])
    await target.clock.advance(2)
    expect(await statuses()).toEqual([403, 403])
  })
})

describe('DeleteMezzanines', () => {
  const nothing = { NonExistVideoIds: [], UnRemoveableVideoIds: [], NonExistReferenceIds: [] }

  const removed = async (target: Target, parameters: Parameters) => {
    const { RequestId, ...lists } = await answer(target, 'DeleteMezzanines', parameters)
    return lists
  }

  test('keeps a source file that is played, unless it is forced', async ({ target }) => {
    const { videoId } = await uploadVideo(calling(target), file)
    const { FileURL } = await mezzanine(target, videoId)

    const kept = await removed(target, { VideoIds: videoId })
    expect(kept).toEqual({ ...nothing, UnRemoveableVideoIds: [videoId] })
    expect((await fetch(String(FileURL))).status).toBe(200)

    // As the Python SDKs write it.
    expect(await removed(target, { VideoIds: videoId, Force: 'True' })).toEqual(nothing)
    expect((await fetch(String(FileURL))).status).toBe(404)
    const ask = (action: string) => openapiCore.call(target, action, { VideoId: videoId })
    expect(await ask('GetPlayInfo')).toMatchObject({ code: 'InvalidVideo.NoneStream' })
    expect(await ask('GetMezzanineInfo')).toMatchObject({ code: 'InvalidFile.NotFound' })
    expect(await removed(target, { VideoIds: videoId, Force: 'true' })).toEqual(nothing)
  })

  test('names what is unknown, and what is not uploaded yet', async ({ target }) => {
    const { videoId } = await startVideo(calling(target))
    const ReferenceIds = 'nobody-1, nobody-2,,nobody-1'

    expect(await removed(target, { VideoIds: `${videoId},nobody`, Force: 'true' })).toEqual({
      ...nothing,
      NonExistVideoIds: ['nobody'],
      UnRemoveableVideoIds: [videoId],
    })
    expect(await removed(target, { ReferenceIds })).toEqual({
      ...nothing,
      NonExistReferenceIds: ['nobody-1', 'nobody-2'],
    })
  })

  test('refuses 21 at once, and removes none of them', async ({ target }) => {
    const { videoId } = await uploadVideo(calling(target), file)
    const VideoIds = [videoId, ...Array.from({ length: 20 }, (_, i) => `other-${i}`)].join()

    expect(
      await openapiCore.call(target, 'DeleteMezzanines', { VideoIds, Force: 'true' }),
    ).toMatchObject({ code: 'VideoIdsExceededMax', message: 'The VideoIds exceeded maximum.' })
    expect(await mezzanine(target, videoId)).toMatchObject({ Status: 'Normal' })
  })

  test('is undone by another upload, for which the video is refreshed', async ({ target }) => {
    const { videoId, upload } = await uploadVideo(calling(target), file)
    await removed(target, { VideoIds: videoId, Force: 'true' })

    await putFile(upload, file)

    expect(await mezzanine(target, videoId)).toMatchObject({ Status: 'Normal', Size: 1000 })
    expect(await openapiCore.call(target, 'GetPlayInfo', { VideoId: videoId })).toMatchObject({
      ok: true,
    })
  })

  test('sends no event', async ({ skip }) => {
    needsEmulator(skip)
    await using target = await startEmulatorTarget()
    const CallbackURL = 'http://127.0.0.1:9/'
    await answer(target, 'SetMessageCallback', { CallbackURL, EventTypeList: 'ALL' })
    const { videoId } = await uploadVideo(calling(target), file)
    const names = async () => {
      const { text } = await send(`${target.bucket.endpoint}/_emulator/events`)
      const { events } = JSON.parse(text) as { readonly events: readonly { type: string }[] }
      return events.map(({ type }) => type)
    }
    const before = await names()

    await removed(target, { VideoIds: videoId, Force: 'true' })

    expect(before).toContain('FileUploadComplete')
    expect(await names()).toEqual(before)
  })
})
