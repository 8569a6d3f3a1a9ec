import { describe, expect } from 'vitest'
import { type RawAnswer, send } from '../clients/raw.ts'
import { test } from '../operations/oss/account.ts'

const origin = 'https://www.example.com'
const content = Buffer.from('hello world')

/** What the web SDKs read of an answer; without ETag they hang. */
const needed = [
  'ETag',
  'x-oss-request-id',
  'x-oss-hash-crc64ecma',
  'x-oss-next-append-position',
  'x-oss-object-type',
  'x-oss-version-id',
  'x-oss-symlink-target',
  'x-oss-err',
  'x-oss-ec',
  'Content-MD5',
  'Date',
]

const exposedBy = ({ headers }: RawAnswer): readonly string[] =>
  String(headers['access-control-expose-headers']).split(/,\s*/)

interface Row {
  readonly method: string
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly of?: 'nothing'
}

const rows: readonly Row[] = [
  { method: 'PUT', status: 200 },
  { method: 'GET', status: 200 },
  { method: 'HEAD', status: 200 },
  { method: 'GET', status: 206, headers: { range: 'bytes=0-1' } },
  { method: 'GET', status: 304, headers: { 'if-none-match': '5EB63BBBE01EEED093CB22BB8F5ACDC3' } },
  { method: 'GET', status: 412, headers: { 'if-match': '0' } },
  { method: 'DELETE', status: 204 },
  { method: 'GET', status: 404, of: 'nothing' },
  { method: 'HEAD', status: 404, of: 'nothing' },
]

describe('a page of another origin', () => {
  test.for(rows)(
    'may read the answer $status to $method',
    async (row, { account, signedUrl, key }) => {
      await account().put(key, content)
      const url = await signedUrl(row.method, row.of === 'nothing' ? `${key}-2` : key)
      const headers = { origin, ...row.headers }

      const answer = await send(url, { method: row.method, headers })

      expect(answer.status).toBe(row.status)
      expect(['*', origin]).toContain(answer.headers['access-control-allow-origin'])
      expect(exposedBy(answer)).toEqual(expect.arrayContaining(needed))
    },
  )

  test.for([
    {
      refusal: 'a wrong signature',
      query: '?OSSAccessKeyId=vod-emulator&Expires=4102444800&Signature=x',
    },
    { refusal: 'an unknown key', query: '?OSSAccessKeyId=nobody&Expires=4102444800&Signature=x' },
    { refusal: 'an expired URL', query: '?OSSAccessKeyId=vod-emulator&Expires=1&Signature=x' },
    { refusal: 'no signature', query: '' },
  ])('may read that $refusal was refused', async ({ query }, { signedUrl, key }) => {
    const [bare = ''] = (await signedUrl('PUT', key)).split('?')

    const answer = await send(`${bare}${query}`, {
      method: 'PUT',
      headers: { origin },
      body: content,
    })

    expect(answer.status).toBe(403)
    expect(['*', origin]).toContain(answer.headers['access-control-allow-origin'])
    expect(exposedBy(answer)).toEqual(expect.arrayContaining(needed))
  })

  test('may read metadata', async ({ account, signedUrl, key }) => {
    await account().put(key, content, { meta: { author: 'alice' } })

    const answer = await send(await signedUrl('GET', key), { headers: { origin } })

    expect(answer.headers['x-oss-meta-author']).toBe('alice')
    expect(exposedBy(answer)).toContain('x-oss-meta-author')
  })
})

describe('a preflight', () => {
  const asked = 'authorization,content-type,x-oss-date,x-oss-security-token,x-oss-user-agent'

  test.for(['PUT', 'POST', 'GET', 'DELETE', 'HEAD'])(
    'for %s needs no signature and allows what it asks for',
    async (method, { signedUrl, key }) => {
      const [bare = ''] = (await signedUrl('GET', key)).split('?')

      const answer = await send(`${bare}?partNumber=1&uploadId=none`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': method,
          'access-control-request-headers': asked,
        },
      })

      expect(answer).toMatchObject({ status: 200, text: '' })
      expect(['*', origin]).toContain(answer.headers['access-control-allow-origin'])
      expect(answer.headers['access-control-allow-methods']?.split(/,\s*/)).toContain(method)
      expect(answer.headers['access-control-allow-headers']).toBe(asked)
      expect(Number(answer.headers['access-control-max-age'])).toBeGreaterThan(0)
      expect(answer.headers.vary).toContain('Origin')
    },
  )

  test.for([
    { lacks: 'an origin', headers: { 'access-control-request-method': 'PUT' } },
    { lacks: 'a method', headers: { origin } },
  ])('without $lacks is refused', async ({ headers }, { signedUrl, key }) => {
    const [bare = ''] = (await signedUrl('GET', key)).split('?')

    const answer = await send(bare, { method: 'OPTIONS', headers: { ...headers } })

    expect(answer.status).toBe(400)
    expect(answer.text).toContain('<Code>BadRequest</Code>')
  })
})
