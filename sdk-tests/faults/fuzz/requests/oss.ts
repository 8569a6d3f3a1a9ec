import fc from 'fast-check'
import * as hostile from './hostile.ts'
import { hosts } from './hosts.ts'
import {
  type BodyFraming,
  type ByteString,
  encodePath,
  type For,
  type Pairs,
  type Request,
  type World,
} from './request.ts'
import { type OssScheme, signedOss } from './signing.ts'
import { completion } from './xml.ts'

/** What is done to an object, before it is addressed and signed. */
interface Deed {
  readonly method: string
  readonly query?: Pairs
  readonly headers?: Pairs
  readonly body?: ByteString
}

const headers = (name: fc.Arbitrary<string>, value = hostile.headerText): fc.Arbitrary<Pairs> =>
  fc.array(fc.tuple(name, value), { maxLength: 2 })

const bodies: fc.Arbitrary<ByteString> = fc.oneof(
  hostile.bytes(200),
  fc.constantFrom('', 'x', 'x'.repeat(100_000), '0\r\n\r\nGET / HTTP/1.1\r\n\r\n'),
)

const kept = fc.constantFrom(
  'content-type',
  'content-md5',
  'content-encoding',
  'content-disposition',
  'cache-control',
  'expires',
  'x-oss-meta-a',
  'x-oss-meta-__proto__',
  'x-oss-hash-crc64ecma',
  'x-oss-forbid-overwrite',
  'x-oss-storage-class',
  'x-oss-copy-source',
  'x-oss-callback',
  'if-match',
)

const ranges = [
  'bytes=0-0',
  'bytes=-1',
  'bytes=5-',
  'bytes=0-99999999999999999999',
  'bytes=-0',
  'bytes=2-1',
  'bytes=0-0,2-3',
  'bytes=',
  'bytes=a-b',
  'characters=0-1',
]

const reading: fc.Arbitrary<Pairs> = fc.oneof(
  fc.constantFrom(...ranges).map((range): Pairs => [['range', range]]),
  fc.constantFrom(...ranges).map(
    (range): Pairs => [
      ['range', range],
      ['x-oss-range-behavior', 'standard'],
    ],
  ),
  headers(
    fc.constantFrom(
      'if-match',
      'if-none-match',
      'if-modified-since',
      'if-unmodified-since',
      'range',
    ),
    fc.oneof(fc.constantFrom('*', '"a"', 'Thu, 01 Jan 1970 00:00:00 GMT'), hostile.headerText),
  ),
)

const overrides: fc.Arbitrary<Pairs> = fc.array(
  fc.tuple(
    fc.constantFrom('response-content-type', 'response-expires', 'response-content-encoding'),
    hostile.text.map((value) => value.slice(0, 5000)),
  ),
  { maxLength: 1 },
)

const numbers = fc.oneof(
  fc.constantFrom('1', '2', '10000', '0', '10001', '1.5', '-1', ''),
  hostile.text.map((value) => value.slice(0, 5000)),
)

const short = hostile.text.map((value) => value.slice(0, 5000))
const deed = <T>(
  values: fc.Arbitrary<T>,
  make: (value: T, world: World) => Deed,
): fc.Arbitrary<For<Deed>> => values.map((value) => (world) => make(value, world))

const onObjects: fc.Arbitrary<For<Deed>> = fc.oneof(
  deed(fc.tuple(headers(kept), bodies), ([own, body]) => ({ method: 'PUT', headers: own, body })),
  deed(
    fc.record({ method: fc.constantFrom('GET', 'HEAD'), headers: reading, query: overrides }),
    (get) => get,
  ),
  deed(fc.constantFrom('GET', 'DELETE'), (method) => ({ method })),
  deed(fc.constant('HEAD'), (method) => ({ method, query: [['objectMeta', '']] })),
)

const onUploads: fc.Arbitrary<For<Deed>> = fc.oneof(
  deed(headers(kept), (own) => ({
    method: 'POST',
    query: [['uploads', '']],
    headers: own,
    body: '',
  })),
  deed(fc.tuple(numbers, bodies), ([number, body], { uploadId }) => ({
    method: 'PUT',
    query: [
      ['partNumber', number],
      ['uploadId', uploadId],
    ],
    body,
  })),
  deed(
    fc.tuple(fc.constantFrom('max-parts', 'part-number-marker', 'encoding-type'), numbers),
    ([name, value], { uploadId }) => ({
      method: 'GET',
      query: [
        ['uploadId', uploadId],
        [name, value],
      ],
    }),
  ),
  deed(completion, (body, world) => ({
    method: 'POST',
    query: [['uploadId', world.uploadId]],
    body: body(world),
  })),
  deed(fc.tuple(fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'), short), ([method, uploadId]) => ({
    method,
    query: [['uploadId', uploadId]],
    ...(method !== 'GET' && { body: '' }),
  })),
)

const asked = fc.constantFrom(
  'origin',
  'access-control-request-method',
  'access-control-request-headers',
)

/** What the emulator answers without a signature, or refuses by its name. */
const elsewhere: fc.Arbitrary<For<Deed>> = fc.oneof(
  deed(
    fc.tuple(
      fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'QUERY'),
      fc.constantFrom('acl', 'append', 'tagging', 'x-oss-process', 'list-type', 'delete', ''),
    ),
    ([method, name]) => ({ method, query: name ? [[name, '']] : [] }),
  ),
  deed(
    headers(asked, fc.oneof(fc.constantFrom('PUT', 'http://a', 'null'), hostile.headerText)),
    (own) => ({ method: 'OPTIONS', headers: own }),
  ),
  deed(bodies, (body) => ({
    method: 'POST',
    headers: [['content-type', 'multipart/form-data; boundary=a']],
    body,
  })),
)

/** Everything that the emulator does with objects, and some that it does not. */
const deeds = fc.oneof(
  { weight: 5, arbitrary: onObjects },
  { weight: 5, arbitrary: onUploads },
  { weight: 2, arbitrary: elsewhere },
)

type Addressing = 'path' | 'doubled' | 'virtual'

const keys: fc.Arbitrary<For<ByteString>> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(({ key }: World) => key) },
  { weight: 2, arbitrary: fc.constant(({ issuedFor }: World) => issuedFor) },
  { weight: 3, arbitrary: hostile.text.map((key) => () => key) },
)

/** A request to OSS, really signed, hostile in one or two places. */
export const oss: fc.Arbitrary<For<{ request: Request; framing: BodyFraming }>> = fc
  .record({
    deed: deeds,
    key: keys,
    host: hosts,
    byUploadKey: fc.integer({ max: 3, min: 0 }).map((n) => n === 0),
    scheme: fc.constantFrom<OssScheme>('V1 header', 'V1 URL', 'V4 header', 'V4 URL'),
    addressing: fc.constantFrom<Addressing>('path', 'path', 'path', 'virtual', 'doubled'),
    framing: fc.oneof(fc.constant('length' as const), fc.constantFrom(64, 4096)),
  })
  .map(({ deed, key, host, byUploadKey, scheme, addressing, framing }) => (world: World) => {
    const { method, query = [], headers: own = [], body } = deed(world)
    const call = { method, bucket: world.bucket, key: key(world), query, headers: own }
    const signed = signedOss(call, byUploadKey ? world.issued : world.account, scheme)
    const inPath = addressing === 'virtual' ? '' : `/${world.bucket}`
    const name = addressing === 'path' ? world.host() : `${world.bucket}.localhost`
    const target = `${inPath}/${encodePath(call.key)}${signed.query && `?${signed.query}`}`
    const request: Request = {
      method,
      target,
      headers: [['Host', host ?? name], ...signed.headers],
      ...(body !== undefined && { body }),
    }
    return { request, framing }
  })
