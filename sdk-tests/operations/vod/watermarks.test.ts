import { describe, expect } from 'vitest'
import { accountClient, uploadClient } from '../../clients/ali-oss.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { succeeded } from '../../clients/rpc-driver.ts'
import { can, needs, needsEmulator } from '../../setup/fixtures.ts'
import { startEmulatorTarget } from '../../setup/target.ts'
import { startUpload } from './chain.ts'
import {
  corner,
  file,
  type Info,
  image,
  infoOf,
  listOf,
  type Parameters,
  test,
  text,
} from './watermark-fixtures.ts'

describe('AddWatermark', () => {
  test('takes the FileURL of an upload as it is, and answers where to read the file', async ({
    upload,
    add,
  }) => {
    const { fileUrl } = await upload()

    const info = await add({ ...image, FileUrl: fileUrl })

    expect(Object.keys(info)).toEqual([
      'IsDefault',
      'FileUrl',
      'Type',
      'WatermarkId',
      'CreationTime',
      'WatermarkConfig',
      'Name',
    ])
    expect(info).toMatchObject({
      ...image,
      IsDefault: 'NotDefault',
      WatermarkId: expect.stringMatching(/^[0-9a-f]{32}$/),
      CreationTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    })
    expect(info.FileUrl).toMatch(/\?Expires=\d+&OSSAccessKeyId=.+&Signature=.+/)
    const response = await fetch(info.FileUrl ?? '')
    expect(Buffer.from(await response.arrayBuffer()).equals(file)).toBe(true)
  })

  test('takes it with the other scheme, with a query, and under other names', async ({
    target,
    upload,
    add,
  }) => {
    const { fileUrl, address, region } = await upload({
      BusinessType: 'watermark',
      MediaExt: 'gif',
    })
    const { Bucket, FileName } = address
    const path = `${Bucket}/${FileName}`

    for (const FileUrl of [
      fileUrl.replace(/^http:/, 'https:'),
      `${fileUrl}?Expires=1&Signature=x`,
      `https://${Bucket}.oss-${region}.aliyuncs.com/${FileName}`,
      ...(can(target, 'control')
        ? [`http://emulator:17321/${path}`, `http://[::1]:17321/${path}`]
        : []),
    ])
      expect(await add({ ...image, FileUrl })).toMatchObject({ Type: 'Image' })
  })

  test('answers the file on a CDN domain where there is one', async ({ skip }) => {
    needsEmulator(skip)
    const cdnDomains = ['media.example.com:vodEmulatorKey2024']
    await using target = await startEmulatorTarget({ cdnDomains })
    const { fileUrl, upload } = await startUpload(openapiCore, target)
    const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
    await client.put(upload.address.FileName, file)

    const adding = openapiCore.call(target, 'AddWatermark', { ...image, FileUrl: fileUrl })

    expect(infoOf(await succeeded(adding)).FileUrl).toMatch(
      /^http:\/\/media\.example\.com\/watermark\/.+-6-2\.png\?auth_key=/,
    )
  })

  test('knows no file that is not in VOD, not uploaded, or of another kind', async ({
    tried,
    start,
    upload,
  }) => {
    const { fileUrl, address } = await upload()
    const waiting = await start()
    const subtitle = await upload({ BusinessType: 'subtitle' })

    for (const FileUrl of [
      waiting.fileUrl,
      subtitle.fileUrl,
      fileUrl.replace(/\.png$/, '.gif'),
      fileUrl.replace(address.Bucket, 'another'),
      `https://${address.Bucket}.oss-cn-beijing.aliyuncs.com/${address.FileName}`,
      'logo.png',
    ])
      expect(await tried('AddWatermark', { ...image, FileUrl })).toMatchObject({
        ok: false,
        code: 'NoSuchResource',
        message: `The specified resource ${FileUrl} does not exist.`,
        status: 404,
      })
  })

  test('knows no file that was removed in OSS', async ({ target, skip, tried, upload }) => {
    const own = needs(target, 'bucket', skip)
    const { fileUrl, address, region } = await upload()
    await accountClient(own, { addressing: 'ip', region }).delete(address.FileName)

    expect(await tried('AddWatermark', { ...image, FileUrl: fileUrl })).toMatchObject({
      code: 'NoSuchResource',
    })
  })

  test('answers the configuration byte for byte', async ({ upload, add, call }) => {
    const { fileUrl } = await upload()
    const WatermarkConfig = `{ "Dx": 8.0, "Dy" : "0.50", "Width":8,"Height":8,\n "ReferPos":"\\u0054opLeft", "Type":"Image", "更多": [null, {"a":"\\/"}], "Timeline": {"Start": 2, "Duration": "ToEND"} }`

    const { WatermarkId = '' } = await add({ ...image, FileUrl: fileUrl, WatermarkConfig })

    const info = infoOf(await call('GetWatermark', { WatermarkId }))
    expect(info.WatermarkConfig).toBe(WatermarkConfig)
  })

  test('ignores the FileUrl of text', async ({ add }) => {
    expect(await add({ ...text, FileUrl: 'nowhere' })).not.toHaveProperty('FileUrl')
  })
})

describe('UpdateWatermark', () => {
  test('replaces configuration and name, and answers the watermark', async ({ add, call }) => {
    const { WatermarkId = '', CreationTime } = await add(text)
    const WatermarkConfig = '{"Content": "y"}'

    const renamed = await call('UpdateWatermark', {
      WatermarkId,
      WatermarkConfig,
      Name: 'new name',
    })
    const again = await call('UpdateWatermark', { WatermarkId, WatermarkConfig: '{"Content":"z"}' })

    const info = { WatermarkId, CreationTime, Type: 'Text', IsDefault: 'NotDefault' }
    expect(infoOf(renamed)).toEqual({ ...info, WatermarkConfig, Name: 'new name' })
    expect(infoOf(again)).toMatchObject({ Name: 'new name', WatermarkConfig: '{"Content":"z"}' })
  })

  test('demands the structure of the type that the watermark has', async ({
    add,
    upload,
    tried,
  }) => {
    const { fileUrl: FileUrl } = await upload()
    const ofText = await add(text)
    const ofImage = await add({ ...image, FileUrl })
    const update = ({ WatermarkId = '' }: Info, WatermarkConfig: string) =>
      tried('UpdateWatermark', { WatermarkId, WatermarkConfig })

    expect(await update(ofText, image.WatermarkConfig)).toMatchObject({ code: 'InvalidParameter' })
    expect(await update(ofImage, text.WatermarkConfig)).toMatchObject({
      code: 'InvalidParameter',
      message: 'The specified parameter "WatermarkConfig" is not valid.',
    })
    const tooWide = JSON.stringify({ ...corner, Width: 4097 })
    expect(await update(ofImage, tooWide)).toMatchObject({ code: 'InvalidParameter' })
    expect(await update(ofImage, image.WatermarkConfig)).toMatchObject({ ok: true })
  })
})

describe('DeleteWatermark', () => {
  test('deletes the file of an image with its last watermark', async ({ upload, add, call }) => {
    const { fileUrl: FileUrl, mediaId } = await upload()
    const one = await add({ ...image, FileUrl })
    const other = await add({ ...image, FileUrl })
    const mediaInfo = () => call('GetAttachedMediaInfo', { MediaIds: mediaId })

    await call('DeleteWatermark', { WatermarkId: one.WatermarkId ?? '' })
    expect((await fetch(one.FileUrl ?? '')).status).toBe(200)
    expect(await mediaInfo()).toMatchObject({ NonExistMediaIds: [] })

    await call('DeleteWatermark', { WatermarkId: other.WatermarkId ?? '' })
    expect((await fetch(one.FileUrl ?? '')).status).toBe(404)
    expect(await mediaInfo()).toMatchObject({ NonExistMediaIds: [mediaId] })
  })

  test('leaves nothing to get, update, delete or make default', async ({ add, call, tried }) => {
    const { WatermarkId = '' } = await add(text)
    await call('DeleteWatermark', { WatermarkId })

    for (const action of ['Get', 'Update', 'Delete', 'SetDefault'])
      expect(await tried(`${action}Watermark`, { ...text, WatermarkId })).toMatchObject({
        code: 'NoSuchResource',
        message: `The specified resource ${WatermarkId} does not exist.`,
        status: 404,
      })
  })
})

test('a watermark whose file was deleted stays, and its URL leads nowhere', async ({
  upload,
  add,
  call,
}) => {
  const { fileUrl: FileUrl, mediaId } = await upload()
  const { WatermarkId = '' } = await add({ ...image, FileUrl })

  await call('DeleteAttachedMedia', { MediaIds: mediaId })

  const info = infoOf(await call('GetWatermark', { WatermarkId }))
  expect(info).toMatchObject(image)
  expect((await fetch(info.FileUrl ?? '')).status).toBe(404)
})

describe('ListWatermark', () => {
  test('answers the newest first, of one application or of all', async ({ add, call }) => {
    const ids = [await add(text), await add({ ...text, AppId: 'app-1000000' })].map(
      ({ WatermarkId }) => WatermarkId,
    )
    const listed = async (parameters: Parameters) =>
      listOf(await call('ListWatermark', parameters))
        .map(({ WatermarkId }) => WatermarkId)
        .filter((id) => ids.includes(id))

    expect(await listed({})).toEqual(ids.toReversed())
    expect(await listed({ AppId: 'app-1000000' })).toEqual(ids.toReversed())
    expect(listOf(await call('ListWatermark', {}))[0]).toMatchObject({
      ...text,
      AppId: 'app-1000000',
      IsDefault: 'NotDefault',
    })
  })
})

describe('SetDefaultWatermark', () => {
  test('leaves one default, which cannot be deleted', async ({ add, call, tried }) => {
    const [first = '', second = ''] = [await add(text), await add(text)].map(
      ({ WatermarkId }) => WatermarkId,
    )
    const defaults = async () =>
      listOf(await call('ListWatermark', {}))
        .filter(({ IsDefault }) => IsDefault === 'Default')
        .map(({ WatermarkId }) => WatermarkId)

    await call('SetDefaultWatermark', { WatermarkId: first })
    expect(await defaults()).toEqual([first])
    await call('SetDefaultWatermark', { WatermarkId: second })
    await call('SetDefaultWatermark', { WatermarkId: second })
    expect(await defaults()).toEqual([second])
    expect(await tried('DeleteWatermark', { WatermarkId: second })).toMatchObject({
      code: 'InvalidParameter',
      message: 'The specified parameter "WatermarkId" is not valid.',
    })
    expect(await tried('DeleteWatermark', { WatermarkId: first })).toMatchObject({ ok: true })
  })
})
