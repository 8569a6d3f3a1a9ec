import { createHash } from 'node:crypto'
import { describe, expect } from 'vitest'
import { uploadClient } from '../../clients/ali-oss.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { send } from '../../clients/raw.ts'
import { bytes } from '../../setup/bytes.ts'
import { startUpload } from '../vod/chain.ts'
import { signatures, test } from './account.ts'

const first = Buffer.from('the first content')
const second = Buffer.from('the second content')
const md5Of = (file: Buffer) => createHash('md5').update(file).digest('base64')

describe.each(signatures)('with $version,', ({ v4 }) => {
  test.for([
    { digest: 'of another content', md5: md5Of(second) },
    { digest: 'that is no Base64', md5: 'not/base64!' },
    { digest: 'of too few bytes', md5: Buffer.alloc(15).toString('base64') },
    { digest: 'in hex', md5: createHash('md5').update(first).digest('hex') },
  ])('a put with a digest $digest stores nothing', async ({ md5 }, { account, key }) => {
    const client = account({ v4 })
    const headers = { 'Content-MD5': md5 }

    await expect(client.put(key, first, { headers })).rejects.toMatchObject({
      status: 400,
      code: 'InvalidDigest',
    })
    await expect(client.head(key)).rejects.toMatchObject({ status: 404 })
  })

  test('a put with the digest of another content leaves the object as it was', async ({
    account,
    key,
  }) => {
    const client = account({ v4 })
    await client.put(key, first)
    const headers = { 'Content-MD5': md5Of(first) }

    await expect(client.put(key, second, { headers })).rejects.toMatchObject({
      code: 'InvalidDigest',
    })
    expect((await client.get(key)).content.equals(first)).toBe(true)
  })

  test('an object is not overwritten by who forbids it', async ({ account, key }) => {
    const client = account({ v4 })
    const options = { headers: { 'x-oss-forbid-overwrite': 'true' }, partSize: 102_400 }
    const refusal = { status: 409, code: 'FileAlreadyExists' }

    await client.put(key, first, options)

    await expect(client.put(key, second, options)).rejects.toMatchObject({
      ...refusal,
      ecCode: '0026-00000002',
    })
    await expect(client.multipartUpload(key, bytes(150_000), options)).rejects.toMatchObject({
      ...refusal,
      ecCode: '0042-00000214',
    })
    expect((await client.get(key)).content.equals(first)).toBe(true)
  })

  test('an object is overwritten by who does not forbid it', async ({ account, key }) => {
    const client = account({ v4 })
    await client.put(key, first)

    await client.put(key, second, { headers: { 'x-oss-forbid-overwrite': 'false' } })

    expect((await client.get(key)).content.equals(second)).toBe(true)
  })

  test('a missing object is named in the refusal', async ({ account, key }) => {
    await expect(account({ v4 }).get(key)).rejects.toMatchObject({
      name: 'NoSuchKeyError',
      status: 404,
      code: 'NoSuchKey',
      message: 'The specified key does not exist.',
      requestId: expect.stringMatching(/^[0-9A-F]{24}$/),
      ecCode: '0026-00000001',
    })
  })

  test('a HEAD that is refused says why, although it has no body', async ({ target, key }) => {
    const { upload } = await startUpload(openapiCore, target)
    const client = uploadClient(upload, { v4, addressing: 'ip', region: upload.auth.Region })

    await expect(client.head(key)).rejects.toMatchObject({
      status: 403,
      code: 'AccessDenied',
      message: "Access denied by authorizer's policy.",
    })
  })
})

const decoded = (encoded: unknown): string => Buffer.from(String(encoded), 'base64').toString()

describe('x-oss-err', () => {
  test('is the XML that a GET would answer', async ({ signedUrl, key }) => {
    const head = await send(await signedUrl('HEAD', key), { method: 'HEAD' })
    const get = await send(await signedUrl('GET', key))

    const withoutIds = (xml: string) => xml.replace(/<RequestId>\w{24}<\/RequestId>/, '')
    expect(head.status).toBe(404)
    expect(head.text).toBe('')
    expect(withoutIds(decoded(head.headers['x-oss-err']))).toBe(withoutIds(get.text))
    expect(decoded(head.headers['x-oss-err'])).toContain(`<Key>${key}</Key>`)
    expect(head.headers['x-oss-ec']).toBe('0026-00000001')
  })

  test.for([
    { condition: 'If-Match', value: '"0"', status: 412, code: 'PreconditionFailed' },
    { condition: 'Authorization', value: 'OSS a:b', status: 400, code: 'InvalidArgument' },
  ])(
    'comes with $status',
    async ({ condition, value, status, code }, { account, signedUrl, key }) => {
      await account().put(key, first)

      const headers = { [condition]: value }
      const head = await send(await signedUrl('HEAD', key), { method: 'HEAD', headers })

      expect(head.status).toBe(status)
      expect(decoded(head.headers['x-oss-err'])).toContain(`<Code>${code}</Code>`)
    },
  )
})

test('nobody reads or writes without a signature', async ({ account, signedUrl, key }) => {
  await account().put(key, first)
  const [bare = ''] = (await signedUrl('GET', key)).split('?')

  for (const method of ['GET', 'PUT', 'DELETE', 'POST']) {
    const { status, text } = await send(bare, { method })
    expect(status).toBe(403)
    expect(text).toContain('<Code>AccessDenied</Code>')
  }
  expect((await account().get(key)).content.equals(first)).toBe(true)
})
