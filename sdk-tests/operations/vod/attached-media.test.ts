import { describe, expect } from 'vitest'
import { uploadClient } from '../../clients/ali-oss.ts'
import { decodeUpload } from '../../clients/decode.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { bytes } from '../../setup/bytes.ts'
import { test as base, needs } from '../../setup/fixtures.ts'
import { startUpload } from './chain.ts'

type Parameters = Readonly<Record<string, string>>

/** A test with one client, which calls an operation by its name. @throws Error naming the refusal */
const test = base.extend(
  'call',
  ({ target }) =>
    (action: string, parameters: Parameters): Promise<Body> =>
      succeeded(openapiCore.call(target, action, parameters)),
)

const file = bytes(1000)

describe('CreateUploadAttachedMedia', () => {
  test('answers where to upload a file, with what, and where it will be', async ({
    target,
    call,
  }) => {
    const created = await call('CreateUploadAttachedMedia', { BusinessType: 'watermark' })

    expect(created).toEqual({
      RequestId: expect.stringMatching(/^[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}$/),
      MediaId: expect.stringMatching(/^[0-9a-f]{32}$/),
      UploadAddress: expect.any(String),
      UploadAuth: expect.any(String),
      FileURL: expect.any(String),
      MediaURL: expect.any(String),
    })
    const { address, auth } = decodeUpload(created)
    expect(auth.Region).toBe(target.region)
    expect(String(created.FileURL)).toMatch(new RegExp(`/${address.FileName}$`))
    expect(String(created.MediaURL)).toContain(`/${address.FileName}?`)
  })

  test.for<{ readonly given: string; readonly parameters: Parameters; readonly key: RegExp }>([
    {
      given: 'an extension',
      parameters: { BusinessType: 'watermark', MediaExt: 'gif' },
      key: /^watermark\/.+\.gif$/,
    },
    {
      given: 'a file name',
      parameters: { BusinessType: 'material', FileName: 'D:\\picture.PNG' },
      key: /^material\/.+\.png$/,
    },
    {
      given: 'an extension and a file name',
      parameters: { BusinessType: 'watermark', MediaExt: 'png', FileName: 'a.gif' },
      key: /^watermark\/.+\.png$/,
    },
    { given: 'no more', parameters: { BusinessType: 'watermark' }, key: /^watermark\/.+\.png$/ },
    {
      given: 'no more for a subtitle',
      parameters: { BusinessType: 'subtitle' },
      key: /^subtitle\/.+\.srt$/,
    },
    {
      given: 'no more for material',
      parameters: { BusinessType: 'material' },
      key: /^material\/.+\.jpg$/,
    },
  ])('names the object by its type and $given', async ({ parameters, key }, { call }) => {
    const { address } = decodeUpload(await call('CreateUploadAttachedMedia', parameters))

    expect(address.FileName).toMatch(key)
  })

  test('makes a media that is Uploading until its file arrives, and then Normal', async ({
    target,
    call,
  }) => {
    const { mediaId, mediaUrl, upload } = await startUpload(openapiCore, target)
    const described = async () => {
      const body = await call('GetAttachedMediaInfo', { MediaIds: mediaId })
      return body.AttachedMediaList
    }
    expect(await described()).toMatchObject([{ MediaId: mediaId, Status: 'Uploading' }])

    const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
    await client.put(upload.address.FileName, file)

    expect(await described()).toMatchObject([{ MediaId: mediaId, Status: 'Normal' }])
    expect(Buffer.from(await (await fetch(mediaUrl)).arrayBuffer())).toEqual(file)
  })
})

describe('GetAttachedMediaInfo', () => {
  test('describes a media as it was created', async ({ call }) => {
    const { MediaId } = await call('CreateUploadAttachedMedia', {
      BusinessType: 'watermark',
      Title: 'a title',
      Description: 'a description',
      Tags: 'one,two',
      CateIds: '12984346',
    })

    const body = await call('GetAttachedMediaInfo', { MediaIds: String(MediaId) })

    expect(body).toMatchObject({ NonExistMediaIds: [] })
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    expect(body.AttachedMediaList).toMatchObject([
      {
        MediaId,
        Title: 'a title',
        Type: 'watermark',
        Description: 'a description',
        Tags: 'one,two',
        Categories: [{ CateId: 12984346 }],
        Status: 'Uploading',
        CreationTime: time,
        ModificationTime: time,
      },
    ])
  })

  test('tells those that exist, each once and in order, from those that do not', async ({
    call,
  }) => {
    const created = [
      await call('CreateUploadAttachedMedia', { BusinessType: 'watermark' }),
      await call('CreateUploadAttachedMedia', { BusinessType: 'subtitle' }),
    ]
    const [first = '', second = ''] = created.map(({ MediaId }) => String(MediaId))

    const body = await call('GetAttachedMediaInfo', {
      MediaIds: [second, 'nobody', first, second, 'nobody', 'nothing'].join(','),
    })

    expect(body).toMatchObject({
      AttachedMediaList: [{ MediaId: second }, { MediaId: first }],
      NonExistMediaIds: ['nobody', 'nothing'],
    })
  })

  test('tells members in the order of the service, and none that is not set', async ({ call }) => {
    const all = await call('CreateUploadAttachedMedia', {
      BusinessType: 'watermark',
      Title: 'a title',
      Description: 'a description',
      Tags: 'one , two',
    })
    const bare = await call('CreateUploadAttachedMedia', { BusinessType: 'watermark' })

    const body = await call('GetAttachedMediaInfo', {
      MediaIds: `${all.MediaId},${bare.MediaId}`,
      OutputType: 'oss',
    })

    const [first, second] = body.AttachedMediaList as readonly [Body, Body]
    const order =
      'Status Type Description AppId MediaId CreationTime Title ModificationTime StorageLocation URL Tags Categories'
    expect(Object.keys(first).join(' ')).toBe(order)
    expect(Object.keys(second).join(' ')).toBe(order.replace(/ (?:Description|Title|Tags)\b/g, ''))
    expect(second).toMatchObject({ Categories: [] })
  })

  test.for([
    { given: 'an AuthTimeout', parameters: { AuthTimeout: '60' }, seconds: 60 },
    { given: 'no AuthTimeout', parameters: {}, seconds: 3600 },
    { given: 'OutputType oss', parameters: { OutputType: 'oss' }, seconds: 3600 },
  ])(
    'answers a URL that works for $seconds s, with $given',
    async ({ parameters, seconds }, { target, call, skip }) => {
      const { clock } = needs(target, 'clock', skip)
      const { mediaId, upload } = await startUpload(openapiCore, target)
      const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
      await client.put(upload.address.FileName, file)

      const body = await call('GetAttachedMediaInfo', { MediaIds: mediaId, ...parameters })
      const [{ URL: url }] = body.AttachedMediaList as readonly [{ readonly URL: string }]

      const expires = Number(new URL(url).searchParams.get('Expires'))
      const answeredAt = (await clock.now()).getTime() / 1000
      expect(expires - answeredAt).toBeLessThanOrEqual(seconds)
      expect(expires - answeredAt).toBeGreaterThan(seconds - 60)
      expect((await fetch(url)).status).toBe(200)
      await clock.advance(seconds + 1)
      expect((await fetch(url)).status).toBe(403)
    },
  )
})

describe('DeleteAttachedMedia', () => {
  test('deletes media with their files, and names those that it could not', async ({
    target,
    call,
  }) => {
    const { mediaId, mediaUrl, upload } = await startUpload(openapiCore, target)
    const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
    await client.put(upload.address.FileName, file)

    const body = await call('DeleteAttachedMedia', { MediaIds: `${mediaId},nobody,${mediaId}` })

    expect(body).toMatchObject({ NonExistMediaIds: ['nobody'] })
    expect((await fetch(mediaUrl)).status).toBe(404)
    expect(await call('GetAttachedMediaInfo', { MediaIds: mediaId })).toMatchObject({
      AttachedMediaList: [],
      NonExistMediaIds: [mediaId],
    })
    expect(await call('DeleteAttachedMedia', { MediaIds: mediaId })).toMatchObject({
      NonExistMediaIds: [mediaId],
    })
  })

  test('aborts an unfinished multipart upload', async ({ target, call }) => {
    const { mediaId, upload } = await startUpload(openapiCore, target)
    const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
    const { FileName } = upload.address
    const { uploadId } = await client.initMultipartUpload(FileName)
    await client.uploadPart(FileName, uploadId, 1, file, 0, file.length)

    await call('DeleteAttachedMedia', { MediaIds: mediaId })

    await expect(client.listParts(FileName, uploadId)).rejects.toMatchObject({
      code: 'NoSuchUpload',
    })
  })
})
