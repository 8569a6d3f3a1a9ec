import { createHash } from 'node:crypto'
import { describe, expect } from 'vitest'
import { bytes } from '../../setup/bytes.ts'
import { signatures, test } from './account.ts'

const md5Of = (file: Buffer) => createHash('md5').update(file).digest()
const hello = Buffer.from('hello world')
const crcOfHello = '5981764153023615706'
const ossRequestId = /^[0-9A-F]{24}$/

describe.each(signatures)('with $version,', ({ v4 }) => {
  test('PutObject answers the digests of what was put', async ({ account, key }) => {
    const { res } = await account({ v4 }).put(key, hello)

    expect(res.status).toBe(200)
    expect(res.headers).toMatchObject({
      server: 'AliyunOSS',
      etag: `"${md5Of(hello).toString('hex').toUpperCase()}"`,
      'content-md5': md5Of(hello).toString('base64'),
      'x-oss-hash-crc64ecma': crcOfHello,
      'x-oss-request-id': expect.stringMatching(ossRequestId),
      'content-length': '0',
    })
  })

  test('GetObject and HeadObject answer what was put with the object', async ({ account, key }) => {
    const headers = {
      'Content-Type': 'image/x-odd; charset=utf-8',
      'Cache-Control': 'max-age=60',
      'Content-Disposition': 'attachment; filename="a.png"',
      'Content-Language': 'de',
      Expires: 'Fri, 01 Jan 2027 00:00:00 GMT',
    }
    const meta = { Author: 'alice', 'two-words': 'b  c' }
    const client = account({ v4 })

    await client.put(key, hello, { headers, meta })
    const got = await client.get(key)
    const head = await client.head(key)

    const lowered = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    )
    const expected = {
      ...lowered,
      'x-oss-meta-author': 'alice',
      'x-oss-meta-two-words': 'b  c',
      'content-length': '11',
      'content-md5': md5Of(hello).toString('base64'),
      'x-oss-hash-crc64ecma': crcOfHello,
      'x-oss-object-type': 'Normal',
      'x-oss-storage-class': 'Standard',
      'accept-ranges': 'bytes',
      'last-modified': expect.stringMatching(/ GMT$/),
    }
    expect(got.content.equals(hello)).toBe(true)
    expect(got.res.headers).toMatchObject(expected)
    expect(head.res.headers).toMatchObject(expected)
    expect(head.meta).toEqual({ author: 'alice', 'two-words': 'b  c' })
  })

  test('HeadObject gives metadata back in the bytes that it had', async ({ account, key }) => {
    const client = account({ v4, headerEncoding: 'latin1' })

    await client.put(key, hello, { meta: { title: '文件 🎬' } })
    const { meta } = await client.head(key)

    expect(Buffer.from(meta?.title ?? '', 'latin1').toString()).toBe('文件 🎬')
  })

  test('GetObjectMeta answers only size, ETag and time', async ({ account, key }) => {
    const client = account({ v4 })
    await client.put(key, hello, { meta: { author: 'alice' } })

    const { res } = await client.getObjectMeta(key)

    expect(res.headers).toMatchObject({ 'content-length': '11', etag: expect.any(String) })
    expect(res.headers).toHaveProperty('last-modified')
    for (const name of ['content-type', 'x-oss-meta-author', 'x-oss-object-type'])
      expect(res.headers).not.toHaveProperty(name)
  })

  test('PutObject and GetObject take an empty object', async ({ account, key }) => {
    const client = account({ v4 })

    await client.put(key, Buffer.alloc(0))
    const { content, res } = await client.get(key)

    expect(content).toHaveLength(0)
    expect(res.headers).toMatchObject({
      'content-length': '0',
      'x-oss-hash-crc64ecma': '0',
      etag: '"D41D8CD98F00B204E9800998ECF8427E"',
    })
  })

  test('GetObject answers an object of parts with an ETag of its parts, and no MD5', async ({
    account,
    key,
  }) => {
    const client = account({ v4 })
    const partSize = 102_400
    const file = bytes(2 * partSize + 1)

    await client.multipartUpload(key, file, { partSize })
    const { content, res } = await client.get(key)

    const parts = [0, 1, 2].map((i) => file.subarray(i * partSize, (i + 1) * partSize))
    const etags = parts.map((part) => md5Of(part).toString('hex').toUpperCase()).join('')
    const etag = md5Of(Buffer.from(etags)).toString('hex').toUpperCase()
    expect(content.equals(file)).toBe(true)
    expect(res.headers).toMatchObject({ etag: `"${etag}-3"`, 'x-oss-object-type': 'Multipart' })
    expect(res.headers).not.toHaveProperty('content-md5')
  })

  test('GetObject answers what the signed query puts in place of its own headers', async ({
    account,
    key,
  }) => {
    const client = account({ v4 })
    await client.put(key, hello, { headers: { 'Content-Type': 'image/png' } })
    const overrides = {
      'content-type': 'text/x-other',
      'content-language': 'zh-CN',
      expires: 'Sat, 02 Jan 2027 00:00:00 GMT',
      'cache-control': 'no-cache',
      'content-disposition': 'attachment; filename="b.png"',
      'content-encoding': 'identity',
    }
    const subres = Object.fromEntries(
      Object.entries(overrides).map(([name, value]) => [`response-${name}`, value]),
    )

    const { content, res } = await client.get(key, { subres })

    expect(content.equals(hello)).toBe(true)
    expect(res.headers).toMatchObject(overrides)
    expect((await client.head(key)).res.headers['content-type']).toBe('image/png')
  })

  test('DeleteObject answers 204, also for an object that is not there', async ({
    account,
    key,
  }) => {
    const client = account({ v4 })
    await client.put(key, hello)

    expect((await client.delete(key)).res.status).toBe(204)
    expect((await client.delete(key)).res.status).toBe(204)
    await expect(client.get(key)).rejects.toMatchObject({ status: 404, code: 'NoSuchKey' })
  })
})
