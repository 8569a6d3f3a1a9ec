import fc from 'fast-check'
import * as hostile from './hostile.ts'
import { hosts } from './hosts.ts'
import {
  type BodyFraming,
  type ByteString,
  encode,
  type For,
  type Pairs,
  type Request,
} from './request.ts'

const paths: fc.Arbitrary<ByteString> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '',
      '/',
      '/health',
      '/ready',
      '/info',
      '/clock',
      '/requests',
      '/media/',
      `/media/${'a'.repeat(32)}`,
      '/reset/..',
      '//',
      '/../',
      '/%2e%2e/',
      '/%',
      '/%ff',
      '?',
    ),
  },
  { weight: 2, arbitrary: hostile.text.map((id) => `/media/${encode(id)}`) },
  { weight: 1, arbitrary: hostile.text.map((path) => `/${encode(path)}`) },
)

/** Changes of the clock, good and bad; the next world puts it back. */
const changes: fc.Arbitrary<ByteString> = fc.oneof(
  fc.constantFrom(
    '{}',
    '{"set":"2026-01-01T00:00:00Z"}',
    '{"set":"+275760-09-13T00:00:00Z"}',
    '{"set":"-271821-04-20T00:00:00Z"}',
    '{"set":"9999-12-31T23:59:59Z"}',
    '{"set":"1970-01-01T00:00:00Z"}',
    '{"advance":3600}',
    '{"advance":-1e15}',
    '{"advance":1e308}',
    '{"advance":9e12}',
    '{"freeze":true}',
    '{"freeze":false,"freeze":true}',
    '{"__proto__":{"advance":1}}',
    '{"constructor":1}',
    '{"advance":"1"}',
    '"',
    '[]',
    'null',
    `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    `{"set":"${'x'.repeat(70_000)}"}`,
  ),
  fc.json(),
  hostile.text,
)

const guards: fc.Arbitrary<Pairs> = fc.oneof(
  { weight: 4, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          'origin',
          'sec-fetch-site',
          'authorization',
          'content-type',
          'accept',
          'cookie',
        ),
        fc.oneof(fc.constantFrom('null', 'http://evil.example', 'cross-site'), hostile.headerText),
      )
      .map(([name, value]): Pairs => [[name, value]]),
  },
)

const json: Pairs = [['content-type', 'application/json']]

/** A request to the control plane. One in some hundred resets the emulator in the middle of everything. */
export const control: fc.Arbitrary<For<{ request: Request; framing: BodyFraming }>> = fc
  .tuple(
    fc.oneof(
      {
        weight: 20,
        arbitrary: fc.record({
          method: fc.constantFrom(
            'GET',
            'GET',
            'GET',
            'HEAD',
            'POST',
            'PUT',
            'DELETE',
            'OPTIONS',
            'PATCH',
          ),
          path: paths,
          own: guards,
          body: fc.constantFrom(undefined, ''),
        }),
      },
      {
        weight: 10,
        arbitrary: changes.map((body) => ({ method: 'POST', path: '/clock', own: json, body })),
      },
      {
        weight: 1,
        arbitrary: fc.constant({ method: 'POST', path: '/reset', own: [], body: undefined }),
      },
    ),
    hosts,
  )
  .map(([{ method, path, own, body }, host]) => (world) => ({
    request: {
      method,
      target: `/_emulator${path}`,
      headers: [['Host', host ?? world.host()], ...own],
      ...(body !== undefined && { body }),
    },
    framing: 'length',
  }))
