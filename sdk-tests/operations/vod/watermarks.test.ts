import { describe, expect } from 'vitest'
import { accountClient, uploadClient } from '../../clients/ali-oss.ts'
import { decodeUpload } from '../../clients/decode.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { bytes } from '../../setup/bytes.ts'
import { test as base, needs } from '../../setup/fixtures.ts'

type Parameters = Readonly<Record<string, string>>
type Info = Readonly<Record<string, string>>

const file = bytes(1000)
const corner = { Dx: 8, Dy: '4096', Width: 0.5, Height: '0.0001', ReferPos: 'TopRight' }
const image = { Name: 'logo', Type: 'Image', WatermarkConfig: JSON.stringify(corner) }
const text = { Name: 'text', Type: 'Text', WatermarkConfig: '{"Content":"x"}' }

const infoOf = (body: Body) => body.WatermarkInfo as Info
const listOf = (body: Body) => body.WatermarkInfos as readonly Info[]

/** A test with one client, and with what it makes removed at its end: an account has room for 20. */
const test = base
  .extend(
    'tried',
    ({ target }) =>
      (action: string, parameters: Parameters) =>
        openapiCore.call(target, action, parameters),
  )
  .extend(
    'call',
    ({ tried }) =>
      (action: string, parameters: Parameters) =>
        succeeded(tried(action, parameters)),
  )
  .extend('add', async ({ tried, call }, { onCleanup }) => {
    const ids: string[] = []
    onCleanup(async () => {
      for (const WatermarkId of ids) await tried('DeleteWatermark', { WatermarkId })
    })
    return async (parameters: Parameters) => {
      const info = infoOf(await call('AddWatermark', parameters))
      ids.push(info.WatermarkId ?? '')
      return info
    }
  })
  .extend('start', ({ call }) => async (parameters: Parameters = { BusinessType: 'watermark' }) => {
    const created = await call('CreateUploadAttachedMedia', parameters)
    const upload = decodeUpload(created)
    const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
    return {
      mediaId: String(created.MediaId),
      url: String(created.FileURL),
      address: upload.address,
      region: upload.auth.Region,
      put: () => client.put(upload.address.FileName, file),
    }
  })
  .extend('upload', ({ start }) => async (parameters?: Parameters) => {
    const started = await start(parameters)
    await started.put()
    return started
  })

describe('AddWatermark', () => {
  test('takes the FileURL of an upload as it is, and answers where to read the file', async ({
    upload,
    add,
  }) => {
    const { url } = await upload()

    const info = await add({ ...image, FileUrl: url })

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
    upload,
    add,
  }) => {
    const { url, address, region } = await upload({ BusinessType: 'watermark', MediaExt: 'gif' })
    const { Bucket, FileName } = address
    const path = `${Bucket}/${FileName}`

    for (const FileUrl of [
      url.replace(/^http:/, 'https:'),
      `${url}?Expires=1&Signature=x`,
      `https://${Bucket}.oss-${region}.aliyuncs.com/${FileName}`,
      `http://emulator:17321/${path}`,
      `http://[::1]:17321/${path}`,
    ])
      expect(await add({ ...image, FileUrl })).toMatchObject({ Type: 'Image' })
  })

  test('knows no file that is not in VOD, not uploaded, or of another kind', async ({
    tried,
    start,
    upload,
  }) => {
    const { url, address } = await upload()
    const waiting = await start()
    const subtitle = await upload({ BusinessType: 'subtitle' })

    for (const FileUrl of [
      waiting.url,
      subtitle.url,
      url.replace(/\.png$/, '.gif'),
      url.replace(address.Bucket, 'another'),
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
    const { url, address, region } = await upload()
    await accountClient(own, { addressing: 'ip', region }).delete(address.FileName)

    expect(await tried('AddWatermark', { ...image, FileUrl: url })).toMatchObject({
      code: 'NoSuchResource',
    })
  })

  test('answers the configuration byte for byte', async ({ upload, add, call }) => {
    const { url } = await upload()
    const WatermarkConfig = `{ "Dx": 8.0, "Dy" : "0.50", "Width":8,"Height":8,\n "ReferPos":"\\u0054opLeft", "Type":"Image", "更多": [null, {"a":"\\/"}], "Timeline": {"Start": 2, "Duration": "ToEND"} }`

    const { WatermarkId = '' } = await add({ ...image, FileUrl: url, WatermarkConfig })

    const info = infoOf(await call('GetWatermark', { WatermarkId }))
    expect(info.WatermarkConfig).toBe(WatermarkConfig)
  })

  test('ignores the FileUrl of text', async ({ add }) => {
    expect(await add({ ...text, FileUrl: 'nowhere' })).not.toHaveProperty('FileUrl')
  })

  const structures = [
    { type: 'Image', of: { ...image, FileUrl: 'http://127.0.0.1/a/b' }, least: corner },
    { type: 'Text', of: text, least: { Content: 'x' } },
  ]
  const wrong: Readonly<Record<string, readonly (readonly [string, unknown])[]>> = {
    Image: [
      ...['Dx', 'Dy', 'Width', 'Height'].flatMap((name) =>
        [undefined, '', 0, 1, 7, '4097', 1.5, -1, '8px', true, null].map(
          (value) => [name, value] as const,
        ),
      ),
      ...[undefined, 'BottonLeft', 'topleft', 'Center'].map(
        (value) => ['ReferPos', value] as const,
      ),
      ...[[], 'ToEND'].map((value) => ['Timeline', value] as const),
      ...['end', -1, '1s'].map((Duration) => ['Timeline', { Duration }] as const),
      ...['soon', -1].map((Start) => ['Timeline', { Start }] as const),
    ],
    Text: [
      ['Content', undefined],
      ['Content', ''],
      ['Content', {}],
      ['FontName', 'Comic Sans MS'],
      ...[4, 120, '16.5'].map((value) => ['FontSize', value] as const),
      ...[0, 1.01, 'half'].map((value) => ['FontAlpha', value] as const),
      ...['#12345', '#GGGGGG', 'dark red'].map((value) => ['FontColor', value] as const),
      ['BorderColor', '0'],
      ...['BorderWidth', 'Top', 'Left'].flatMap((name) =>
        [-1, 4097].map((value) => [name, value] as const),
      ),
    ],
  }

  test.for(structures)(
    'refuses each limit of $type that is passed',
    async ({ type, of, least }, { tried }) => {
      for (const [name, value] of wrong[type] ?? []) {
        const WatermarkConfig = JSON.stringify({ ...least, [name]: value })
        const answer = await tried('AddWatermark', { ...of, WatermarkConfig })
        expect({ WatermarkConfig, ...answer }).toMatchObject({
          code: 'InvalidParameter',
          message: 'The specified parameter "WatermarkConfig" is not valid.',
          status: 400,
        })
      }
    },
  )

  test('takes text up to each limit', async ({ add }) => {
    for (const config of [
      { FontSize: 5, FontAlpha: '1', FontColor: '#00ff7F', BorderWidth: 4096, Top: 0, Left: '0' },
      { FontSize: '119', FontAlpha: 0.01, FontName: 'Yuanti SC Bold', Top: 4096, Dx: 'unknown' },
    ])
      await add({ ...text, WatermarkConfig: JSON.stringify({ Content: 'x', ...config }) })
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
    const { url: FileUrl } = await upload()
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
    const { url: FileUrl, mediaId } = await upload()
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
  const { url: FileUrl, mediaId } = await upload()
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
