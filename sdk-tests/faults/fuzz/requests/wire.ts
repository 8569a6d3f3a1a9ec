import fc from 'fast-check'
import { floods, lines } from './header-lines.ts'
import type { ByteString } from './request.ts'

/** Spoils bytes that are ready to be sent. */
type Spoil = (sent: ByteString) => ByteString

const tokens: readonly ByteString[] = [
  '\r\n',
  '\r\n\r\n',
  '\n',
  '\r',
  '\0',
  ' ',
  '\t',
  ':',
  '%',
  '%0',
  '%0d%0a',
  '&&',
  '=',
  '?',
  '#',
  '\\',
  '\xff',
  '\x80',
  'HTTP/1.1',
  '\r\n x',
  '0\r\n\r\n',
  ';a=b',
]

/** A place in bytes of any length. */
const at = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const place = (sent: ByteString, where: number) => Math.floor(where * sent.length)

const insertion: fc.Arbitrary<Spoil> = fc
  .tuple(at, fc.constantFrom(...tokens))
  .map(([where, token]) => (sent) => {
    const i = place(sent, where)
    return sent.slice(0, i) + token + sent.slice(i)
  })

const replacement: fc.Arbitrary<Spoil> = fc
  .array(fc.tuple(at, fc.nat(255)), { minLength: 1, maxLength: 4 })
  .map(
    (changes) => (sent) =>
      changes.reduce((text, [where, code]) => {
        const i = place(text, where)
        return text.slice(0, i) + String.fromCharCode(code) + text.slice(i + 1)
      }, sent),
  )

const deletion: fc.Arbitrary<Spoil> = fc.tuple(at, fc.nat(30)).map(([where, length]) => (sent) => {
  const i = place(sent, where)
  return sent.slice(0, i) + sent.slice(i + length)
})

const doubling: fc.Arbitrary<Spoil> = fc.tuple(at, fc.nat(200)).map(([where, length]) => (sent) => {
  const i = place(sent, where)
  return sent.slice(0, i + length) + sent.slice(i)
})

const truncation: fc.Arbitrary<Spoil> = at.map(
  (where) => (sent) => sent.slice(0, place(sent, where)),
)

/** Puts lines before the end of the first head. */
const header: fc.Arbitrary<Spoil> = fc
  .oneof(
    { weight: 12, arbitrary: fc.constantFrom(...lines) },
    { weight: 1, arbitrary: fc.constantFrom(...floods) },
  )
  .map((line) => (sent) => sent.replace('\r\n\r\n', () => `\r\n${line}\r\n\r\n`))

const start = (pattern: RegExp, values: readonly ByteString[]): fc.Arbitrary<Spoil> =>
  fc.constantFrom(...values).map((value) => (sent) => sent.replace(pattern, () => value))

const method = start(/^\S+/, [
  'BREW',
  'PROPFIND',
  'CONNECT',
  'TRACE',
  'get',
  'M-SEARCH',
  'PRI',
  'SOURCE',
  '',
  'GET\t',
  'G\0T',
  'HEAD',
  'OPTIONS',
  'x'.repeat(200),
])

const version = start(/HTTP\/1\.1/, [
  'HTTP/0.9',
  'HTTP/1.0',
  'HTTP/1.2',
  'HTTP/2.0',
  'HTTP/9.9',
  'HTTP/1.1 ',
  'http/1.1',
  'HTTP/01.1',
  'ICE/1.0',
  'RTSP/1.0',
  '',
])

const target = start(/(?<=^\S+ )\/?/, [
  'http://other/',
  'http://',
  'https://[::1]:99999/',
  'HTTP://A@B/',
  'ftp://a/',
  '*',
  '',
  '//',
  '///evil.example/',
  '/../../',
  '/%2e%2e/',
  '/./',
  '/\\',
  '/%',
  '/%zz',
  '/\xff',
  '/\0',
  '?',
  '#/',
  '/#',
  `/${'a/'.repeat(40_000)}`,
  `/?${'a=b&'.repeat(20_000)}`,
  `/${'%41'.repeat(50_000)}`,
])

/** Chunks that no client writes, where there are any. */
const chunking: fc.Arbitrary<Spoil> = fc
  .constantFrom(
    '5;name=value\r\nhello\r\n0\r\n\r\n',
    `5;${'x'.repeat(20_000)}\r\nhello\r\n0\r\n\r\n`,
    'ffffffffffffffff\r\nhello',
    '7fffffff\r\nhello',
    '-1\r\nhello\r\n0\r\n\r\n',
    '0x5\r\nhello\r\n0\r\n\r\n',
    'g\r\nhello\r\n0\r\n\r\n',
    ' 5\r\nhello\r\n0\r\n\r\n',
    '5 \r\nhello\r\n0\r\n\r\n',
    '5\nhello\n0\n\n',
    '5\r\nhello0\r\n\r\n',
    '5\r\nhel\r\n0\r\n\r\n',
    '000000000000000000005\r\nhello\r\n0\r\n\r\n',
    '5\r\nhello\r\n0\r\nAuthorization: OSS a:b\r\nContent-Length: 7\r\n\r\n',
    `0\r\n${'x: y\r\n'.repeat(20_000)}\r\n`,
    `${'1\r\nx\r\n'.repeat(2000)}0\r\n\r\n`,
    '\r\n',
    '',
  )
  .map((body) => (sent) => {
    const end = sent.indexOf('\r\n\r\n')
    const head = sent
      .slice(0, end < 0 ? undefined : end)
      .replace(/\r\n(?:content-length|transfer-encoding):[^\r]*/gi, '')
    return `${head}\r\nTransfer-Encoding: chunked\r\n\r\n${body}`
  })

const lineEnds: fc.Arbitrary<Spoil> = fc
  .constantFrom('\n', '\r', '\n\r', '\r\n\r\n', '\r\n ')
  .map((end) => (sent) => sent.replaceAll('\r\n', end))

const escapes: fc.Arbitrary<Spoil> = fc
  .constantFrom('%', '%%', '%u0041', '%C0%AF', '%00', '%E4%B8', '%0D%0A', '+', '%2')
  .map((broken) => (sent) => sent.replace(/%../g, () => broken))

/** One thing that happens to bytes between a client that meant well and the server. */
export const spoil: fc.Arbitrary<Spoil> = fc.oneof(
  { weight: 6, arbitrary: header },
  { weight: 4, arbitrary: replacement },
  { weight: 4, arbitrary: insertion },
  { weight: 3, arbitrary: truncation },
  { weight: 2, arbitrary: deletion },
  { weight: 2, arbitrary: doubling },
  { weight: 2, arbitrary: chunking },
  { weight: 2, arbitrary: target },
  { weight: 2, arbitrary: method },
  { weight: 1, arbitrary: version },
  { weight: 1, arbitrary: escapes },
  { weight: 1, arbitrary: lineEnds },
)
