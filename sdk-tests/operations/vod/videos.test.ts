import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { startEmulator } from '#emulator/index.ts'
import { rpcDrivers } from '../../clients/index.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { targetAt } from '../../faults/kills/process.ts'
import { needsEmulator } from '../../setup/fixtures.ts'
import { file, type Parameters, startVideo, test } from './video-fixtures.ts'

const everything = {
  FileName: 'D:\\video.MP4',
  Title: 'a title',
  Description: 'a description',
  Tags: 'one , two',
  CateId: '12984346',
  CoverURL: 'https://example.com/cover.jpg',
  FileSize: '12345',
  UserData: '{"Extend":{"localId":"xxx"}}',
}

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
const order =
  'Status Description VideoId Size Title ModificationTime CateName CateId AuditStatus AppId CreationTime CoverURL RegionId StorageLocation Snapshots Tags TemplateGroupId DownloadSwitch ReferenceId StorageClass UserData'

describe('GetVideoInfo', () => {
  test('tells a video as it was created, and its file once it is uploaded', async ({
    target,
    start,
    info,
  }) => {
    const ReferenceId = randomUUID()
    const { videoId, put } = await start({ ...everything, ReferenceId })
    const before = await info(videoId)
    await put()
    const after = await info(videoId)

    expect(Object.keys(before).join(' ')).toBe(order)
    expect(before).toEqual({
      Status: 'Uploading',
      Description: 'a description',
      VideoId: videoId,
      Size: 12_345,
      Title: 'a title',
      ModificationTime: time,
      CateName: expect.any(String),
      CateId: 12_984_346,
      AuditStatus: 'Init',
      AppId: 'app-1000000',
      CreationTime: time,
      CoverURL: everything.CoverURL,
      RegionId: target.region,
      StorageLocation: expect.stringMatching(/\.oss-[a-z0-9-]+\.aliyuncs\.com$/),
      Snapshots: { Snapshot: [] },
      Tags: 'one,two',
      TemplateGroupId: 'VOD_NO_TRANSCODE',
      DownloadSwitch: 'on',
      ReferenceId,
      StorageClass: 'Standard',
      UserData: everything.UserData,
    })
    expect(after).toEqual({
      ...before,
      Status: 'Normal',
      Size: file.length,
      ModificationTime: time,
    })
  })

  test('tells nothing of what is not set', async ({ call }) => {
    const { VideoId } = await call('CreateUploadVideo', { FileName: 'a.mp3', Title: 'an audio' })

    const { Video } = await call('GetVideoInfo', { VideoId: String(VideoId) })

    expect(Object.keys(Object(Video)).join(' ')).toBe(
      'Status VideoId Title ModificationTime AuditStatus AppId CreationTime RegionId StorageLocation Snapshots DownloadSwitch StorageClass',
    )
  })

  test('finds a video by its ReferenceId, but by VideoId if both are sent', async ({
    start,
    tried,
  }) => {
    const ReferenceId = randomUUID()
    const { videoId } = await start({ ReferenceId })
    const { videoId: other } = await start()
    const found = async (parameters: Record<string, string>) => {
      const answer = await tried('GetVideoInfo', parameters)
      return answer.ok ? Object(answer.body.Video).VideoId : answer.code
    }

    expect(await found({ ReferenceId })).toBe(videoId)
    expect(await found({ VideoId: other, ReferenceId })).toBe(other)
    expect(await found({ VideoId: 'nobody', ReferenceId })).toBe('InvalidVideo.NotFound')
    expect(await found({})).toBe('MissingParameter')
  })

  test('knows no auxiliary media and no image', async ({ call, tried }) => {
    const { MediaId } = await call('CreateUploadAttachedMedia', { BusinessType: 'watermark' })
    const { ImageId } = await call('CreateUploadImage', { ImageType: 'default' })

    for (const id of [MediaId, ImageId])
      for (const [action, name] of [
        ['GetVideoInfo', 'VideoId'],
        ['GetVideoInfos', 'VideoIds'],
        ['UpdateVideoInfo', 'VideoId'],
        ['DeleteVideo', 'VideoIds'],
      ] as const)
        expect(await tried(action, { [name]: String(id) })).toMatchObject({
          ok: false,
          code: 'InvalidVideo.NotFound',
          status: 404,
        })
  })

  test('tells the category by its name of today, and none that was deleted', async ({
    call,
    start,
    info,
  }) => {
    const { Category } = await call('AddCategory', { CateName: 'old name' })
    const CateId = String(Object(Category).CateId)
    const { videoId } = await start({ CateId })

    await call('UpdateCategory', { CateId, CateName: 'new name' })
    const renamed = await info(videoId)
    await call('DeleteCategory', { CateId })
    const deleted = await info(videoId)

    expect(renamed).toMatchObject({ CateId: Number(CateId), CateName: 'new name' })
    expect(deleted).not.toHaveProperty('CateId')
    expect(deleted).not.toHaveProperty('CateName')
  })
})

describe('the file and the life of a video', () => {
  const film = readFileSync(new URL('../../../fixtures/media/moov-first.mp4', import.meta.url))
  const course = (TemplateGroupId: string) => ({ TemplateGroupId })
  const outcome = (Outcome: string) => ({ UserData: JSON.stringify({ VodEmulator: { Outcome } }) })

  test.for<readonly [string, Parameters, Body]>([
    ['analysed alone', {}, { Status: 'Normal', AuditStatus: 'Init', Duration: 2 }],
    ['reviewed', course('reviewed'), { Status: 'Normal', AuditStatus: 'Normal' }],
    ['blocked', outcome('Blocked'), { Status: 'Blocked', AuditStatus: 'Blocked' }],
    ['not transcoded', outcome('TranscodeFail'), { Status: 'TranscodeFail', AuditStatus: 'Init' }],
  ])('are told where it is %s', async ([, parameters, told], { skip }) => {
    needsEmulator(skip)
    const templateGroups = [{ templateGroupId: 'reviewed', review: true }]
    const seed = { accounts: { '1': { templateGroups } } }
    await using vod = await startEmulator({ port: 0, accountId: '1', seed })
    const target = await targetAt(vod.url)
    const { videoId: VideoId, put } = await startVideo(target, {
      TemplateGroupId: '',
      ...parameters,
    })
    await put(film)
    await vod.clock.advance(0)

    const { Video } = await succeeded(openapiCore.call(target, 'GetVideoInfo', { VideoId }))

    expect(Video).toMatchObject({ Size: film.length, Duration: expect.any(Number), ...told })
  })
})

describe('GetVideoInfos', () => {
  test('tells videos in the order of the request, and names the others', async ({
    start,
    call,
    info,
  }) => {
    const [first, second] = [await start(everything), await start()]
    const [one, other] = [first.videoId, second.videoId]

    const answer = await call('GetVideoInfos', { VideoIds: `${other}, nobody,${one},,${other}` })

    const { AuditStatus: _, RegionId: __, Snapshots: ___, ...members } = await info(one)
    expect(answer).toEqual({
      RequestId: expect.any(String),
      VideoList: [
        expect.objectContaining({ VideoId: other }),
        // In a plain list here, in an object of GetVideoInfo.
        { ...members, Snapshots: [] },
      ],
      NonExistVideoIds: ['nobody'],
      NonExistReferenceIds: [],
    })
  })

  test('tells videos by ReferenceIds, unless VideoIds are sent', async ({ start, call }) => {
    const ReferenceId = randomUUID()
    const { videoId } = await start({ ReferenceId })
    const { videoId: other } = await start()

    const byReference = await call('GetVideoInfos', { ReferenceIds: `nobody,${ReferenceId}` })
    const both = await call('GetVideoInfos', { VideoIds: other, ReferenceIds: ReferenceId })

    expect(byReference).toMatchObject({
      VideoList: [{ VideoId: videoId, ReferenceId }],
      NonExistVideoIds: [],
      NonExistReferenceIds: ['nobody'],
    })
    expect(both).toMatchObject({ VideoList: [{ VideoId: other }], NonExistReferenceIds: [] })
  })

  test('takes twenty ids', async ({ start, tried }) => {
    const { videoId } = await start()
    const ids = (count: number) =>
      [videoId, ...Array.from({ length: count - 1 }, (_, i) => `nobody-${i}`)].join()

    expect(await tried('GetVideoInfos', { VideoIds: ids(20) })).toMatchObject({ ok: true })
    for (const name of ['VideoIds', 'ReferenceIds'])
      expect(await tried('GetVideoInfos', { [name]: ids(21) })).toMatchObject({
        code: 'VideoIdsExceededMax',
        status: 400,
      })
  })
})

describe.each(rpcDrivers)('through $name', (driver) => {
  test('the three operations tell a video alike, each in its own form', async ({
    target,
    start,
  }) => {
    const ReferenceId = randomUUID()
    const { videoId } = await start({ ...everything, ReferenceId })
    const ask = (action: string, parameters: Record<string, string>) =>
      succeeded(driver.call(target, action, parameters))

    const { Video } = await ask('GetVideoInfo', { VideoId: videoId })
    const infos = await ask('GetVideoInfos', { VideoIds: videoId })
    const list = await ask('GetVideoList', { ReferenceIds: ReferenceId })

    const { AuditStatus: _, RegionId: __, ...shared } = Video as Body
    expect(infos.VideoList).toEqual([{ ...shared, Snapshots: [] }])
    const { TemplateGroupId: ___, DownloadSwitch: ____, ...listed } = shared
    expect(list).toMatchObject({ Total: 1, VideoList: { Video: [listed] } })
    expect(Object.keys(Object(list.VideoList).Video[0])).toEqual(Object.keys(listed))
  })
})
