import fc from 'fast-check'
import * as hostile from './hostile.ts'
import { type ByteString, type For, utf8, type World } from './request.ts'

const list = (inner: ByteString): ByteString =>
  `<CompleteMultipartUpload>${inner}</CompleteMultipartUpload>`
const part = (number: ByteString, etag: ByteString): ByteString =>
  `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`

const bomb = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">${Array.from(
  { length: 9 },
  (_, i) =>
    `<!ENTITY ${String.fromCharCode(99 + i)} "${`&${String.fromCharCode(98 + i)};`.repeat(10)}">`,
).join('')}]>${list('&k;')}`

const broken: readonly ByteString[] = [
  '',
  ' ',
  'no XML',
  bomb,
  '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
  '<a>'.repeat(10_000),
  `${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}`,
  `<a ${'b="c" '.repeat(10_000)}/>`,
  list('<![CDATA['),
  list('<!-- -- -->'),
  list('<?php ?>'),
  list('&#x0;&#xFFFFFFFF;&#99999999999;&undefined;'),
  list(
    '<__proto__>1</__proto__><constructor/><Part><__proto__><PartNumber>1</PartNumber></__proto__></Part>',
  ),
  list(part('1', '&quot;')),
  list(part('&#49;', 'a')),
  list(part('1', '').repeat(11_000)),
  list(part('1'.repeat(500), '"')),
  list('<Part/>'),
  list('<Part>1</Part>'),
  '<CompleteMultipartUpload',
  '<CompleteMultipartUpload/>',
  '<a:CompleteMultipartUpload xmlns:a="b"/>',
  `\xef\xbb\xbf${list('')}`,
  Buffer.from(`\ufeff${list('')}`, 'utf16le').toString('latin1'),
  `<?xml version="1.0" encoding="UTF-16"?>${list(part('1', 'a'))}`,
  list('\xff\xfe\x00'),
  list(utf8('\u{ffff}\u{1f4a9}')),
  list('x'.repeat(500_000)),
]

/** Bodies that claim to be the list of parts. */
export const completion: fc.Arbitrary<For<ByteString>> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...broken).map((body) => () => body) },
  {
    weight: 2,
    arbitrary: fc.tuple(hostile.text, hostile.text).map((values) => () => list(part(...values))),
  },
  {
    weight: 1,
    arbitrary: hostile.bytes(60).map((inside) => () => list(inside)),
  },
  // A good one for a part that is there, which a reader of quotes has to get through.
  {
    weight: 1,
    arbitrary: fc.constant(({ partETag }: World) => list(part('1', `&#34;${partETag}&#34;`))),
  },
)
