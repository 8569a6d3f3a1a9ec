import fc from 'fast-check'
import * as hostile from './hostile.ts'
import type { ByteString } from './request.ts'

/** First bytes of other protocols, and of requests that are none. */
const greetings: readonly ByteString[] = [
  '',
  '\r\n',
  '\r\n\r\n\r\n',
  '\0',
  'GET /\r\n',
  'GET / HTTP/0.9\r\n\r\n',
  'GET\r\n\r\n',
  'GIBBERISH\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  '\x80\x2e\x01\x03\x01',
  'EHLO localhost\r\n',
  'SSH-2.0-OpenSSH_9.9\r\n',
  '*1\r\n$4\r\nPING\r\n',
  'PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n',
  '\x05\x01\x00',
  'x'.repeat(200_000),
  ' '.repeat(200_000),
  '\r\n'.repeat(50_000),
  'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n\x16\x03\x01',
  'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n',
  'GET / HTTP/1.0\r\n\r\n',
  'GET /_emulator/health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n',
]

/** Bytes that are not a request. */
export const noise: fc.Arbitrary<ByteString> = fc.oneof(
  fc.constantFrom(...greetings),
  hostile.bytes(300),
  hostile.text,
  fc.tuple(fc.constantFrom(...greetings), hostile.bytes(100)).map(([a, b]) => a + b),
  hostile.bytes(100).map((bytes) => `GET /${bytes} HTTP/1.1\r\nHost: a\r\n\r\n`),
)
