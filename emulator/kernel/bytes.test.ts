import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formDecode,
  fromText,
  percentDecode,
  percentEncode,
  percentEncodePath,
  toText,
} from './bytes.ts'

const bytes = fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1'))

describe('bytes', () => {
  test('survive percent-encoding', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(percentDecode(percentEncode(value))).toBe(value)
        expect(formDecode(percentEncode(value))).toBe(value)
      }),
    )
  })

  test('carry every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(toText(fromText(text))).toBe(text)
      }),
    )
  })

  test('that are not valid UTF-8 are not a text', () => {
    expect(toText('\xff')).toBeUndefined()
    expect(toText('\xc3\x28')).toBeUndefined()
  })

  test('are encoded as RFC 3986 has it', () => {
    expect(percentEncode(fromText("a b*c~+/=&%!'()中"))).toBe(
      'a%20b%2Ac~%2B%2F%3D%26%25%21%27%28%29%E4%B8%AD',
    )
    expect(percentEncodePath('a/b c')).toBe('a/b%20c')
  })

  test('keep malformed escapes as they are', () => {
    expect(percentDecode('%zz%4')).toBe('%zz%4')
    expect(percentDecode('%%41%4g%u0041%')).toBe('%A%4g%u0041%')
    expect(percentDecode('%e4%B8')).toBe('\xe4\xb8')
  })
})
