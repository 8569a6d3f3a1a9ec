import { createHash } from 'node:crypto'
import { describe, expect } from 'vitest'
import type { OssClient } from '../../clients/ali-oss.ts'
import { send } from '../../clients/raw.ts'
import { bytes } from '../../setup/bytes.ts'
import { signatures, test as signing } from './account.ts'

type Parts = readonly { readonly number: number; readonly etag: string }[]

/** An upload with one part of each size. */
interface Upload {
  readonly uploadId: string
  readonly parts: Parts
}

async function uploaded(client: OssClient, key: string, sizes: readonly number[]): Promise<Upload> {
  const { uploadId } = await client.initMultipartUpload(key)
  const parts: { number: number; etag: string }[] = []
  for (const [index, size] of sizes.entries()) {
    const { etag } = await client.uploadPart(key, uploadId, index + 1, bytes(size), 0, size)
    parts.push({ number: index + 1, etag })
  }
  return { uploadId, parts }
}

/** What is known of the parts of an upload that is open. */
async function listed(client: OssClient, key: string, uploadId: string): Promise<Parts> {
  const { parts } = await client.listParts(key, uploadId)
  return [parts ?? []]
    .flat()
    .map(({ PartNumber, ETag }) => ({ number: Number(PartNumber), etag: ETag }))
}

const md5Of = (file: Buffer) => createHash('md5').update(file).digest('base64')

/** Completes with a list as it is written here: ali-oss sorts it, and leaves out what comes twice. */
const listOf = (parts: Parts): string => {
  const items = parts.map(
    ({ number, etag }) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`,
  )
  return `<CompleteMultipartUpload>${items.join('')}</CompleteMultipartUpload>`
}

const sizes = [102_400, 102_399, 10]

/** Lists for an upload of three parts, the second below 100 KiB, and what each is refused with. */
const refusedLists: readonly {
  readonly list: string
  readonly code: string
  readonly body: (parts: Parts) => string
}[] = [
  { list: 'in descending order', code: 'InvalidPartOrder', body: (p) => listOf([...p].reverse()) },
  {
    list: 'with a part twice',
    code: 'InvalidPartOrder',
    body: ([first = none]) => listOf([first, first]),
  },
  {
    list: 'with a part twice, not in a row',
    code: 'InvalidPartOrder',
    body: ([first = none, second = none]) => listOf([first, second, first]),
  },
  {
    list: 'with a part that was never sent',
    code: 'InvalidPart',
    body: (p) => listOf([...p, { ...none, number: 4 }]),
  },
  {
    list: 'with another ETag',
    code: 'InvalidPart',
    body: ([first = none]) => listOf([{ ...first, etag: none.etag }]),
  },
  { list: 'with a small part before the last', code: 'EntityTooSmall', body: listOf },
  { list: 'without a part', code: 'MalformedXML', body: () => listOf([]) },
  { list: 'that is not XML', code: 'MalformedXML', body: () => 'all of them' },
]
const none = { number: 1, etag: `"${'0'.repeat(32)}"` }

/** What a client may say of the content of a part, and what is refused when it is wrong. */
const wrongClaims = [
  { claim: 'a Content-MD5 of another content', headers: { 'Content-MD5': md5Of(bytes(30)) } },
  { claim: 'a Content-MD5 that is not Base64', headers: { 'Content-MD5': 'not/base64!' } },
  { claim: 'a Content-MD5 of 15 bytes', headers: { 'Content-MD5': 'A'.repeat(20) } },
  {
    claim: 'a CRC-64 of another content',
    headers: { 'x-oss-hash-crc64ecma': '1' },
    code: 'InvalidCRC64',
  },
] satisfies readonly { claim: string; headers: Record<string, string>; code?: string }[]

describe.each(signatures)('with $version,', ({ v4 }) => {
  const test = signing.extend('client', ({ account }) => account({ v4 }))

  test('InitiateMultipartUpload opens an upload that has no parts and is no object', async ({
    client,
    key,
  }) => {
    const { uploadId } = await client.initMultipartUpload(key)

    expect(uploadId).toMatch(/^[0-9A-F]{32}$/)
    expect(await listed(client, key, uploadId)).toEqual([])
    await expect(client.head(key)).rejects.toMatchObject({ status: 404 })
  })

  test('UploadPart replaces the part of its number', async ({ client, key }) => {
    const { uploadId, parts } = await uploaded(client, key, [10])
    const { etag } = await client.uploadPart(key, uploadId, 1, bytes(20), 0, 20)

    expect(parts).not.toContainEqual({ number: 1, etag })
    expect(await listed(client, key, uploadId)).toEqual([{ number: 1, etag }])
  })

  test('UploadPart takes a Content-MD5 of its content', async ({ client, key, signedUrl }) => {
    const { uploadId } = await client.initMultipartUpload(key)
    const headers = { 'Content-MD5': md5Of(bytes(10)) }
    const query = { partNumber: '1', uploadId }

    const url = await signedUrl('PUT', key, { v4, headers, query })
    const answer = await send(url, { method: 'PUT', headers, body: bytes(10) })

    expect(answer).toMatchObject({
      status: 200,
      headers: { etag: expect.any(String), 'content-md5': headers['Content-MD5'] },
    })
    const etag = String(answer.headers.etag)
    expect(await listed(client, key, uploadId)).toEqual([{ number: 1, etag }])
  })

  test.for(wrongClaims)(
    'UploadPart refuses $claim, and what was there stays',
    async ({ headers, code = 'InvalidDigest' }, { client, key, signedUrl }) => {
      const { uploadId, parts } = await uploaded(client, key, [10])

      for (const partNumber of ['1', '2']) {
        const query = { partNumber, uploadId }
        const url = await signedUrl('PUT', key, { v4, headers, query })
        const { status, text } = await send(url, { method: 'PUT', headers, body: bytes(20) })
        expect(status).toBe(400)
        expect(text).toContain(`<Code>${code}</Code>`)
      }

      expect(await listed(client, key, uploadId)).toEqual(parts)
      await client.completeMultipartUpload(key, uploadId, parts)
      expect((await client.get(key)).content).toEqual(bytes(10))
    },
  )

  test('ListParts lists in the order of the numbers, page by page', async ({ client, key }) => {
    const { uploadId, parts } = await uploaded(client, key, [1, 2, 3])

    const first = await client.listParts(key, uploadId, { 'max-parts': '2' })
    expect(first).toMatchObject({ isTruncated: 'true', nextPartNumberMarker: '2' })
    expect([first.parts].flat()).toMatchObject([{ Size: '1' }, { Size: '2' }])
    const second = await client.listParts(key, uploadId, { 'part-number-marker': '2' })
    expect(second).toMatchObject({ isTruncated: 'false', nextPartNumberMarker: '3' })
    expect([second.parts].flat()).toMatchObject([{ PartNumber: '3', ETag: parts[2]?.etag }])
  })

  test('CompleteMultipartUpload makes one object of parts of 100 KiB and a last one of any size', async ({
    client,
    key,
  }) => {
    const { uploadId, parts } = await uploaded(client, key, [102_400, 1])

    const { etag } = await client.completeMultipartUpload(key, uploadId, parts)

    expect(etag).toMatch(/^"[0-9A-F]{32}-2"$/)
    const { content, res } = await client.get(key)
    expect(res.headers).toMatchObject({ etag, 'content-length': '102401' })
    expect(content).toEqual(Buffer.concat([bytes(102_400), bytes(1)]))
    await expect(client.listParts(key, uploadId)).rejects.toMatchObject({ code: 'NoSuchUpload' })
  })

  test.for(refusedLists)(
    'CompleteMultipartUpload refuses a list $list, and the upload stays open',
    async ({ code, body }, { client, key, signedUrl }) => {
      const { uploadId, parts } = await uploaded(client, key, sizes)

      const url = await signedUrl('POST', key, { v4, query: { uploadId } })
      const { status, text } = await send(url, { method: 'POST', body: Buffer.from(body(parts)) })

      expect(status).toBe(400)
      expect(text).toContain(`<Code>${code}</Code>`)
      await expect(client.head(key)).rejects.toMatchObject({ status: 404 })
      expect(await listed(client, key, uploadId)).toEqual(parts)
      await client.completeMultipartUpload(key, uploadId, parts.slice(0, 2))
    },
  )

  test('CompleteMultipartUpload takes the parts that are listed, and no others', async ({
    client,
    key,
  }) => {
    const { uploadId, parts } = await uploaded(client, key, sizes)

    await client.completeMultipartUpload(key, uploadId, [...parts.slice(0, 1), ...parts.slice(2)])

    expect((await client.get(key)).content).toEqual(Buffer.concat([bytes(102_400), bytes(10)]))
  })

  test('AbortMultipartUpload forgets the upload and its parts', async ({ client, key }) => {
    const { uploadId, parts } = await uploaded(client, key, [10])

    expect((await client.abortMultipartUpload(key, uploadId)).res.status).toBe(204)

    const gone = { status: 404, code: 'NoSuchUpload' }
    await expect(client.listParts(key, uploadId)).rejects.toMatchObject(gone)
    await expect(client.abortMultipartUpload(key, uploadId)).rejects.toMatchObject(gone)
    await expect(client.completeMultipartUpload(key, uploadId, parts)).rejects.toMatchObject(gone)
    const part = client.uploadPart(key, uploadId, 1, bytes(10), 0, 10)
    await expect(part).rejects.toMatchObject(gone)
    await expect(client.head(key)).rejects.toMatchObject({ status: 404, code: 'NoSuchKey' })
  })
})
