import { describe, expect } from 'vitest'
import type { OssClient } from '../../clients/ali-oss.ts'
import { signatures, test } from './account.ts'

const past = 'Fri, 05 Jan 2024 03:04:05 GMT'
const future = 'Thu, 01 Jan 2099 00:00:00 GMT'
const other = '"D41D8CD98F00B204E9800998ECF8427E"'

interface Known {
  readonly etag: string
  readonly modified: string
}

interface Row {
  readonly condition: string
  readonly of: string
  readonly value: (known: Known) => string
}

const bare = ({ etag }: Known) => etag.replaceAll('"', '').toLowerCase()

const met: readonly Row[] = [
  { condition: 'If-Match', of: 'the ETag', value: ({ etag }) => etag },
  { condition: 'If-Match', of: 'the ETag, bare and in lower case', value: bare },
  { condition: 'If-None-Match', of: 'another ETag', value: () => other },
  { condition: 'If-Modified-Since', of: 'the past', value: () => past },
  { condition: 'If-Unmodified-Since', of: 'its time', value: ({ modified }) => modified },
  { condition: 'If-Unmodified-Since', of: 'the future', value: () => future },
]

const unchanged: readonly Row[] = [
  { condition: 'If-None-Match', of: 'the ETag', value: ({ etag }) => etag },
  { condition: 'If-None-Match', of: 'the ETag, bare and in lower case', value: bare },
  { condition: 'If-Modified-Since', of: 'its time', value: ({ modified }) => modified },
  { condition: 'If-Modified-Since', of: 'the future', value: () => future },
]

const failed: readonly Row[] = [
  { condition: 'If-Match', of: 'another ETag', value: () => other },
  { condition: 'If-Unmodified-Since', of: 'the past', value: () => past },
]

const content = Buffer.from('hello world')

/** Puts an object and answers what its conditions may name. */
async function put(client: OssClient, key: string): Promise<Known> {
  await client.put(key, content)
  const { etag = '', 'last-modified': modified = '' } = (await client.head(key)).res.headers
  return { etag, modified }
}

describe.each(signatures)('with $version,', ({ v4 }) => {
  test.for(met)('an object is read under $condition with $of', async (row, { account, key }) => {
    const client = account({ v4 })
    const headers = { [row.condition]: row.value(await put(client, key)) }

    expect((await client.get(key, { headers })).content.equals(content)).toBe(true)
    expect((await client.head(key, { headers })).status).toBe(200)
  })

  test.for(unchanged)(
    'an object is unchanged under $condition with $of',
    async (row, { account, key }) => {
      const client = account({ v4 })
      const known = await put(client, key)
      const headers = { [row.condition]: row.value(known) }

      const got = await client.get(key, { headers })
      const head = await client.head(key, { headers })

      const expected = { etag: known.etag, 'last-modified': known.modified }
      expect(got.res).toMatchObject({ status: 304, headers: expected })
      expect(got.content).toHaveLength(0)
      expect(head.res).toMatchObject({ status: 304, headers: expected })
    },
  )

  test.for(failed)(
    'an object is refused under $condition with $of',
    async (row, { account, key }) => {
      const client = account({ v4 })
      const headers = { [row.condition]: row.value(await put(client, key)) }

      const refusal = { status: 412, code: 'PreconditionFailed' }
      await expect(client.get(key, { headers })).rejects.toMatchObject(refusal)
      await expect(client.head(key, { headers })).rejects.toMatchObject(refusal)
    },
  )

  test('a condition for reads is refused on a put', async ({ account, key }) => {
    const client = account({ v4 })
    const headers = { 'If-Match': other }

    await expect(client.put(key, content, { headers })).rejects.toMatchObject({
      status: 400,
      code: 'NotImplemented',
    })
    await expect(client.head(key)).rejects.toMatchObject({ code: 'NoSuchKey' })
  })
})
