import { describe, expect } from 'vitest'
import { uploadClient } from '../../clients/ali-oss.ts'
import { decodeUpload } from '../../clients/decode.ts'
import { file, startImage } from './image-fixtures.ts'
import { test as base, image, infoOf } from './watermark-fixtures.ts'

/** A test with an image whose file is uploaded. */
const test = base.extend('picture', async ({ target }) => {
  const picture = await startImage(target)
  await picture.put()
  return picture
})

describe('a watermark of an image', () => {
  test('is made of its FileURL, once it is uploaded', async ({ target, picture, add, tried }) => {
    const waiting = await startImage(target)

    const info = await add({ ...image, FileUrl: picture.fileUrl })

    expect(info).toMatchObject(image)
    expect((await fetch(info.FileUrl ?? '')).status).toBe(200)
    expect(await tried('AddWatermark', { ...image, FileUrl: waiting.fileUrl })).toMatchObject({
      code: 'NoSuchResource',
    })
  })

  test('takes the image along when it is deleted as the last one', async ({
    picture: { imageId, fileUrl: FileUrl },
    add,
    call,
    tried,
  }) => {
    const [one, other] = [await add({ ...image, FileUrl }), await add({ ...image, FileUrl })]

    await call('DeleteWatermark', { WatermarkId: one.WatermarkId ?? '' })
    expect(await tried('GetImageInfo', { ImageId: imageId })).toMatchObject({ ok: true })

    await call('DeleteWatermark', { WatermarkId: other.WatermarkId ?? '' })
    expect(await tried('GetImageInfo', { ImageId: imageId })).toMatchObject({
      code: 'NoSuchResource',
    })
    expect((await fetch(other.FileUrl ?? '')).status).toBe(404)
  })

  test('stays when the image is deleted, and its URL leads nowhere', async ({
    picture: { imageId, fileUrl: FileUrl },
    add,
    call,
  }) => {
    const { WatermarkId = '' } = await add({ ...image, FileUrl })

    await call('DeleteImage', { DeleteImageType: 'ImageId', ImageIds: imageId })

    const info = infoOf(await call('GetWatermark', { WatermarkId }))
    expect(info).toMatchObject(image)
    expect((await fetch(info.FileUrl ?? '')).status).toBe(404)
  })
})

test('no watermark is made of the file of a video', async ({ picture, call, tried }) => {
  const created = await call('CreateUploadVideo', { FileName: 'a.mp4', Title: 'a title' })
  const { address, auth } = decodeUpload(created)
  const client = uploadClient({ address, auth }, { addressing: 'ip', region: auth.Region })
  await client.put(address.FileName, file)
  const FileUrl = picture.fileUrl.replace(picture.address.FileName, address.FileName)

  expect(await tried('AddWatermark', { ...image, FileUrl })).toMatchObject({
    code: 'NoSuchResource',
  })
})
