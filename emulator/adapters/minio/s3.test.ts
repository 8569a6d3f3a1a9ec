import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type S3, s3 } from './s3.ts'

type Headers = Readonly<Record<string, string>>

const version = { bucket: 'the-bucket', key: 'a/b', version: 'v1' }

const etag = '4b3a6218bb3e3a7303e8a171a60fcf92'
const encryption = 'x-amz-server-side-encryption'
const bytes = () => Object.assign(Readable.from([Buffer.from('bytes')]), { size: 5 })

let server: Server
let asked: string[]
let answers: (readonly [status: number, body: string, headers?: Headers] | undefined)[]
let store: S3

beforeEach(async () => {
  asked = []
  answers = []
  server = createServer((request, response) => {
    if (request.url?.includes('location')) return response.end('<LocationConstraint/>')
    asked.push(`${request.method} ${request.url}`)
    const [status, body, headers] = answers.shift() ?? [204, '']
    if (status === 0) return request.socket.destroy()
    return request.resume().once('end', () => response.writeHead(status, headers).end(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  store = s3({ origin, accessKey: 'key', secretKey: 'secret' }, 1000)
})
afterEach(() => {
  store.close()
  server.closeAllConnections()
  server.close()
})

describe('the removal of an object', () => {
  // In a request for several, MinIO can lose the versions that stay.
  test('is a request of its own', async () => {
    await store.remove(version)

    expect(asked).toEqual(['DELETE /the-bucket/a/b?versionId=v1'])
  })

  test('is sent again after the connection broke', async () => {
    answers = [[0, '']]

    await store.remove(version)

    expect(asked).toHaveLength(2)
  })

  test.for(['NoSuchVersion', 'NoSuchKey', 'NoSuchBucket'])('succeeds after %s', async (code) => {
    answers = [[404, `<Error><Code>${code}</Code></Error>`]]

    await store.remove(version)
  })

  test('fails after any other refusal', async () => {
    answers = [[403, '<Error><Code>AccessDenied</Code></Error>']]

    await expect(store.remove(version)).rejects.toMatchObject({ code: 'AccessDenied' })
  })
})

describe('the removal of parts', () => {
  test('is one request, which fails if one of them is refused', async () => {
    const refused = '<Error><Key>a/b</Key><Code>AccessDenied</Code></Error>'
    answers = [[200, `<DeleteResult>${refused}</DeleteResult>`]]

    const removal = store.removeLast('the-bucket', [version, { ...version, key: 'c' }])

    await expect(removal).rejects.toMatchObject({ code: 'AccessDenied' })
    expect(asked).toEqual(['POST /the-bucket?delete'])
  })
})

test('a server that keeps no versions is refused', async () => {
  answers = [[200, '']]

  await expect(store.put(version, {}, 'mark', bytes())).rejects.toThrow('no version')
})

test.for([
  ['that is 32 hex digits', etag, {}, true],
  ['with quotes', `"${etag}"`, {}, true],
  ['of an object encrypted by the server', etag, { [encryption]: 'AES256' }, true],
  ['of an object encrypted with a key of a KMS', etag, { [encryption]: 'aws:kms' }, false],
  ['of pieces', `${etag}-2`, {}, false],
] as const)('an ETag %s: may it be an MD5?', async ([, ETag, headers, isMd5]) => {
  answers = [[200, '', { ETag, 'x-amz-version-id': 'v1', ...headers }]]

  const { md5 } = await store.put(version, {}, 'mark', bytes())

  expect(md5?.toString('hex')).toBe(isMd5 ? etag : undefined)
})

test('a bucket is created in the region that the server names', async () => {
  const elsewhere = '<Error><Code>AuthorizationHeaderMalformed</Code><Region>r-1</Region></Error>'
  const bodies: string[] = []
  server.prependListener('request', (request) =>
    request.on('data', (bytes) => bodies.push(`${bytes}`)),
  )
  answers = [
    [400, elsewhere],
    [400, elsewhere],
    [200, ''],
    [200, ''],
  ]

  await store.createBucket('the-bucket')

  expect(asked.at(-1)).toBe('PUT /the-bucket?versioning')
  expect(bodies[0]).toContain('<LocationConstraint>r-1</LocationConstraint>')
})

test('a listing that cannot be parsed fails, and crashes nothing', async () => {
  const unreadable = '<ListVersionsResult><Version><Key>%zz</Key></Version></ListVersionsResult>'
  answers = [
    [404, ''],
    [200, unreadable],
  ]

  await expect(store.createdBy('mark', version)).rejects.toThrow(URIError)
})
