import { beforeEach, describe, expect, test } from 'vitest'
import { editions } from '#contracts/edition.ts'
import type { Input } from '#contracts/operation.ts'
import * as contract from '#contracts/vod/play.ts'
import { videoStates } from '#contracts/vod/states/index.ts'
import { memoryRecords } from '../../adapters/memory/records.ts'
import type { Records } from '../../ports/records/records.ts'
import { handlerContext } from '../../testing/handler-context.ts'
import { accountId } from '../../testing/keyring.ts'
import { mediaPorts } from '../../testing/media-services.ts'
import { sampleVideo } from '../../testing/videos.ts'
import { seed } from '../seed.ts'
import { type PlayOptions, play } from './play.ts'

const { mediaId, region } = sampleVideo

let records: Records

beforeEach(async () => {
  records = memoryRecords()
  await seed(records, { accountId, bucket: 'outin-1', region, accessKeys: [], cdnDomains: [] })
})

/** The handlers, about one video. */
async function playing(one = sampleVideo, { edition = 'latest' }: Partial<PlayOptions> = {}) {
  await records.commit([{ kind: 'media', key: mediaId, value: one }])
  const handlers = play(mediaPorts(records), { edition })
  return {
    info: (input: Input<typeof contract.GetPlayInfo> = {}) =>
      handlers.GetPlayInfo({ VideoId: mediaId, ...input }, handlerContext(contract.GetPlayInfo)),
    auth: (input: Input<typeof contract.GetVideoPlayAuth> = {}) =>
      handlers.GetVideoPlayAuth(
        { VideoId: mediaId, ...input },
        handlerContext(contract.GetVideoPlayAuth),
      ),
  }
}

const notReady = 'Forbidden.IllegalStatus'

/** What the operations answer by the state of the video, written down from what was observed of the service. */
const states = [
  { status: 'Uploading', GetPlayInfo: 'InvalidVideo.NoneStream', GetVideoPlayAuth: 'PlayAuth' },
  { status: 'UploadSucc', GetPlayInfo: notReady, GetVideoPlayAuth: notReady },
  { status: 'UploadFail', GetPlayInfo: notReady, GetVideoPlayAuth: notReady },
  { status: 'Transcoding', GetPlayInfo: notReady, GetVideoPlayAuth: notReady },
  { status: 'TranscodeFail', GetPlayInfo: notReady, GetVideoPlayAuth: notReady },
  { status: 'Checking', GetPlayInfo: notReady, GetVideoPlayAuth: notReady },
  { status: 'Blocked', GetPlayInfo: notReady, GetVideoPlayAuth: notReady },
  { status: 'Normal', GetPlayInfo: 'streams', GetVideoPlayAuth: 'PlayAuth' },
] as const

/** How a call ended: what it answered, or with which code it was refused. */
const ending = (call: Promise<unknown>, answered: string): Promise<string> =>
  call.then(
    () => answered,
    (error: { readonly code: string }) => error.code,
  )

test('every state of a video is one of those', () => {
  expect(states.map(({ status }) => status).toSorted()).toEqual([...videoStates].toSorted())
})

describe.for(states)('of a video that is $status', ({ status, GetPlayInfo, GetVideoPlayAuth }) => {
  test(`GetPlayInfo answers ${GetPlayInfo}`, async () => {
    const { info } = await playing({ ...sampleVideo, status })

    expect(await ending(info(), 'streams')).toBe(GetPlayInfo)
  })

  test(`GetVideoPlayAuth answers ${GetVideoPlayAuth}`, async () => {
    const { auth } = await playing({ ...sampleVideo, status })

    expect(await ending(auth(), 'PlayAuth')).toBe(GetVideoPlayAuth)
  })
})

test.for([
  ['Transcoding', 'Init'],
  ['Checking', 'Init'],
  ['Blocked', 'Blocked'],
] as const)('a refusal tells that the video is %s, and its review %s', async ([status, audit]) => {
  const { info, auth } = await playing({ ...sampleVideo, status })

  const message = `Currently Video Status is ${status} and AuditStatus is ${audit}.`
  await expect(info()).rejects.toMatchObject({ status: 403, message })
  await expect(auth()).rejects.toMatchObject({ status: 403, message })
})

describe('the one stream', () => {
  test('is the source file, with numbers as numbers and the others as texts', async () => {
    const { info } = await playing()

    const { VideoBase, PlayInfoList } = await info()

    expect(VideoBase).toMatchObject({ MediaType: 'video', Duration: '1.873', OutputType: 'oss' })
    expect(PlayInfoList.PlayInfo).toEqual([
      {
        Status: 'Normal',
        StreamType: 'video',
        Size: 171_464,
        Definition: 'OD',
        Fps: '23.976025',
        Duration: '1.873',
        ModificationTime: 0,
        Specification: 'Original',
        Bitrate: '732.308',
        Encrypt: 0,
        Format: 'mp4',
        PlayURL: expect.stringContaining('/outin-1/sv/a/a.mp4?Expires=3600&'),
        NarrowBandType: '0',
        CreationTime: 0,
        Height: 360,
        Width: 640,
        JobId: `${mediaId}02`,
      },
    ])
  })

  test('has a Duration of 0.0 and no more when its bytes told nothing', async () => {
    const { facts: _, duration: __, ...untold } = sampleVideo
    const { info } = await playing(untold)

    const { PlayInfoList } = await info()

    const [stream] = PlayInfoList.PlayInfo
    expect(stream).toMatchObject({ Duration: '0.0', Fps: '', Bitrate: '' })
    expect(stream).not.toHaveProperty('Width')
  })

  test.for<[what: string, filters: Input<typeof contract.GetPlayInfo>, isThere: boolean]>([
    ['its format', { Formats: ['m3u8', 'mp4'] }, true],
    ['other formats', { Formats: ['m3u8'] }, false],
    ['its definition', { Definition: ['LD', 'OD'] }, true],
    ['other definitions', { Definition: ['LD'] }, false],
    ['its type', { StreamType: ['video'] }, true],
    ['the other type', { StreamType: ['audio'] }, false],
    ['its codec, in any case', { CodecName: 'H264' }, true],
    ['another codec', { CodecName: 'h265' }, false],
    ['all results', { ResultType: 'Multiple' }, true],
  ])('is there for %s: %j', async ([, filters, isThere]) => {
    const { info } = await playing()

    expect(await ending(info(filters), 'streams')).toBe(
      isThere ? 'streams' : 'InvalidVideo.NoneStream',
    )
  })

  test('of an audio is one', async () => {
    const { info } = await playing({
      ...sampleVideo,
      lists: ['audio', 'GetVideoList'],
      fileName: 'a.mp3',
    })

    expect(await info({ StreamType: ['audio'], Formats: ['mp3'] })).toMatchObject({
      VideoBase: { MediaType: 'audio' },
      PlayInfoList: { PlayInfo: [{ StreamType: 'audio', Format: 'mp3' }] },
    })
  })

  test('is missed in the words of the service, with the filters of the request', async () => {
    const { info } = await playing()

    await expect(info({ Formats: ['m3u8', 'flv'], StreamType: ['audio'] })).rejects.toMatchObject({
      status: 404,
      message:
        "The video has no stream to play for the request parameter 'Formats: m3u8,flv, Definition: null, StreamType: audio'.",
    })
  })

  test('is none after the source file was deleted', async () => {
    const { info, auth } = await playing({ ...sampleVideo, isSourceDeleted: true })

    expect(await ending(info(), 'streams')).toBe('InvalidVideo.NoneStream')
    expect(await ending(auth(), 'PlayAuth')).toBe('PlayAuth')
  })

  const formats = ['mp4', 'flv', 'mp3', 'm3u8', 'webm', 'mov', 'wav']
  const played = { '2021': formats.slice(0, 4), latest: formats.slice(0, 5) }

  test.for(editions)('is of a format that plays as it is, in edition %s', async (edition) => {
    const found: string[] = []
    for (const format of formats) {
      const { info } = await playing({ ...sampleVideo, fileName: `a.${format}` }, { edition })
      if ((await ending(info(), 'streams')) === 'streams') found.push(format)
    }

    expect(found).toEqual(played[edition])
  })

  test.for([
    ['2021', 2_592_000],
    ['latest', 604_800],
  ] as const)(
    'has a URL of OSS that lives no longer than edition %s allows',
    async ([edition, life]) => {
      const { info } = await playing(sampleVideo, { edition })

      const { PlayInfoList } = await info({ AuthTimeout: 9_000_000 })

      expect(PlayInfoList.PlayInfo[0]?.PlayURL).toContain(`?Expires=${life}&`)
    },
  )
})

describe('a PlayAuth', () => {
  const decoded = ({ PlayAuth }: { readonly PlayAuth: string }) =>
    JSON.parse(Buffer.from(PlayAuth, 'base64').toString()) as Readonly<Record<string, string>>

  test('has the members of the service, in their order', async () => {
    const { auth } = await playing()

    const answer = await auth()

    const document = decoded(answer)
    expect(Object.keys(document)).toEqual([
      'SecurityToken',
      'AuthInfo',
      'VideoMeta',
      'AccessKeyId',
      'PlayDomain',
      'AccessKeySecret',
      'Region',
      'CustomerId',
    ])
    expect(document).toMatchObject({
      SecurityToken: expect.stringMatching(/^CAIS/),
      AccessKeyId: expect.stringMatching(/^STS\./),
      PlayDomain: '',
      Region: region,
      CustomerId: Number(accountId),
    })
    expect(Object.keys(document.VideoMeta ?? {})).toEqual([
      'Status',
      'VideoId',
      'Title',
      'Duration',
    ])
    expect(answer.VideoMeta).toEqual({
      Status: 'Normal',
      VideoId: mediaId,
      Title: 'a title',
      Duration: 1.873,
    })
  })

  test.for<[asked: number | undefined, life: number]>([
    [undefined, 100],
    [100, 100],
    [3000, 3000],
    [86_400, 3000],
  ])('that is asked for %s seconds lives %s', async ([AuthInfoTimeout, life]) => {
    const { auth } = await playing()

    const { AuthInfo = '' } = decoded(await auth(AuthInfoTimeout ? { AuthInfoTimeout } : {}))

    const ExpireTime = `${new Date(life * 1000).toISOString().slice(0, 19)}Z`
    expect(JSON.parse(AuthInfo)).toMatchObject({ MediaId: mediaId, ExpireTime })
  })
})
