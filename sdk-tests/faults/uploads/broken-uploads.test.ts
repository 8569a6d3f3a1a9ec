import { isDeepStrictEqual } from 'node:util'
import { describe, expect } from 'vitest'
import { accountClient, type OssClient, uploadClient } from '../../clients/ali-oss.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { begin } from '../../clients/raw.ts'
import { mediaInfo, type Started, startUpload } from '../../operations/vod/chain.ts'
import { bytes } from '../../setup/bytes.ts'
import { type Place, test } from './places.ts'

const sixDays = 6 * 24 * 3600
const eightDays = 8 * 24 * 3600
const whole = 2 * 1024 * 1024
const half = bytes(whole / 2)

interface Broken {
  readonly name: string
  /** Leaves an upload undone. @returns its upload id, if it has one */
  leave(client: OssClient, key: string, place: Place): Promise<string | undefined>
}

/** Sends half of a body, waits for it to arrive in the store, and breaks the connection. */
async function breakOff(url: string, headers: Record<string, string>, { remains, until }: Place) {
  const before = await remains()
  {
    using _sending = begin(url, { method: 'PUT', headers, body: half })
    await until(({ length }) => length === before.length + 1)
  }
  await until((now) => isDeepStrictEqual(now, before))
}

const announced = { 'content-length': String(whole) }
const chunked = { 'transfer-encoding': 'chunked' }

const putThenBreak =
  (headers: Record<string, string>): Broken['leave'] =>
  async (client, key, place) => {
    await breakOff(client.signatureUrl(key, { method: 'PUT' }), headers, place)
    return undefined
  }

async function onePart(client: OssClient, key: string): Promise<string> {
  const { uploadId } = await client.initMultipartUpload(key)
  await client.uploadPart(key, uploadId, 1, half, 0, half.length)
  return uploadId
}

const broken: readonly Broken[] = [
  { name: 'a put broken off within its length', leave: putThenBreak(announced) },
  { name: 'a put broken off between chunks', leave: putThenBreak(chunked) },
  {
    name: 'a part broken off within its length',
    async leave(client, key, place) {
      const uploadId = await onePart(client, key)
      const subResource = { partNumber: '2', uploadId }
      await breakOff(client.signatureUrl(key, { method: 'PUT', subResource }), announced, place)
      return uploadId
    },
  },
  { name: 'an upload that nobody completes', leave: onePart },
  {
    name: 'an aborted upload',
    async leave(client, key) {
      const uploadId = await onePart(client, key)
      await client.abortMultipartUpload(key, uploadId)
      return uploadId
    },
  },
]

const anywhere = { addressing: 'localhost-cname', region: 'oss-cn-shanghai' } as const

const startedIn = ({ target }: Place): Promise<Started> => startUpload(openapiCore, target)

describe.each(broken)('$name', ({ leave }) => {
  test('makes no object, and the media waits on', async ({ place }) => {
    const { mediaId, upload } = await startedIn(place)
    const key = upload.address.FileName

    await leave(uploadClient(upload, anywhere), key, place)

    const reading = accountClient(place.target, anywhere).head(key)
    await expect(reading).rejects.toMatchObject({ status: 404, code: 'NoSuchKey' })
    expect(await mediaInfo(openapiCore, place.target, mediaId)).toMatchObject({
      Status: 'Uploading',
    })
  })

  test('leaves nothing in the store after eight days', async ({ place }) => {
    const { upload } = await startedIn(place)
    const key = upload.address.FileName

    const uploadId = await leave(uploadClient(upload, anywhere), key, place)
    await place.target.clock.advance(eightDays)

    expect(await place.remains()).toEqual([])
    if (uploadId !== undefined)
      await expect(
        accountClient(place.target, anywhere).listParts(key, uploadId),
      ).rejects.toMatchObject({ status: 404, code: 'NoSuchUpload' })
  })
})

test('an upload lives for a week, and is completed with the parts that it had', async ({
  place,
}) => {
  const { upload } = await startedIn(place)
  const key = upload.address.FileName
  const uploadId = await onePart(uploadClient(upload, anywhere), key)
  const account = accountClient(place.target, anywhere)

  await place.target.clock.advance(sixDays)
  const { parts } = await account.listParts(key, uploadId)
  const { PartNumber, ETag } = [parts].flat()[0] ?? { PartNumber: '', ETag: '' }
  await account.completeMultipartUpload(key, uploadId, [{ number: Number(PartNumber), etag: ETag }])

  const { content } = await account.get(key)
  expect(content.equals(half)).toBe(true)
})

test('a put broken off over an object leaves the object as it was', async ({ place }) => {
  const { upload } = await startedIn(place)
  const key = upload.address.FileName
  const client = uploadClient(upload, anywhere)
  const first = bytes(1000, 1)
  await client.put(key, first)

  await breakOff(client.signatureUrl(key, { method: 'PUT' }), announced, place)

  const { content } = await accountClient(place.target, anywhere).get(key)
  expect(content.equals(first)).toBe(true)
})
