import { eachLeftOut } from '../../diagnosis/common-mistakes.ts'
import type { Mistake } from '../../diagnosis/solver.ts'
import { type ByteString, percentDecode, toText } from '../../kernel/bytes.ts'
import { byBytes, type Pair } from '../../kernel/pairs.ts'
import type { OssSigningInput } from './signing-input.ts'

const tokens: readonly string[] = ['security-token', 'x-oss-security-token']
const text = (bytes: ByteString): string => toText(bytes) ?? bytes

/** Which object was meant. */
export const resourceMistakes: readonly Mistake<OssSigningInput>[] = [
  {
    name: 'bucket-missing',
    message: 'The resource was signed without the bucket: {what}.',
    remedy: 'Sign /bucket/key, also where the bucket stands in the host name.',
    variants: ({ context: { address } }) =>
      [`/${address.key ?? ''}`, address.key ?? ''].map((resource) => ({
        change: { resource },
        what: text(resource),
      })),
  },
  {
    name: 'bucket-doubled',
    message: 'The bucket stood twice in the resource that was signed.',
    remedy: 'Sign /bucket/key with the bucket once, also where both host name and path name it.',
    variants: ({ resource, context: { address } }) =>
      address.bucket === undefined
        ? []
        : [{ change: { resource: `/${address.bucket}${resource}` } }],
  },
  {
    name: 'slash-before-key',
    message: 'The key was signed with a slash before it: {what}.',
    remedy: 'Sign /bucket/key, where the key begins without a slash.',
    *variants({ context: { address } }) {
      if (address.bucket === undefined) return
      const resource = `/${address.bucket}//${address.key ?? ''}`
      yield { change: { resource }, what: text(resource) }
    },
  },
  {
    name: 'slash-missing',
    message: 'The resource was signed without a slash that belongs to it: {what}.',
    remedy: 'The resource begins with a slash, and that of a bucket ends with one: /bucket/.',
    alone: true,
    variants: ({ resource }) =>
      [resource.slice(1), resource.replace(/\/$/, '')].map((other) => ({
        change: { resource: other },
        what: text(other),
      })),
  },
  {
    name: 'key-encoded-again-when-sent',
    message: 'The key that was signed is right, but it was percent-encoded twice in the URL.',
    remedy: 'Encode the key once, for the URL.',
    alone: true,
    variants: ({ resource }) => [
      { change: { resource: percentDecode(resource) } },
      { change: { resource: percentDecode(percentDecode(resource)) } },
    ],
  },
]

const without = (lines: readonly Pair[], names: readonly string[]): readonly Pair[] =>
  lines.filter(({ name }) => !names.includes(name))

/** The security token in header or query. */
export const tokenMistake: Mistake<OssSigningInput> = {
  name: 'token-not-signed',
  message: 'The security token was sent, but not signed.',
  remedy: 'Add x-oss-security-token (in the query of V1: security-token) before signing.',
  variants: ({ lines, query }) => [
    { change: { lines: without(lines, tokens), query: without(query, tokens) } },
  ],
}

const types = [
  'application/octet-stream',
  'application/xml',
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
  'text/plain;charset=UTF-8',
  'text/plain; charset=utf-8',
  'text/html',
  'image/png',
  'image/jpeg',
  'video/mp4',
  'audio/mpeg',
]

/** Content types that a client may have signed instead of the one that arrived. */
const otherTypes = (type: ByteString): readonly ByteString[] => [
  ...(type.includes(';') ? [type.split(';', 1)[0]?.trim() ?? ''] : []),
  ...types.filter((other) => other !== type),
  ...['UTF-8', 'utf-8'].flatMap((charset) => [
    `${type};charset=${charset}`,
    `${type}; charset=${charset}`,
  ]),
]

const emptyMd5 = '1B2M2Y8AsgTpgAmY7PhCfg=='

/** Content type and Content-MD5, which each version signs in its own place. */
export const contentMistakes = <Input extends OssSigningInput>(place: {
  readonly type: (input: Input) => ByteString | undefined
  readonly withType: (input: Input, type: ByteString | undefined) => Partial<Input>
  readonly withMd5: (input: Input, md5: ByteString | undefined) => Partial<Input>
}): readonly Mistake<Input>[] => [
  {
    name: 'content-type-not-signed',
    message:
      'The request has a content type, but was signed without one: the HTTP library adds it after signing.',
    remedy: 'Set Content-Type before signing, or keep the library from sending one.',
    variants: (input) => [{ change: place.withType(input, undefined) }],
  },
  {
    name: 'other-content-type',
    message: 'The content type was signed as "{what}", which is not what was sent.',
    remedy: 'Send the Content-Type that is signed, charset and all.',
    alone: true,
    variants: (input) => {
      const type = place.type(input)
      return (type ? otherTypes(type) : types).map((other) => ({
        change: place.withType(input, other),
        what: other,
      }))
    },
  },
  {
    name: 'content-md5-not-signed',
    message: 'Content-MD5 was sent, but not signed.',
    remedy: 'Set Content-MD5 before signing.',
    variants: (input) => [{ change: place.withMd5(input, undefined) }],
  },
  {
    name: 'other-content-md5',
    message: 'Content-MD5 was signed as {what}, which is not what was sent.',
    remedy: 'Sign Content-MD5 as it is sent: the Base64 of the 16 bytes.',
    alone: true,
    variants: (input) => {
      const sent = input.context.request.message.headers.get('content-md5') ?? ''
      const bytes = Buffer.from(sent, 'base64')
      return [emptyMd5, bytes.toString('hex'), Buffer.from(sent, 'hex').toString('base64')].map(
        (other) => ({ change: place.withMd5(input, other), what: other || 'nothing' }),
      )
    },
  },
]

const titled = (name: string): string => name.replace(/\b[a-z]/g, (c) => c.toUpperCase())

/** The lines of headers. */
export const headerMistakes: readonly Mistake<OssSigningInput>[] = [
  {
    name: 'header-not-signed',
    message: 'The header {what} was sent, but not signed.',
    remedy: 'Set every x-oss- header before signing, and sign all of them.',
    variants: ({ lines }) =>
      eachLeftOut(lines).map(({ left, kept }) => ({ change: { lines: kept }, what: left.name })),
  },
  {
    name: 'headers-not-signed',
    message: 'None of the x-oss- headers was signed.',
    remedy: 'Sign a line "name:value" for each of them.',
    alone: true,
    variants: ({ lines }) => [
      { change: { lines: lines.filter(({ name }) => !/^x-oss-/.test(name)) } },
    ],
  },
  {
    name: 'headers-not-sorted',
    message: 'The headers were signed in the order in which they were sent.',
    remedy: 'Sort their names by bytes, in lower case.',
    alone: true,
    variants: ({ lines, context }) => {
      const sent = [...context.request.message.headers.names()]
      const asSent = (a: Pair, b: Pair) => sent.indexOf(a.name) - sent.indexOf(b.name)
      return [
        { change: { lines: lines.toSorted(asSent) } },
        { change: { lines: lines.toReversed() } },
      ]
    },
  },
  {
    name: 'header-names-in-upper-case',
    message: 'The names of the headers were not signed in lower case.',
    remedy: 'Write them in lower case.',
    alone: true,
    variants: ({ lines }) => [
      { change: { lines: lines.map(({ name, value }) => ({ name: titled(name), value })) } },
    ],
  },
]

/** The signed part of the query, under the name that a version has for its parts. */
export const queryMistakes = (
  part: 'sub-resource' | 'parameter',
): readonly Mistake<OssSigningInput>[] => [
  {
    name: `${part}-not-signed`,
    message: `The ${part} {what} was sent, but not signed.`,
    remedy: `Sign every ${part} that is sent.`,
    variants: ({ query }) =>
      eachLeftOut(query).map(({ left, kept }) => ({
        change: { query: kept },
        what: text(left.name),
      })),
  },
  {
    name: 'query-not-signed',
    message: 'Nothing of the query was signed.',
    remedy: `Sign every ${part} that is sent.`,
    variants: ({ query }) => (query.length > 1 ? [{ change: { query: [] } }] : []),
  },
  {
    name: 'not-sorted',
    message: 'The query was signed in the order in which it was sent.',
    remedy: 'Sort it by name.',
    variants: () => [{ change: { isSorted: false } }],
  },
]

/** Puts a line in its place among sorted ones; undefined removes it. */
export function withLine(
  lines: readonly Pair[],
  name: string,
  value: ByteString | undefined,
): readonly Pair[] {
  const others = without(lines, [name])
  return value === undefined
    ? others
    : [...others, { name, value }].sort((a, b) => byBytes(a.name, b.name))
}

/** Variants of one member, without the one that it has. */
export const otherThan = <Value extends string>(
  value: Value | undefined,
  others: readonly Value[],
): readonly Value[] => [...new Set(others)].filter((other) => other !== value)
