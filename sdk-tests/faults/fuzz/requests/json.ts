import fc from 'fast-check'
import * as hostile from './hostile.ts'
import { type ByteString, utf8 } from './request.ts'

const deep = (depth: number) => `{"BusinessType":${'['.repeat(depth)}${']'.repeat(depth)}}`

/** Bodies that claim to be JSON. */
export const jsonBody: fc.Arbitrary<ByteString> = fc.oneof(
  fc.constantFrom(
    '{"BusinessType":"watermark"}',
    '{"__proto__":{"Action":"a"},"constructor":{"prototype":1}}',
    '{"Title":"\\ud800","BusinessType":"watermark"}',
    '{"FileSize":1e400,"CateIds":99999999999999999999}',
    '{"a":1,"a":2}',
    '\xef\xbb\xbf{}',
    '{"Title":"\xff\xfe"}',
    '[[]]',
    'null',
    '{',
    '"',
    deep(100),
    deep(100_000),
    `{${'"a":1,'.repeat(5000)}"b":2}`,
  ),
  fc.json().map(utf8),
  hostile.text,
)
