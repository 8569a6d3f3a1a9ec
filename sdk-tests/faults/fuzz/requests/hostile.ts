import fc from 'fast-check'
import { type ByteString, type Pairs, utf8 } from './request.ts'

/** Names that mean something to JavaScript, to file systems or to parsers. */
const names: readonly ByteString[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'length',
  '',
  ' ',
  '.',
  '..',
  '\0',
  'a[b]',
  'a.b',
  utf8('参数'),
  '\xff',
]

const texts: readonly ByteString[] = [
  ...names,
  'null',
  'NaN',
  '-1',
  '1e400',
  '9'.repeat(30),
  '\r\n',
  'a\r\nb: c',
  '\xed\xa0\x80',
  '\xc0\xaf',
  '\xf4\x90\x80\x80',
  '\xef\xbb\xbf',
  utf8('\u{202e}\u{0}\u{feff}'),
  utf8('👩‍👩‍👧‍👦'.repeat(30)),
  utf8(`e${'\u{301}'.repeat(500)}`),
  '%00%zz%',
  '../../../etc/passwd',
  'a/../../b',
  '<a>&amp;"\'',
  ']]>',
  '{"a":1}',
  '1,2,3,,,',
]

const long: fc.Arbitrary<ByteString> = fc
  .tuple(
    fc.constantFrom('a', '%', '&', ',', '/', '\0', '\xe4', '\xff', utf8('界')),
    fc.constantFrom(63, 128, 129, 1023, 1024, 1025, 8192, 20_000),
  )
  .map(([piece, times]) => piece.repeat(times))

export const bytes = (maxLength: number): fc.Arbitrary<ByteString> =>
  fc.uint8Array({ maxLength }).map((array) => Buffer.from(array).toString('latin1'))

const unicode = fc.string({ unit: 'binary', maxLength: 40 }).map(utf8)

/** A value that no well-meaning client sends, or any other. */
export const text: fc.Arbitrary<ByteString> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...texts) },
  { weight: 2, arbitrary: unicode },
  { weight: 2, arbitrary: bytes(40) },
  { weight: 1, arbitrary: long },
)

/** A value of a header: what cannot be part of one is left out. */
export const headerText: fc.Arbitrary<ByteString> = text.map((value) =>
  value.replace(/[^\t\x20-\x7e\x80-\xff]/g, '').slice(0, 8192),
)

/** Further parameters: hostile names and values, duplicates, very many. */
export const pairs: fc.Arbitrary<Pairs> = fc.oneof(
  { weight: 6, arbitrary: fc.constant([]) },
  {
    weight: 4,
    arbitrary: fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), text), text), {
      maxLength: 4,
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('a', 'Title', '__proto__'), fc.constantFrom(100, 1000, 10_000))
      .map(([name, times]) =>
        Array.from({ length: times }, (_, i) => [name, String(i % 7)] as const),
      ),
  },
)
