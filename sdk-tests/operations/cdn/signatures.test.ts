import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEmulator, type Emulator } from '#emulator/index.ts'
import { type SignedParts, signedTarget, urlTypes } from '../../clients/signed-urls.ts'

const keys = ['vodEmulatorKey2024', 'aliyuncdnexp1234'] as const
const [key, backupKey] = keys
const [name, validity] = ['media.example.com', 1800]

let vod: Emulator

beforeAll(async () => {
  vod = await createEmulator({
    freezeClock: true,
    cdnDomains: [
      { name, key, backupKey },
      ...(['A', 'B', 'C'] as const).map((signingType) => ({
        name: `type-${signingType.toLowerCase()}.example.com`,
        key,
        backupKey,
        signingType,
      })),
    ],
  })
})
afterAll(() => vod.close())

const ask = (target: string, host = name) => vod.fetch(new Request(`http://${host}${target}`))

/** There is no such object, so what is let through answers 404. */
async function isAccepted(target: string, host?: string): Promise<boolean> {
  const { status } = await ask(target, host)
  expect([403, 404]).toContain(status)
  return status === 404
}

describe('the vectors of the manual and our own', () => {
  const file = '/watermark/0123456789ABCDEF0123456789ABCDEF-6-2.png'
  const rand = '477b3bbc253f467b8def6711128c7bec'
  const encoded = '/material/%E6%B5%8B%E8%AF%95%20a%2Bb%3Dc.jpg'
  const own = 1_700_000_000

  test.for<[vector: string, target: string, at: number]>([
    [
      'A of the manual',
      '/video/standard/1K.html?auth_key=1444435200-0-0-80cd3862d699b7118eed99103f2a3a4f',
      1_444_435_200,
    ],
    [
      'B of the manual',
      '/201508150800/9044548ef1527deadafa49a890a377f0/4/44/44c0909bcfc20a01afaf256ca99a8b8b.mp3',
      Date.UTC(2015, 7, 15) / 1000,
    ],
    [
      'C of the manual in the path',
      '/a37fa50a5fb8f71214b1e7c95ec7a1bd/55CE8100/test.flv',
      0x55ce8100,
    ],
    [
      'C of the manual in the query',
      '/test.flv?KEY1=a37fa50a5fb8f71214b1e7c95ec7a1bd&KEY2=55CE8100',
      0x55ce8100,
    ],
    ['A', `${file}?auth_key=1700000000-0-0-0ee1115d0c229dbdd234c2075cf9475d`, own],
    ['A with rand', `${file}?auth_key=1700000000-${rand}-0-b1707b37ec1d1b5f7f5119ed45b37019`, own],
    [
      'A of an encoded path',
      `${encoded}?auth_key=1700000000-0-0-08fbaa630d8d996e5fb2174faa7101b5`,
      own,
    ],
    ['B', `/202311150613/998cb2d4f251541d06e1d6d46c0fef5c${file}`, own - 20],
    ['C', `/f893d073bb33f0403e778618f6d66536/6553f100${file}`, own],
  ])('%s', async ([, target, at]) => {
    // A node compares whole seconds.
    await vod.clock.set((at + validity) * 1000 + 999)
    expect(await isAccepted(target)).toBe(true)

    await vod.clock.set((at + validity) * 1000 + 1000)
    expect(await isAccepted(target)).toBe(false)
  })

  test('the hash of the decoded path is refused, and named as the mistake that it is', async () => {
    await vod.clock.set(own * 1000)

    const answer = await ask(`${encoded}?auth_key=1700000000-0-0-d35c314c7da2b3efbe1f2a791e433dd6`)

    expect(answer.status).toBe(403)
    expect(answer.headers.get('x-vod-emulator-explanation')).toMatch(/^Mistake: path-decoded\./)
  })
})

// No dots: a URL parser would resolve segments of them.
const segment = fc.string({
  unit: fc.constantFrom(
    ...'abzAZ019-_~+=,;:@!$&()*',
    ...['%20', '%2F', '%E6%B5%8B', '%c3%a9', '%25', '.png'],
  ),
  minLength: 1,
  maxLength: 8,
})
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((all) => `/${all.join('/')}`)
// The last time that eight hex digits can write, less the validity.
const time = fc.integer({ min: 1_000_000_000, max: 0xffff_ffff - validity })

/** Replaces the character at a place, not the first slash of a path. */
function changed(text: string, at: number, replacement: string): string {
  const first = text.startsWith('/') ? 1 : 0
  const place = first + (at % (text.length - first))
  return text.slice(0, place) + replacement + text.slice(place + 1)
}

describe.each(urlTypes)('a URL signed by type $name', ({ type, writable, sign, write }) => {
  const own = `type-${type.toLowerCase()}.example.com`

  test('is accepted until its end and not one second longer, for any path, time and key', async () => {
    await fc.assert(
      fc.asyncProperty(path, time, fc.constantFrom(...keys), async (file, at, signer) => {
        const named = writable(at)
        const target = write(sign(file, named, signer))

        for (const host of [name, own]) {
          await vod.clock.set((named - validity) * 1000)
          expect(await isAccepted(target, host)).toBe(true)
          await vod.clock.set((named + validity) * 1000)
          expect(await isAccepted(target, host)).toBe(true)
          await vod.clock.advance(1)
          expect(await isAccepted(target, host)).toBe(false)
        }
      }),
    )
  })

  test('is refused after one character of path, time or hash changed', async () => {
    const part = fc.constantFrom<keyof SignedParts>('path', 'time', 'hash')
    const character = fc.constantFrom(...'abfzABFZ0189-_~%')
    const change = fc.record({ part, character, at: fc.nat() })
    await fc.assert(
      fc.asyncProperty(path, time, change, async (file, at, { part, character, at: place }) => {
        const named = writable(at)
        const parts = sign(file, named, key)
        const other = { ...parts, [part]: changed(parts[part], place, character) }
        fc.pre(other[part] !== parts[part])
        await vod.clock.set(named * 1000)

        for (const host of [name, own]) {
          expect(await isAccepted(write(parts), host)).toBe(true)
          expect(await isAccepted(write(other), host)).toBe(false)
        }
      }),
    )
  })

  test('is refused by a domain of another type', async () => {
    const at = writable(1_700_000_000)
    const target = write(sign('/key.png', at, key))
    await vod.clock.set(at * 1000)

    const accepted = []
    for (const other of ['A', 'B', 'C'])
      if (await isAccepted(target, `type-${other.toLowerCase()}.example.com`)) accepted.push(other)

    expect(accepted).toEqual([type])
  })

  test('is refused with a key that is not of the domain', async () => {
    const at = writable(1_700_000_000)
    await vod.clock.set(at * 1000)

    expect(await isAccepted(write(sign('/key.png', at, 'anotherKey')))).toBe(false)
  })
})

test('parameters beside the signature are not hashed', async () => {
  await vod.clock.set(1_700_000_000_000)
  const target = signedTarget('/key.png', 1_700_000_000, key)

  expect(await isAccepted(`${target}&x-oss-process=image`)).toBe(true)
  expect(await isAccepted(target.replace('?', '?from=page&'))).toBe(true)
})
