import { randomUUID } from 'node:crypto'
import { describe, expect } from 'vitest'
import { accountClient } from '../../clients/ali-oss.ts'
import { can, needs } from '../../setup/fixtures.ts'
import { test as base, type Parameters } from './video-fixtures.ts'

const old = {
  Title: 'old title',
  Description: 'old description',
  Tags: 'old',
  CateId: '12984346',
  CoverURL: 'CoverURL',
  UserData: '{"Extend":"old"}',
}

const time = expect.any(String)

const test = base.extend(
  'update',
  ({ tried }) =>
    (...items: readonly object[]) =>
      tried('UpdateVideoInfos', { UpdateContent: JSON.stringify(items) }),
)

describe('UpdateVideoInfo', () => {
  test('changes what is sent, and nothing else', async ({ start, call, info, target, skip }) => {
    const { clock } = needs(target, 'clock', skip)
    const { videoId: VideoId } = await start(old)
    const before = await info(VideoId)
    await clock.advance(2)

    await call('UpdateVideoInfo', { VideoId, Title: 'new title', Tags: '', CateId: '-1' })
    const titled = await info(VideoId)
    const changes = {
      Title: 'newer',
      Description: 'new description',
      Tags: 'one, two',
      CateId: '8130876',
      CoverURL: 'http192.168.0.1',
      UserData: '{"Extend":"new"}',
    }
    await call('UpdateVideoInfo', { VideoId, ...changes })

    expect(titled).toEqual({ ...before, Title: 'new title', ModificationTime: time })
    expect(titled.ModificationTime).not.toBe(before.ModificationTime)
    expect(titled.CreationTime).toBe(before.CreationTime)
    expect(await info(VideoId)).toEqual({
      ...before,
      ...changes,
      Tags: 'one,two',
      CateId: 8_130_876,
      CateName: expect.any(String),
      ModificationTime: time,
    })
  })

  test('changes nothing where nothing is sent', async ({ start, call, info }) => {
    const { videoId: VideoId } = await start(old)
    const before = await info(VideoId)

    expect(await call('UpdateVideoInfo', { VideoId })).toEqual({ RequestId: expect.any(String) })

    expect(await info(VideoId)).toEqual(before)
  })

  test('finds a video by its ReferenceId', async ({ start, call, info, tried }) => {
    const ReferenceId = randomUUID()
    const { videoId } = await start({ ...old, ReferenceId })

    await call('UpdateVideoInfo', { ReferenceId, Title: 'new' })

    expect(await info(videoId)).toMatchObject({ Title: 'new', Description: old.Description })
    for (const nobody of [{ VideoId: 'nobody' }, { ReferenceId: 'nobody' }])
      expect(await tried('UpdateVideoInfo', { ...nobody, Title: 'x' })).toMatchObject({
        code: 'InvalidVideo.NotFound',
        status: 404,
      })
  })

  test.for<readonly [string, Parameters, string]>([
    ['a title of 129 bytes', { Title: '中'.repeat(43) }, 'LengthExceededMax'],
    ['a description of 1,025 bytes', { Description: 'x'.repeat(1025) }, 'LengthExceededMax'],
    ['a tag of 33 bytes', { Tags: '中'.repeat(11) }, 'LengthExceededMax'],
    ['17 tags', { Tags: 'a,'.repeat(17) }, 'TagsExceededMax'],
    ['a category that there is not', { CateId: '4711' }, 'InvalidCateId.NotFound'],
    ['UserData that is no object', { UserData: '[]' }, 'InvalidParameter'],
  ])('refuses %s, and changes nothing', async ([, wrong, code], { start, tried, info }) => {
    const { videoId: VideoId } = await start(old)
    const before = await info(VideoId)

    const answer = await tried('UpdateVideoInfo', { VideoId, Title: 'x', ...wrong })

    expect(answer).toMatchObject({ ok: false, code })
    expect(await info(VideoId)).toEqual(before)
  })

  test('keeps changes of different members at the same time', async ({ start, call, info }) => {
    const { videoId: VideoId } = await start(old)
    const changes = [{ Title: 'by one' }, { Description: 'by another' }, { Tags: 'third' }]

    await Promise.all(changes.map((change) => call('UpdateVideoInfo', { VideoId, ...change })))

    expect(await info(VideoId)).toMatchObject(Object.assign({}, ...changes))
  })
})

describe('UpdateVideoInfos', () => {
  test('changes videos by id and by reference, and names the others', async ({
    start,
    update,
    info,
  }) => {
    const ReferenceId = randomUUID()
    const { videoId: one } = await start(old)
    const { videoId: other } = await start({ ...old, ReferenceId })

    const answer = await update(
      { VideoId: one, Title: 'first', CateId: '8130876' },
      { VideoId: 'nobody', Title: 'x' },
      { ReferenceId, Title: 'by reference', CoverURL: 'new' },
      { ReferenceId: 'nobody either', Title: 'x' },
      { VideoId: one, Title: 'last' },
      { VideoId: 'nobody', Tags: 'x' },
    )

    expect(answer).toMatchObject({
      ok: true,
      body: {
        NonExistVideoIds: ['nobody'],
        NonExistReferenceIds: ['nobody either'],
        ForbiddenVideoIds: [],
      },
    })
    expect(await info(one)).toMatchObject({
      Title: 'last',
      CateId: 8_130_876,
      CoverURL: 'CoverURL',
    })
    expect(await info(other)).toMatchObject({ Title: 'by reference', CoverURL: 'new', Tags: 'old' })
  })

  test('one wrong item refuses the whole call', async ({ start, update, info }) => {
    const { videoId: VideoId } = await start(old)
    const right = { VideoId, Title: 'changed' }

    const refused = [
      await update(right, { VideoId, CateId: 4711 }),
      await update(right, { VideoId, Tags: '中'.repeat(11) }),
      await update(right, { Title: 'of nobody' }),
      await update(...Array.from({ length: 21 }, () => right)),
    ]

    expect(refused.map((answer) => (answer.ok ? 'accepted' : answer.code))).toEqual([
      'InvalidCateId.NotFound',
      'LengthExceededMax',
      'InvalidParameter',
      'CountExceededMax',
    ])
    expect(await info(VideoId)).toMatchObject({ Title: 'old title' })
  })
})

describe('DeleteVideo', () => {
  test('deletes videos with their files, and names those that there are not', async ({
    target,
    start,
    call,
    tried,
  }) => {
    const { videoId, address, put } = await start()
    const { videoId: other } = await start()
    await put()

    const answer = await call('DeleteVideo', { VideoIds: `${videoId},nobody, ${other},${videoId}` })

    expect(answer).toEqual({
      RequestId: expect.any(String),
      NonExistVideoIds: ['nobody'],
      NonExistReferenceIds: [],
      ForbiddenVideoIds: [],
    })
    const gone = { ok: false, code: 'InvalidVideo.NotFound', status: 404 }
    for (const [action, name] of [
      ['GetVideoInfo', 'VideoId'],
      ['RefreshUploadVideo', 'VideoId'],
      ['GetVideoInfos', 'VideoIds'],
      ['DeleteVideo', 'VideoIds'],
    ] as const)
      expect(await tried(action, { [name]: videoId })).toMatchObject(gone)
    if (can(target, 'bucket')) {
      const own = accountClient(target, { addressing: 'ip', region: `oss-${target.region}` })
      await expect(own.head(address.FileName)).rejects.toMatchObject({ status: 404 })
    }
  })

  test('frees the ReferenceId', async ({ start, call, tried, info }) => {
    const ReferenceId = randomUUID()
    await start({ ReferenceId })

    const answer = await call('DeleteVideo', { ReferenceIds: `${ReferenceId},nobody` })
    const { videoId } = await start({ ReferenceId })

    expect(answer).toMatchObject({ NonExistVideoIds: [], NonExistReferenceIds: ['nobody'] })
    expect(await info(videoId)).toMatchObject({ ReferenceId })
    expect(await tried('DeleteVideo', { ReferenceIds: 'nobody' })).toMatchObject({
      code: 'InvalidVideo.NotFound',
    })
  })

  test('aborts an unfinished multipart upload', async ({ start, call }) => {
    const { videoId, address, client } = await start()
    const { uploadId } = await client.initMultipartUpload(address.FileName)

    await call('DeleteVideo', { VideoIds: videoId })

    await expect(client.listParts(address.FileName, uploadId)).rejects.toMatchObject({
      code: 'NoSuchUpload',
    })
  })

  test('of two at the same time, one deletes', async ({ start, tried }) => {
    const { videoId: VideoIds } = await start()

    const answers = await Promise.all([1, 2].map(() => tried('DeleteVideo', { VideoIds })))

    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('deletes nothing where there are too many', async ({ start, tried, info }) => {
    const { videoId } = await start()
    const VideoIds = [videoId, ...Array.from({ length: 20 }, (_, i) => `nobody-${i}`)].join()

    expect(await tried('DeleteVideo', { VideoIds })).toMatchObject({
      code: 'VideoIdsExceededMax',
      status: 400,
    })
    expect(await info(videoId)).toMatchObject({ VideoId: videoId })
  })
})
