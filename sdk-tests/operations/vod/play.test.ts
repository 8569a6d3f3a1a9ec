import { readFile } from 'node:fs/promises'
import { describe, expect } from 'vitest'
import type { Target } from '#contracts/target.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { send } from '../../clients/raw.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { bytes } from '../../setup/bytes.ts'
import { test as base, needs, needsEmulator } from '../../setup/fixtures.ts'
import { startEmulatorTarget } from '../../setup/target.ts'
import { putFile, startVideo, uploadVideo } from './video-chain.ts'

type Parameters = Readonly<Record<string, string>>

const answered = (target: Target, action: string, parameters: Parameters) =>
  openapiCore.call(target, action, parameters)

const test = base.extend(
  'call',
  ({ target }) =>
    (action: string, parameters: Parameters): Promise<Body> =>
      succeeded(answered(target, action, parameters)),
)

const file = bytes(1000)

interface Stream {
  readonly PlayURL: string
}

/** What GetPlayInfo answers, and its one stream. */
async function played(target: Target, parameters: Parameters) {
  const { VideoBase, PlayInfoList } = await succeeded(answered(target, 'GetPlayInfo', parameters))
  const { PlayInfo } = PlayInfoList as { readonly PlayInfo: readonly Stream[] }
  const [stream] = PlayInfo
  if (PlayInfo.length !== 1 || !stream) return expect.unreachable('one stream is expected')
  return { base: VideoBase as Body, stream }
}

const calling = (target: Target) => (action: string, parameters: Parameters) =>
  answered(target, action, parameters)

describe('GetPlayInfo', () => {
  test('answers a URL that plays the uploaded file, whole and in ranges', async ({ target }) => {
    const { videoId } = await uploadVideo(calling(target), file)

    const { stream } = await played(target, { VideoId: videoId })

    const whole = await fetch(stream.PlayURL)
    expect(whole.status).toBe(200)
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(file)
    const part = await fetch(stream.PlayURL, { headers: { range: 'bytes=10-19' } })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe('bytes 10-19/1000')
    expect(Buffer.from(await part.arrayBuffer())).toEqual(file.subarray(10, 20))
  })

  test('tells what the bytes of a film are, and finds it by its codec', async ({
    target,
    skip,
  }) => {
    const { clock } = needs(target, 'clock', skip)
    const film = await readFile('fixtures/media/moov-last.mp4')
    const { videoId } = await uploadVideo(calling(target), film)
    await clock.advance(1)

    const { base, stream } = await played(target, { VideoId: videoId, CodecName: 'H264' })

    expect(base).toMatchObject({ Duration: '2.0' })
    expect((await fetch(String(base.CoverURL))).headers.get('content-type')).toMatch(/^image\//)
    expect(stream).toMatchObject({ Duration: '2.0', Fps: '10', Width: 160, Height: 90 })
    const CodecName = 'H265'
    expect(await answered(target, 'GetPlayInfo', { VideoId: videoId, CodecName })).toMatchObject({
      code: 'InvalidVideo.NoneStream',
    })
  })

  test('tells members in the order of the service', async ({ target }) => {
    const { videoId } = await uploadVideo(calling(target), file, { CoverURL: 'CoverURL' })

    const { base, stream } = await played(target, { VideoId: videoId })

    expect(Object.keys(base).join(' ')).toBe(
      'Status VideoId TranscodeMode CreationTime Title MediaType CoverURL Duration OutputType',
    )
    expect(base).toMatchObject({
      Status: 'Normal',
      VideoId: videoId,
      TranscodeMode: 'NoTranscode',
      Title: 'a title',
      MediaType: 'video',
      CoverURL: 'CoverURL',
    })
    expect(Object.keys(stream).join(' ')).toMatch(
      /^Status StreamType Size Definition Fps Duration ModificationTime Specification Bitrate Encrypt Format PlayURL NarrowBandType CreationTime(?: Height Width)? JobId$/,
    )
    expect(stream).toMatchObject({
      Size: 1000,
      Definition: 'OD',
      Encrypt: 0,
      Format: 'mp4',
      NarrowBandType: '0',
      ModificationTime: base.CreationTime,
      JobId: `${videoId}02`,
    })
  })

  test('finds a video by its reference, and by its id before that', async ({ target, call }) => {
    const ReferenceId = `reference-${Date.now()}`
    const { videoId } = await uploadVideo(calling(target), file, { ReferenceId })
    const other = await uploadVideo(calling(target), file)

    expect((await played(target, { ReferenceId })).base).toMatchObject({ VideoId: videoId })
    expect(await call('GetPlayInfo', { VideoId: other.videoId, ReferenceId })).toMatchObject({
      VideoBase: { VideoId: other.videoId },
    })
  })

  test('answers nothing before the upload, and the new file after another one', async ({
    target,
  }) => {
    const { videoId, upload } = await startVideo(calling(target))
    expect(await answered(target, 'GetPlayInfo', { VideoId: videoId })).toMatchObject({
      code: 'InvalidVideo.NoneStream',
    })

    await putFile(upload, file)
    await putFile(upload, file.subarray(1))

    const { stream } = await played(target, { VideoId: videoId })
    expect(stream).toMatchObject({ Size: 999 })
    expect((await (await fetch(stream.PlayURL)).arrayBuffer()).byteLength).toBe(999)
  })

  test('takes what players send besides', async ({ target }) => {
    const { videoId } = await uploadVideo(calling(target), file)
    const besides = {
      Formats: '',
      AuthTimeout: '7200',
      Rand: 'undefined',
      StreamType: 'video',
      PlayerVersion: '2.37.7',
      Channel: 'HTML5',
    }

    expect((await played(target, { VideoId: videoId, ...besides })).stream).toBeDefined()
  })
})

test('a video that was blocked in its review is told so, and cannot be played', async ({
  target,
  call,
  skip,
}) => {
  const { clock } = needs(target, 'clock', skip)
  const film = await readFile('fixtures/media/moov-last.mp4')
  const UserData = '{"VodEmulator":{"Outcome":"Blocked"}}'
  const { videoId } = await uploadVideo(calling(target), film, { UserData })
  await clock.advance(1)

  expect(await call('GetVideoInfo', { VideoId: videoId })).toMatchObject({
    Video: { Status: 'Blocked', AuditStatus: 'Blocked' },
  })
  expect(await answered(target, 'GetPlayInfo', { VideoId: videoId })).toMatchObject({
    code: 'Forbidden.IllegalStatus',
    message: 'Currently Video Status is Blocked and AuditStatus is Blocked.',
  })
})

test('a video that passed its review is told so, and is played', async ({ skip }) => {
  needsEmulator(skip)
  const templateGroups = [{ templateGroupId: 'reviewed', review: true }]
  const accounts = {
    '1234567890123456': { templateGroups, keys: [{ id: 'id', secret: 'secret' }] },
  }
  await using target = await startEmulatorTarget({ seed: { accounts } })
  const film = await readFile('fixtures/media/film.mov')
  const parameters = { FileName: 'film.mov', TemplateGroupId: 'reviewed' }
  const { videoId } = await uploadVideo(calling(target), film, parameters)
  await target.clock.advance(1)

  const { Video } = await succeeded(answered(target, 'GetVideoInfo', { VideoId: videoId }))

  expect(Video).toMatchObject({ Status: 'Normal', AuditStatus: 'Normal' })
  expect((await played(target, { VideoId: videoId })).stream).toMatchObject({ Format: 'mov' })
})

describe('a PlayURL on CDN domains', () => {
  const key = 'vodEmulatorKey2024'
  const cdnDomains = [`first.example.com:${key}`, 'last.example.com']

  /** Asks the port of an emulator for a URL on a domain, by the Host header. */
  function read({ rpc }: Target, url: string, headers: Parameters = {}) {
    const { host, pathname, search } = new URL(url)
    return send(`${rpc.protocol}://${rpc.host}${pathname}${search}`, {
      headers: { host, ...headers },
    })
  }

  test('is on the last one, or on the one that PlayConfig names, and plays there', async ({
    skip,
  }) => {
    needsEmulator(skip)
    await using target = await startEmulatorTarget({ cdnDomains })
    const { videoId } = await uploadVideo(calling(target), file)
    const urlWith = async (parameters: Parameters = {}) =>
      (await played(target, { VideoId: videoId, ...parameters })).stream.PlayURL
    const on = (PlayDomain: string) => ({ PlayConfig: JSON.stringify({ PlayDomain }) })

    const [last, first, unknown] = [
      await urlWith(),
      await urlWith(on('first.example.com')),
      await urlWith(on('nobody.example.com')),
    ]

    expect(last).toMatch(/^http:\/\/last\.example\.com\/[^?]+$/)
    expect(first).toMatch(/^http:\/\/first\.example\.com\/.+\?auth_key=\d{10}-[0-9a-f]{32}-0-/)
    expect(unknown).toBe(last)
    for (const url of [last, first]) {
      expect(await read(target, url)).toMatchObject({ status: 200, text: file.toString() })
      expect(await read(target, url, { range: 'bytes=0-1' })).toMatchObject({ status: 206 })
    }
    expect((await read(target, first.replace(/\?.*/, ''))).status).toBe(403)
    const { base } = await played(target, { VideoId: videoId, OutputType: 'oss' })
    expect(base).toMatchObject({ OutputType: 'oss' })
  })

  test('is signed with the uid and the rand of ReAuthInfo', async ({ skip }) => {
    needsEmulator(skip)
    await using target = await startEmulatorTarget({ cdnDomains: [`first.example.com:${key}`] })
    const { videoId } = await uploadVideo(calling(target), file)
    const ReAuthInfo = '{"uid":"12345","rand":"abckljd"}'

    const { base, stream } = await played(target, { VideoId: videoId, ReAuthInfo })

    expect(stream.PlayURL).toMatch(/\?auth_key=\d{10}-abckljd-12345-[0-9a-f]{32}$/)
    expect((await read(target, stream.PlayURL)).status).toBe(200)
    expect((await read(target, stream.PlayURL.replace('12345', '12346'))).status).toBe(403)
    expect(base).toMatchObject({ OutputType: 'cdn' })
  })
})

describe('the life of a PlayURL of OSS', () => {
  test.for([
    { edition: '2021', asked: undefined, life: 3600 },
    { edition: '2021', asked: '9000000', life: 2_592_000 },
    { edition: 'latest', asked: '9000000', life: 604_800 },
    { edition: 'latest', asked: '60', life: 60 },
  ] as const)(
    'is $life s in edition $edition for $asked',
    async ({ edition, asked, life }, { skip }) => {
      needsEmulator(skip)
      await using target = await startEmulatorTarget({ edition, freezeClock: true })
      const { videoId } = await uploadVideo(calling(target), file)

      const parameters = { VideoId: videoId, ...(asked && { AuthTimeout: asked }) }
      const { stream } = await played(target, parameters)

      const expires = Number(new URL(stream.PlayURL).searchParams.get('Expires'))
      expect(expires * 1000 - (await target.clock.now()).getTime()).toBeCloseTo(life * 1000, -4)
      await target.clock.advance(life - 1)
      expect((await fetch(stream.PlayURL)).status).toBe(200)
      await target.clock.advance(2)
      expect((await fetch(stream.PlayURL)).status).toBe(403)
    },
  )
})
