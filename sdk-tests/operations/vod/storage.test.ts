import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Target } from '#contracts/target.ts'
import { uploadClient } from '../../clients/ali-oss.ts'
import { decodeUpload } from '../../clients/decode.ts'
import { requestV1 } from '../../clients/hand-signed.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { send } from '../../clients/raw.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { bytes } from '../../setup/bytes.ts'
import { needs, test } from '../../setup/fixtures.ts'
import { addressings } from '../../setup/target.ts'
import { mediaInfo, startUpload } from './chain.ts'

const [addressing = 'ip'] = addressings

const watermark = { BusinessType: 'watermark' }

/** Makes a call by the host of a region, at the address of the emulator. @throws Error naming the refusal */
async function callIn(
  target: Target,
  region: string,
  Action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Body> {
  const { url } = requestV1(target, { Action, ...parameters })
  const { text } = await send(url, { headers: { host: `vod.${region}.aliyuncs.com` } })
  const body: Body = JSON.parse(text)
  if ('Code' in body) throw new Error(text)
  return body
}

test('uploads of an application go to the bucket that it was given, and those of no other', async ({
  target,
}) => {
  const call = (action: string, parameters: Readonly<Record<string, string>>) =>
    succeeded(openapiCore.call(target, action, parameters))
  const newApplication = async () =>
    String((await call('CreateAppInfo', { AppName: `test-${randomUUID()}` })).AppId)
  const [AppId, other] = [await newApplication(), await newApplication()]
  const before = await startUpload(openapiCore, target, { ...watermark, AppId })

  const StorageLocation = String((await call('AddVodStorageForApp', { AppId })).StorageLocation)

  const pattern = new RegExp(`^outin-[0-9a-f]{32}\\.oss-${target.region}\\.aliyuncs\\.com$`)
  expect(StorageLocation).toMatch(pattern)
  const after = await startUpload(openapiCore, target, { ...watermark, AppId })
  expect(after.upload.address.Bucket).toBe(StorageLocation.split('.')[0])
  expect(after.upload.address.Bucket).not.toBe(before.upload.address.Bucket)

  for (const { upload, mediaId, mediaUrl } of [before, after]) {
    for (const v4 of [false, true]) {
      const client = uploadClient(upload, { addressing, v4, region: `oss-${upload.auth.Region}` })
      const file = bytes(v4 ? 200 : 100)
      await client.put(upload.address.FileName, file)
      expect(Buffer.from(await (await fetch(mediaUrl)).arrayBuffer())).toEqual(file)
    }
    expect(await mediaInfo(openapiCore, target, mediaId)).toMatchObject({ Status: 'Normal', AppId })
  }
  expect(await mediaInfo(openapiCore, target, after.mediaId)).toMatchObject({ StorageLocation })

  for (const foreign of [{}, { AppId: other }])
    expect(
      await openapiCore.call(target, 'CreateUploadAttachedMedia', {
        ...watermark,
        ...foreign,
        StorageLocation,
      }),
    ).toMatchObject({ ok: false, code: 'InvalidStorage.NotFound' })
  const { upload } = await startUpload(openapiCore, target, { ...watermark, AppId: other })
  expect(upload.address.Bucket).toBe(before.upload.address.Bucket)
})

test('a bucket in another region takes uploads there, by signatures for that region alone', async ({
  target,
  skip,
}) => {
  const { bucket } = needs(target, 'bucket', skip)
  const region = 'cn-beijing'
  const call = (action: string, parameters: Readonly<Record<string, string>>) =>
    callIn(target, region, action, parameters)
  const { AppId } = await call('CreateAppInfo', { AppName: `test-${randomUUID()}` })
  const { StorageLocation } = await call('AddVodStorageForApp', { AppId: String(AppId) })
  expect(StorageLocation).toMatch(/\.oss-cn-beijing\.aliyuncs\.com$/)

  const asked = { ...watermark, AppId: String(AppId) }
  const created = await call('CreateUploadAttachedMedia', asked)
  const { address, auth } = decodeUpload(created)
  expect(auth.Region).toBe(region)
  const upload = { address: { ...address, Endpoint: bucket.endpoint }, auth }
  const clientFor = (oss: string, v4 = true) =>
    uploadClient(upload, { addressing, v4, region: oss })
  await expect(clientFor('oss-cn-shanghai').put(address.FileName, bytes(10))).rejects.toMatchObject(
    {
      code: 'InvalidArgument',
      ecCode: '0002-00000226',
    },
  )
  await clientFor('oss-cn-beijing').put(address.FileName, bytes(10))
  await clientFor('oss-cn-beijing', false).put(address.FileName, bytes(20))

  const info = { MediaIds: String(created.MediaId) }
  expect(await call('GetAttachedMediaInfo', info)).toMatchObject({
    AttachedMediaList: [{ Status: 'Normal', StorageLocation }],
  })
  expect(
    await openapiCore.call(target, 'CreateUploadAttachedMedia', {
      ...asked,
      StorageLocation: String(StorageLocation),
    }),
  ).toMatchObject({ ok: false, code: 'InvalidStorage.NotFound' })
})
