import { readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { signingTypes } from '#contracts/cdn/signing-types.ts'
import { uploadClient } from '../../clients/ali-oss.ts'
import { decodeUpload } from '../../clients/decode.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { needs, needsEmulator } from '../../setup/fixtures.ts'
import { startEmulatorTarget } from '../../setup/target.ts'
import { type Parameters, startImage, test } from './image-fixtures.ts'

const owner = { id: 'owner', secret: 'owner-secret', accountId: '1111111111111111' }

const film = new URL('../../../fixtures/media/moov-first.mp4', import.meta.url)

const byId = (...ids: readonly string[]) => ({
  DeleteImageType: 'ImageId',
  ImageIds: ids.join(','),
})

const byUrl = (...urls: readonly string[]) => ({
  DeleteImageType: 'ImageURL',
  ImageURLs: urls.map(encodeURIComponent).join(','),
})

const notThere = { ok: false, status: 404, code: 'NoSuchResource' }

describe('images by id', () => {
  test('are deleted with their files, whoever else is named', async ({ upload, tried, call }) => {
    const [one, other] = [await upload(), await upload()]

    await call('DeleteImage', byId(one.imageId, 'nobody', one.imageId))

    expect((await fetch(one.imageUrl)).status).toBe(404)
    expect(await tried('GetImageInfo', { ImageId: one.imageId })).toMatchObject(notThere)
    expect((await fetch(other.imageUrl)).status).toBe(200)
    expect(await tried('DeleteImage', byId(one.imageId, 'nobody'))).toMatchObject({
      ...notThere,
      message: `The specified resource ${one.imageId},nobody does not exist.`,
    })
  })

  test('take their unfinished uploads along', async ({ start, call }) => {
    const { imageId, client, address } = await start()
    const { uploadId } = await client.initMultipartUpload(address.FileName)

    await call('DeleteImage', byId(imageId))

    await expect(client.listParts(address.FileName, uploadId)).rejects.toMatchObject({
      code: 'NoSuchUpload',
    })
  })

  test('are no media of another kind', async ({ call, tried }) => {
    const { MediaId } = await call('CreateUploadAttachedMedia', { BusinessType: 'watermark' })

    expect(await tried('DeleteImage', byId(String(MediaId)))).toMatchObject(notThere)
    expect(await call('GetAttachedMediaInfo', { MediaIds: String(MediaId) })).toMatchObject({
      NonExistMediaIds: [],
    })
  })
})

describe('images by URL', () => {
  test('are deleted, with either scheme or none, with a query or none', async ({
    upload,
    tried,
    call,
    target,
  }) => {
    const images = await Promise.all(Array.from({ length: 6 }, () => upload()))
    const [a, b, c, d, e, f] = images
    const inService = (image = a) =>
      `${image?.address.Bucket}.oss-${target.region}.aliyuncs.com/${image?.address.FileName}`

    await call(
      'DeleteImage',
      byUrl(
        a?.fileUrl ?? '',
        b?.imageUrl ?? '',
        `${c?.fileUrl.replace(/^http:/, 'https:')}?x=1`,
        d?.fileUrl.replace(/^https?:\/\//, '') ?? '',
        `https://${inService(e)}`,
        inService(f),
      ),
    )

    for (const { imageId } of images)
      expect(await tried('GetImageInfo', { ImageId: imageId })).toMatchObject(notThere)
  })

  test('may be sent without being encoded once more', async ({ upload, tried, call }) => {
    const { imageId, fileUrl } = await upload()

    await call('DeleteImage', { DeleteImageType: 'ImageURL', ImageURLs: fileUrl })

    expect(await tried('GetImageInfo', { ImageId: imageId })).toMatchObject(notThere)
  })

  test.for([
    {},
    ...signingTypes.map((signingType) => ({ key: 'vodEmulatorKey2024', signingType })),
  ])('are deleted on a CDN domain with %j', async (signing, { skip }) => {
    needsEmulator(skip)
    const cdnDomains = [{ name: 'images.example.com', ...signing }]
    await using target = await startEmulatorTarget({ cdnDomains })
    const [waiting, uploaded, untouched] = [
      await startImage(target),
      await startImage(target),
      await startImage(target),
    ]
    await uploaded.put()
    const urls = byUrl(waiting.imageUrl, uploaded.imageUrl.replace(/^http:\/\//, ''))
    const there = async () => {
      const ImageIds = [waiting, uploaded, untouched].map(({ imageId }) => imageId).join(',')
      const answer = await openapiCore.call(target, 'GetImageInfos', { ImageIds })
      return answer.ok ? (answer.body.ImageInfo as readonly Parameters[]) : []
    }

    expect(await openapiCore.call(target, 'DeleteImage', urls)).toMatchObject({ ok: true })

    expect(await there()).toMatchObject([{ ImageId: untouched.imageId }])
    expect(await openapiCore.call(target, 'DeleteImage', urls)).toMatchObject(notThere)
  })

  test('of nothing are not there', async ({ upload, tried, info }) => {
    const { imageId, fileUrl, address } = await upload()

    for (const url of [
      'poster.png',
      fileUrl.replace(/\.png$/, '.gif'),
      fileUrl.replace(address.Bucket, 'another'),
      `https://${address.Bucket}.oss-cn-nowhere.aliyuncs.com/${address.FileName}`,
      `https://images.example.com/${address.FileName}`,
    ])
      expect(await tried('DeleteImage', byUrl(url))).toMatchObject({
        ...notThere,
        message: `The specified resource ${url} does not exist.`,
      })
    expect(await info(imageId)).toMatchObject({ Status: 'Normal' })
  })
})

test('images and videos of another account are not there', async ({ skip }) => {
  needsEmulator(skip)
  const stranger = { id: 'stranger', secret: 'stranger-secret', accountId: '2222222222222222' }
  const cdnDomains = ['images.example.com']
  await using target = await startEmulatorTarget({ accessKeys: [owner, stranger], cdnDomains })
  const as = ({ id, secret }: typeof owner) => ({
    ...target,
    keys: { accessKeyId: id, accessKeySecret: secret },
  })
  const { imageId, imageUrl, fileUrl, put } = await startImage(as(owner))
  await put()
  const film = { FileName: 'a.mp4', Title: 'a title' }
  const { VideoId } = await succeeded(openapiCore.call(as(owner), 'CreateUploadVideo', film))

  for (const named of [
    byId(imageId),
    byUrl(imageUrl),
    byUrl(fileUrl),
    { DeleteImageType: 'VideoId', VideoId: String(VideoId), ImageType: 'All' },
  ])
    expect(await openapiCore.call(as(stranger), 'DeleteImage', named)).toMatchObject(notThere)
  const asked = { ImageId: imageId }
  expect(await openapiCore.call(as(owner), 'GetImageInfo', asked)).toMatchObject({ ok: true })
})

describe('snapshots of a video', () => {
  const ofVideo = (VideoId: string, ImageType = 'All') => ({
    DeleteImageType: 'VideoId',
    VideoId,
    ImageType,
  })

  test('of which it has none are deleted without effect', async ({ call, tried }) => {
    const { VideoId } = await call('CreateUploadVideo', { FileName: 'a.mp4', Title: 'a title' })

    for (const types of ['All', 'CoverSnapshot,NormalSnapshot', 'SpriteSnapshot'])
      expect(await tried('DeleteImage', ofVideo(String(VideoId), types))).toMatchObject({
        ok: true,
      })
    expect(await call('RefreshUploadVideo', { VideoId: String(VideoId) })).toMatchObject({
      VideoId,
    })
  })

  test('are its cover, if the emulator made it', async ({ target, skip, call }) => {
    const { clock } = needs(target, 'clock', skip)
    const created = await call('CreateUploadVideo', { FileName: 'a.mp4', Title: 'a title' })
    const VideoId = String(created.VideoId)
    const { address, auth } = decodeUpload(created)
    const client = uploadClient({ address, auth }, { addressing: 'ip', region: auth.Region })
    await client.put(address.FileName, readFileSync(film))
    await clock.advance(0)
    const told = async () => {
      const { Video } = await call('GetVideoInfo', { VideoId })
      const search = { Match: `VideoId = '${VideoId}'`, Fields: 'CoverURL,Snapshots' }
      const { MediaList } = await call('SearchMedia', search)
      const [{ Video: found }] = MediaList as readonly [{ readonly Video: Body }]
      return { info: Video as Body, found }
    }
    const before = await told()
    const cover = String(before.info.CoverURL)
    const url = expect.stringContaining(cover.split('?')[0] ?? '')
    expect(before.found).toMatchObject({ CoverURL: url, Snapshots: [url] })
    expect((await fetch(cover)).status).toBe(200)

    await call('DeleteImage', ofVideo(VideoId, 'SpriteSnapshot'))
    expect((await fetch(cover)).status).toBe(200)
    await call('DeleteImage', ofVideo(VideoId, 'CoverSnapshot'))

    expect((await fetch(cover)).status).toBe(404)
    const after = await told()
    expect(after.info).not.toHaveProperty('CoverURL')
    expect(after.info).toMatchObject({ Status: 'Normal', Snapshots: { Snapshot: [] } })
    expect(after.found).not.toHaveProperty('CoverURL')
    expect(after.found).toMatchObject({ Snapshots: [] })
  })

  test('need a video', async ({ start, tried }) => {
    const { imageId } = await start()

    for (const VideoId of ['nobody', imageId])
      for (const types of ['All', 'NormalSnapshot'])
        expect(await tried('DeleteImage', ofVideo(VideoId, types))).toMatchObject(notThere)
  })
})

test('what a type of deletion needs is missed by its name', async ({ tried }) => {
  for (const [DeleteImageType, parameters, missing] of [
    ['ImageURL', { ImageIds: 'a' }, 'ImageURLs'],
    ['ImageId', { ImageURLs: 'a' }, 'ImageIds'],
    ['VideoId', { ImageType: 'All' }, 'VideoId'],
    ['VideoId', { VideoId: 'a' }, 'ImageType'],
  ] as const)
    expect(await tried('DeleteImage', { DeleteImageType, ...parameters })).toMatchObject({
      status: 400,
      code: 'MissingParameter',
      message: `The input parameter "${missing}" that is mandatory for processing this request is not supplied.`,
    })
})
