import { readFile } from 'node:fs/promises'
import { describe, expect } from 'vitest'
import { uploadClient, watch } from '../../clients/ali-oss.ts'
import { decodeUpload, type Upload } from '../../clients/decode.ts'
import { rpcDrivers } from '../../clients/index.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { needs, needsEmulator, test } from '../../setup/fixtures.ts'
import { startReceiver } from '../../setup/receiver.ts'

const partSize = 102_400

/** A film whose file has room for several parts: what follows its boxes is a free one. */
async function film(): Promise<Buffer> {
  const boxes = await readFile(new URL('../../../fixtures/media/moov-first.mp4', import.meta.url))
  const free = Buffer.alloc(3 * partSize)
  free.writeUInt32BE(free.length)
  free.write('free', 4)
  return Buffer.concat([boxes, free])
}

const clientFor = (upload: Upload) =>
  uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })

/** Uploads in parts, one at a time, and breaks off after the first. @returns what an application goes on from */
async function brokenOff(upload: Upload, file: Buffer) {
  let kept = ''
  const broken = clientFor(upload).multipartUpload(upload.address.FileName, file, {
    partSize,
    parallel: 1,
    progress: (_, checkpoint) => {
      kept = JSON.stringify({ ...checkpoint, file: undefined })
      if (checkpoint?.doneParts.length === 1) throw new Error('broken off')
    },
  })
  await expect(broken).rejects.toThrow('broken off')
  return { ...JSON.parse(kept), file }
}

describe.each(rpcDrivers)('a video from its creation to its end, by $name', (driver) => {
  test('is uploaded, told of, played, found, changed, replaced and deleted', async ({
    target,
    skip,
  }) => {
    needsEmulator(skip)
    const { clock } = needs(target, 'clock', skip)
    await using receiver = await startReceiver()
    const call = (action: string, parameters: Readonly<Record<string, string>>) =>
      succeeded(driver.call(target, action, parameters))
    await call('SetMessageCallback', { CallbackURL: receiver.origin, EventTypeList: 'ALL' })
    let seen = 0
    const newEvents = async () => {
      await clock.advance(0)
      const events = receiver.received.slice(seen)
      seen = receiver.received.length
      return events.map(({ body }) => body)
    }
    const file = await film()

    // Create it, and begin to upload its file.
    const Title = `a film by ${driver.name}`
    const ReferenceId = `film-${driver.name.replaceAll(/[^a-z0-9]/gi, '-')}-${Date.now()}`
    const created = await call('CreateUploadVideo', { FileName: 'film.MP4', Title, ReferenceId })
    const VideoId = String(created.VideoId)
    const upload = decodeUpload(created)
    expect(upload.address.FileName).toMatch(/^sv\/([0-9a-f]{8}-[0-9a-f]{11})\/\1\.mp4$/)
    const checkpoint = await brokenOff(upload, file)
    const common = { VideoId, Status: 'success' }
    expect(await newEvents()).toMatchObject([
      { EventType: 'MediaBaseChangeComplete', MediaId: VideoId, OperateMode: 'create' },
    ])

    // The credential ends; a new one finishes the same upload.
    await clock.advance(3001)
    await expect(clientFor(upload).put(upload.address.FileName, file)).rejects.toMatchObject({
      code: 'SecurityTokenExpired',
    })
    const refreshed = await call('RefreshUploadVideo', { ReferenceId })
    expect(refreshed.VideoId).toBe(VideoId)
    const again = decodeUpload(refreshed)
    expect(again.address).toEqual(upload.address)
    const client = clientFor(again)
    const sent = watch(client)
    await client.multipartUpload(again.address.FileName, file, { checkpoint })
    expect(sent.some((request) => /\bpartNumber=1\b/.test(request))).toBe(false)

    const uploaded = [
      { ...common, EventType: 'FileUploadComplete', Size: file.length },
      { ...common, EventType: 'VideoAnalysisComplete', Duration: '2', Size: String(file.length) },
    ]
    expect(await newEvents()).toMatchObject(uploaded)

    // Ask for it, play it, and find it.
    const info = async () => (await call('GetVideoInfo', { VideoId })).Video as Body
    expect(await info()).toMatchObject({ Title, Status: 'Normal', Size: file.length, Duration: 2 })
    const { PlayInfoList } = await call('GetPlayInfo', { VideoId })
    const [stream] = (PlayInfoList as { readonly PlayInfo: readonly Body[] }).PlayInfo
    expect(stream).toMatchObject({ JobId: `${VideoId}02`, Format: 'mp4', Definition: 'OD' })
    const played = await fetch(String(stream?.PlayURL), { headers: { range: 'bytes=0-9' } })
    expect(played.status).toBe(206)
    expect(Buffer.from(await played.arrayBuffer())).toEqual(file.subarray(0, 10))
    const found = async (title: string) => {
      const search = { SearchType: 'video', Match: `Title = "${title}"`, Fields: 'Title' }
      return (await call('SearchMedia', search)).MediaList
    }
    expect(await found(Title)).toMatchObject([{ MediaId: VideoId, Video: { VideoId, Title } }])

    // Change it.
    const renamed = `renamed by ${driver.name}`
    await call('UpdateVideoInfo', { VideoId, Title: renamed })
    expect(await newEvents()).toMatchObject([
      {
        EventType: 'MediaBaseChangeComplete',
        OperateMode: 'update',
        MediaContent: { Title: JSON.stringify({ OldValue: Title, NewValue: renamed }) },
      },
    ])
    expect(await found(renamed)).toHaveLength(1)

    // Replace its file: everything comes again.
    const { CreationTime } = await info()
    const third = decodeUpload(await call('RefreshUploadVideo', { VideoId }))
    await clientFor(third).put(third.address.FileName, file.subarray(0, -partSize))
    const [first, second] = await newEvents()
    expect(first).toMatchObject({ ...uploaded[0], Size: file.length - partSize })
    expect(second).toMatchObject({ EventType: 'VideoAnalysisComplete', VideoId })
    expect(await info()).toMatchObject({ CreationTime, Size: file.length - partSize })

    // Delete it.
    await call('DeleteVideo', { VideoIds: VideoId })
    expect((await newEvents()).map(({ EventType }) => EventType).sort()).toEqual([
      'DeleteMediaComplete',
      'MediaBaseChangeComplete',
    ])
    expect((await fetch(String(stream?.PlayURL))).status).toBe(404)
    expect(await found(renamed)).toEqual([])
    expect(await driver.call(target, 'GetVideoInfo', { VideoId })).toMatchObject({
      ok: false,
      code: 'InvalidVideo.NotFound',
    })
  })
})
