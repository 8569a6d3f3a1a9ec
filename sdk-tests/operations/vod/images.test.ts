import { readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { openapiCore } from '../../clients/openapi-core.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { needs, needsEmulator } from '../../setup/fixtures.ts'
import { startEmulatorTarget } from '../../setup/target.ts'
import { file, startImage, test } from './image-fixtures.ts'

const media = new URL('../../../fixtures/media/', import.meta.url)

const everything = {
  ImageType: 'cover',
  OriginalFileName: 'D:\\poster 1.png',
  Title: 'a title',
  Description: 'a description',
  Tags: 'one , two',
  CateId: '12984346',
}

const order =
  'Description Mezzanine CreationTime ImageId Title CateId CateName StorageLocation Tags URL ImageType Status AppId'

describe('GetImageInfo', () => {
  test('tells an image as it was created, and its file once it is uploaded', async ({
    start,
    info,
  }) => {
    const { imageId, put } = await start(everything)
    const before = await info(imageId)
    await put()

    const { Mezzanine, ...after } = await info(imageId)

    const url = expect.stringContaining('Signature=')
    expect(before).toEqual({
      Description: 'a description',
      CreationTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      ImageId: imageId,
      Title: 'a title',
      CateId: 12984346,
      CateName: expect.any(String),
      StorageLocation: expect.stringMatching(/\.oss-[a-z0-9-]+\.aliyuncs\.com$/),
      Tags: 'one,two',
      URL: url,
      ImageType: 'cover',
      Status: 'Uploading',
      AppId: 'app-1000000',
    })
    expect(after).toEqual({ ...before, URL: url, Status: 'Normal' })
    expect(Mezzanine).toEqual({
      OriginalFileName: 'D:\\poster 1.png',
      FileURL: url,
      FileSize: String(file.length),
    })
    for (const one of [after.URL, Mezzanine?.FileURL])
      expect(Buffer.from(await (await fetch(String(one))).arrayBuffer())).toEqual(file)
  })

  test('tells members in the order of the service, and none that is not set', async ({
    upload,
    info,
  }) => {
    const all = await info((await upload(everything)).imageId)
    const bare = await info((await upload()).imageId)

    expect(Object.keys(all).join(' ')).toBe(order)
    expect(Object.keys(bare).join(' ')).toBe(
      order.replace(/ ?(?:Description|Title|CateId|CateName|Tags)\b/g, '').trim(),
    )
    expect(bare.Mezzanine).not.toHaveProperty('OriginalFileName')
  })

  test.for(['png', 'jpg', 'webp', 'heic'])(
    'tells width and height of the bytes of a %s, once they were analysed',
    async (type, { target, skip, start, info }) => {
      const { clock } = needs(target, 'clock', skip)
      const picture = readFileSync(new URL(`picture.${type}`, media))
      const { imageId, put } = await start()
      await put(picture)
      await clock.advance(0)

      const { Mezzanine } = await info(imageId)

      expect(Mezzanine).toMatchObject({ Width: 64, Height: 48, FileSize: String(picture.length) })
    },
  )

  test('tells neither of bytes that are no picture, nor those of one that was replaced', async ({
    target,
    skip,
    start,
    info,
  }) => {
    const { clock } = needs(target, 'clock', skip)
    const { imageId, put } = await start()
    await put(readFileSync(new URL('picture.png', media)))
    await clock.advance(0)
    await put(file)
    await clock.advance(0)

    const { Mezzanine, Status } = await info(imageId)

    expect(Status).toBe('Normal')
    expect(Mezzanine).toEqual({ FileURL: expect.any(String), FileSize: String(file.length) })
  })

  test('answers a URL on a CDN domain, and that of the file in OSS always', async ({ skip }) => {
    needsEmulator(skip)
    await using target = await startEmulatorTarget({ cdnDomains: ['images.example.com'] })
    const { imageId, imageUrl, address, put } = await startImage(target)
    await put()
    const infoWith = async (OutputType: string) => {
      const asked = { ImageId: imageId, OutputType }
      const { ImageInfo } = await succeeded(openapiCore.call(target, 'GetImageInfo', asked))
      const { URL: url, Mezzanine } = ImageInfo as Body
      return { url: String(url), fileUrl: String((Mezzanine as Body).FileURL) }
    }

    const [cdn, oss] = [await infoWith('cdn'), await infoWith('oss')]

    expect(imageUrl).toBe(`http://images.example.com/${address.FileName}`)
    expect(cdn.url).toBe(imageUrl)
    for (const url of [cdn.fileUrl, oss.url, oss.fileUrl])
      expect((await fetch(url)).status).toBe(200)
  })

  test('answers URLs that live as long as they are asked to', async ({
    target,
    skip,
    upload,
    info,
  }) => {
    const { clock } = needs(target, 'clock', skip)
    const { imageId } = await upload()

    const { URL: url, Mezzanine } = await info(imageId, { AuthTimeout: '60' })

    for (const one of [url, Mezzanine?.FileURL]) {
      const expires = Number(new URL(String(one)).searchParams.get('Expires'))
      const left = expires - (await clock.now()).getTime() / 1000
      expect(left).toBeLessThanOrEqual(60)
      expect(left).toBeGreaterThan(0)
    }
    await clock.advance(61)
    expect((await fetch(String(url))).status).toBe(403)
  })

  test('knows no media of another kind', async ({ tried, call }) => {
    const { MediaId } = await call('CreateUploadAttachedMedia', { BusinessType: 'watermark' })

    expect(await tried('GetImageInfo', { ImageId: String(MediaId) })).toMatchObject({
      ok: false,
      status: 404,
      code: 'NoSuchResource',
      message: 'The specified resource does not exist.',
    })
  })
})

describe('GetImageInfos', () => {
  test('tells those that exist, each once and in order, from those that do not', async ({
    start,
    call,
    info,
  }) => {
    const [first, second] = [await start(), await start(everything)]
    const ids = [second.imageId, 'nobody', first.imageId, second.imageId, 'nobody', 'nothing']

    const { ImageInfo, NonExistImageIds } = await call('GetImageInfos', { ImageIds: ids.join(',') })

    const url = expect.stringContaining('Signature=')
    expect(ImageInfo).toEqual([
      { ...(await info(second.imageId)), URL: url },
      { ...(await info(first.imageId)), URL: url },
    ])
    expect(NonExistImageIds).toEqual(['nobody', 'nothing'])
    expect(await call('GetImageInfos', { ImageIds: 'nobody' })).toMatchObject({
      ImageInfo: [],
      NonExistImageIds: ['nobody'],
    })
  })

  test('refuses more than 20', async ({ tried }) => {
    const ImageIds = Array.from({ length: 21 }, (_, i) => `image${i}`).join(',')

    expect(await tried('GetImageInfos', { ImageIds })).toMatchObject({
      status: 400,
      code: 'ExceededMax',
      message: "The input parameter 'ImageIds' Exceed the limit.",
    })
  })
})

describe('UpdateImageInfos', () => {
  test('changes what an item names, and names in an object those that do not exist', async ({
    target,
    skip,
    start,
    call,
    info,
  }) => {
    const { clock } = needs(target, 'clock', skip)
    const [one, other] = [await start(everything), await start(everything)]
    const [before, untouched] = [await info(one.imageId), await info(other.imageId)]
    await clock.advance(60)

    const answer = await call('UpdateImageInfos', {
      UpdateContent: JSON.stringify([
        { ImageId: one.imageId, Title: 'new', Tags: 'a , b', Description: '', CateId: '08130876' },
        { ImageId: 'nobody', Title: 'x' },
      ]),
    })

    expect(answer.NonExistImageIds).toEqual({ ImageId: ['nobody'] })
    expect(await info(one.imageId)).toEqual({
      ...before,
      Title: 'new',
      Tags: 'a,b',
      CateId: 8130876,
      CateName: expect.any(String),
      URL: expect.any(String),
    })
    expect(await info(other.imageId)).toEqual({ ...untouched, URL: expect.any(String) })
  })

  test('changes all items or none', async ({ start, tried, info }) => {
    const { imageId } = await start(everything)

    const UpdateContent = JSON.stringify([
      { ImageId: imageId, Title: 'new' },
      { ImageId: imageId, CateId: 4711 },
    ])

    expect(await tried('UpdateImageInfos', { UpdateContent })).toMatchObject({
      code: 'InvalidCateId.NotFound',
    })
    expect(await info(imageId)).toMatchObject({ Title: 'a title', CateId: 12984346 })
  })
})
