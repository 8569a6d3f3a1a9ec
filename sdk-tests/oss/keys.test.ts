import { describe, expect } from 'vitest'
import { addressings } from '../setup/target.ts'
import { signatures, test } from './account.ts'
import { send } from './raw.ts'

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
  './a/../b/./c/..',
  '..',
  'a/../../b',
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
    const keys = ['a b', 'a+b', 'a%20b', 'A b', 'a/../b', 'b', './b', 'a//b', 'a/b'].map(
      (name) => `${folder}/${name}`,
    )

    for (const key of keys) await client.put(key, Buffer.from(key))
    const got = await Promise.all(keys.map((key) => client.get(key)))

    expect(got.map(({ content }) => content.toString())).toEqual(keys)
  })

  test('the longest key has 1023 octets', async ({ account, key: folder }) => {
    const client = account({ v4, addressing })
    const longest = `${folder}/`.padEnd(1020, 'x') + '字'

    await client.put(longest, Buffer.from('x'))

    expect((await client.get(longest)).content.toString()).toBe('x')
    await expect(client.put(`${longest}x`, Buffer.from('x'))).rejects.toMatchObject({
      status: 400,
      code: 'InvalidObjectName',
    })
  })
})

describe('dot segments on the wire', () => {
  test.for(['a/../b', '../b', './b', 'a/..', '%2e%2e/b'])(
    '%s stay what they are',
    async (name, { account, signed, key: folder }) => {
      const key = `${folder}/${decodeURIComponent(name)}`
      const url = await signed('PUT', key)
      const written = url.replace(/(tests\/[^/]+\/)[^?]*/, `$1${name}`)

      const answer = await send(written, { method: 'PUT', body: Buffer.from(key) })

      expect(new URL(written).pathname).not.toBe(written.replace(/^https?:\/\/[^/]+|\?.*$/g, ''))
      expect(answer.status).toBe(200)
      expect((await account({ v4: true }).get(key)).content.toString()).toBe(key)
    },
  )
})
