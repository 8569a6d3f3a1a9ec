import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bucketKey, partKey, probeKey } from './keys.ts'

const segments = fc.array(
  fc.constantFrom(
    '',
    '.',
    ' ..',
    'a',
    '%2E',
    'é',
    '\n',
    '\\',
    'x__XLDIR__',
    'xl.meta',
    'x'.repeat(247),
  ),
  {
    minLength: 1,
    maxLength: 6,
  },
)

/** Keys of OSS have at most 1,023 bytes. */
const keys = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 250 }),
    segments.map((parts) => parts.join('/')),
  )
  .filter((key) => key !== '' && Buffer.byteLength(key) <= 1023)

describe('the key in a bucket', () => {
  test.for([
    'a.png',
    'folder/名 字.png',
    '%2F',
    'a+b',
    '.hidden',
    'a...b',
    ' a.. ',
    'axl.meta',
    '😀',
    'x'.repeat(246),
  ])('of %s is the same', (key) => {
    expect(bucketKey(key)).toBe(key)
  })

  test.for([
    ['a//b', 'a%2F%2Fb'],
    ['a/', 'a%2F'],
    ['./a', '%2E%2Fa'],
    ['a/../b', 'a%2F%2E%2E%2Fb'],
    ['a/ .. /b', 'a%2F%20%2E%2E%20%2Fb'],
    ['a\\b', 'a%5Cb'],
    ['a/xl.meta', 'a%2Fxl%2Emeta'],
    ['a\nb', 'a%0Ab'],
    ['é/\u007f', '%C3%A9%2F%7F'],
    ['a__XLDIR__', 'a%5F%5FXLDIR%5F%5F'],
    ['a.versions/b', 'a%2Eversions%2Fb'],
    ['.vod-emulator/probe', '%2Evod-emulator%2Fprobe'],
    ['x'.repeat(247), `${'x'.repeat(240)}/${'x'.repeat(7)}`],
  ])('of %s is its encoding', ([key = '', escaped]) => {
    expect(bucketKey(key)).toBe(`.vod-emulator/keys/${escaped}`)
  })

  test('of a key with a long encoding is a digest', () => {
    expect(bucketKey(`${'名'.repeat(300)}//`)).toMatch(/^\.vod-emulator\/keys\/[0-9a-f]{64}$/)
  })

  test('is one that every server can hold, and belongs to no other key', () => {
    fc.assert(
      fc.property(keys, keys, (key, other) => {
        const held = bucketKey(key)
        const parts = held.split('/')

        expect(Buffer.byteLength(held)).toBeLessThanOrEqual(1024)
        for (const part of parts) {
          expect(Buffer.byteLength(part)).toBeLessThanOrEqual(246)
          expect(part).not.toMatch(/^$|^xl\.meta$|(?:__XLDIR__|\.versions|\.uploads)$/)
          expect(['.', '..']).not.toContain(part.trim())
        }
        expect(held).not.toMatch(/[\p{Cc}\\]/u)
        expect(held === bucketKey(other)).toBe(key === other)
        expect([partKey('upload', 'part'), probeKey]).not.toContain(held)
      }),
      { numRuns: 2000 },
    )
  })
})
