import { describe, expect } from 'vitest'
import { send } from '../../clients/raw.ts'
import { addressings } from '../../setup/target.ts'
import { signatures, test } from './account.ts'

const names = [
  'two words.png',
  'a+b=c&d.png',
  '100%.png',
  '%41%2F%20.png',
  '中文/文件.png',
  '🎬🇩🇪.mov',
  `'"()[]{}<>!*~@$^|;:,\`.txt`,
  'a?b#c.txt',
  'a//b///c',
  'back\\slash',
  'ends with a slash/',
  'tab\tand line\nfeed',
  '...',
  'a/..b/c../.d',
  'ÄÖÜ vs A\u0308O\u0308U\u0308',
  'constructor',
  '__proto__',
  '+',
  ' ',
] as const

const cells = addressings.flatMap((addressing) => signatures.map((row) => ({ ...row, addressing })))

describe.each(cells)('with $version, $addressing,', ({ v4, addressing }) => {
  test.for(names)('a key may be %j', async (name, { account, key: folder }) => {
    const client = account({ v4, addressing })
    const key = `${folder}/${name}`
    const content = Buffer.from(`the content of ${key}`)

    await client.put(key, content)
    const got = await client.get(key)
    await client.head(key)
    await client.delete(key)

    expect(got.content.equals(content)).toBe(true)
    await expect(client.get(key)).rejects.toMatchObject({ code: 'NoSuchKey' })
  })

  test('keys that only look alike are different objects', async ({ account, key: folder }) => {
    const client = account({ v4, addressing })
    const keys = ['a b', 'a+b', 'a%20b', 'A b', 'a//b', 'a/b', 'a/b/', 'é', 'e\u0301'].map(
      (name) => `${folder}/${name}`,
    )

    for (const key of keys) await client.put(key, Buffer.from(key))
    const got = await Promise.all(keys.map((key) => client.get(key)))

    expect(got.map(({ content }) => content.toString())).toEqual(keys)
  })

  test('the longest key has 1023 bytes', async ({ account, key: folder }) => {
    const client = account({ v4, addressing })
    const maxKey = `${folder}/字`.padEnd(1021, 'x')

    await client.put(maxKey, Buffer.from('x'))

    expect((await client.get(maxKey)).content.toString()).toBe('x')
    await expect(client.put(`${maxKey}x`, Buffer.from('x'))).rejects.toMatchObject({
      status: 400,
      code: 'InvalidObjectName',
    })
  })
})

/** The path of a signed URL written in another spelling of the same bytes. */
const spelt = (url: string, name: string): string =>
  url.replace(/(tests\/[^/]+\/)[^?]*/, (_, folder) => folder + name)

describe.each(signatures)('dot segments, with $version,', ({ v4 }) => {
  test.for(['a/../b', '../b', '../../../../../etc/passwd', './b', 'a/..', '.', '%2e%2e/b'])(
    'stay what they are: %s',
    async (name, { signedUrl, key: folder }) => {
      const key = `${folder}/${decodeURIComponent(name)}`

      const put = spelt(await signedUrl('PUT', key, { v4 }), name)
      const stored = await send(put, { method: 'PUT', body: Buffer.from(key) })
      const got = await send(spelt(await signedUrl('GET', key, { v4 }), name))

      // What every URL parser on the way would make of it.
      expect(new URL(put).href).not.toBe(put)
      expect(stored.status).toBe(200)
      expect(got).toMatchObject({ status: 200, text: key })
    },
  )

  test('and an encoded slash is a slash', async ({ signedUrl, key }) => {
    const put = spelt(await signedUrl('PUT', `${key}/a/b`, { v4 }), 'a%2Fb')

    await send(put, { method: 'PUT', body: Buffer.from('x') })

    expect(await send(await signedUrl('GET', `${key}/a/b`, { v4 }))).toMatchObject({ text: 'x' })
  })

  test('are folded by ali-oss after it has signed, which then covers another key', async ({
    account,
    key,
  }) => {
    const put = account({ v4 }).put(`${key}/a/../b`, Buffer.from('x'))

    await expect(put).rejects.toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
  })
})

describe.each(signatures)('a bare plus in the path, with $version,', ({ v4 }) => {
  test.for([
    { name: 'a+b', reading: 'a plus' },
    { name: 'a b', reading: 'a space, as old clients mean it' },
  ])('is $reading when the signature says so', async ({ name }, { account, signedUrl, key }) => {
    const put = spelt(await signedUrl('PUT', `${key}/${name}`, { v4 }), 'a+b')

    const { status } = await send(put, { method: 'PUT', body: Buffer.from('x') })

    expect(status).toBe(200)
    expect((await account().get(`${key}/${name}`)).content.toString()).toBe('x')
  })
})
