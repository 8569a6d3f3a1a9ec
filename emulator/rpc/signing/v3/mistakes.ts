import {
  eachLeftOut,
  hashMistake,
  methodMistakes,
  secretMistakes,
  writingMistakes,
} from '../../../diagnosis/common-mistakes.ts'
import { encodingHabits } from '../../../diagnosis/encodings.ts'
import type { Mistake, Variant } from '../../../diagnosis/solver.ts'
import { toText } from '../../../kernel/bytes.ts'
import { hostName } from '../../../kernel/message.ts'
import { byBytes, type Pair } from '../../../kernel/pairs.ts'
import { hashHex } from '../../../kernel/signing.ts'
import type { SigningInputV3 } from './signature.ts'

const formMistakes: readonly Mistake<SigningInputV3>[] = [
  {
    name: 'ampersand-added',
    message: 'The key of the HMAC was the secret followed by &, which is the habit of V1.',
    remedy: 'Under V3 sign with the secret alone.',
    variants: () => [{ change: { suffix: '&' } }],
  },
  {
    name: 'blank-line-missing',
    message:
      'The canonical request had no blank line between the header block and the list of signed headers.',
    remedy: 'End every header line with a line feed, and join the block to the list with one more.',
    variants: () => [{ change: { separator: '' } }],
  },
  {
    name: 'path-empty',
    message: 'The canonical URI was left empty.',
    remedy: 'The second line of the canonical request is / for every RPC call.',
    variants: () => [{ change: { path: '' } }],
  },
  {
    name: 'line-feed-at-end',
    message: 'The canonical request ended with a line feed.',
    remedy: 'End it with the hash of the body.',
    variants: () => [{ change: { end: '\n' } }],
  },
  {
    name: 'canonical-request-not-hashed',
    message: 'The canonical request itself stood in the string to sign, where its hash belongs.',
    remedy:
      'The string to sign is the algorithm, a line feed, and the lower-case hex SHA-256 of the canonical request.',
    variants: () => [{ change: { isHashed: false } }, { change: { isHashed: false, label: '' } }],
  },
  {
    name: 'algorithm-line-missing',
    message: 'The string to sign was the hash of the canonical request alone.',
    remedy: 'Put the algorithm and a line feed before it.',
    variants: () => [{ change: { label: '' } }],
  },
]

const withValue = (lines: readonly Pair[], name: string, value: string): readonly Pair[] =>
  lines.map((line) => (line.name === name ? { name, value } : line))

const signedValueOf = ({ lines }: SigningInputV3, name: string): string | undefined =>
  lines.find((line) => line.name === name)?.value

/** A header that was signed with a value other than the one that arrived. */
const otherValues =
  (header: string, valuesFor: (value: string, input: SigningInputV3) => readonly string[]) =>
  (input: SigningInputV3): readonly Variant<SigningInputV3>[] => {
    const value = signedValueOf(input, header)
    if (value === undefined) return []
    return [...new Set(valuesFor(value, input))]
      .filter((other) => other !== value)
      .map((other) => ({ change: { lines: withValue(input.lines, header, other) }, what: other }))
  }

const regions = ['cn-shanghai', 'cn-beijing', 'cn-hangzhou', 'cn-shenzhen', 'ap-southeast-1']

function hosts(value: string, { request }: SigningInputV3): readonly string[] {
  const name = hostName(value)
  const port = value.slice(name.length)
  const forwarded = request.message.headers.get('x-forwarded-host')
  return [
    name,
    `${name}:443`,
    `${name}:80`,
    ...['localhost', '127.0.0.1', '[::1]', '0.0.0.0', 'host.docker.internal'].flatMap((local) => [
      local + port,
      local,
    ]),
    ...(forwarded ? [forwarded] : []),
    ...regions.map((region) => `vod.${region}.aliyuncs.com`),
    'vod.aliyuncs.com',
    '',
  ]
}

const types = [
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=utf-8',
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-8',
]

const headerMistakes: readonly Mistake<SigningInputV3>[] = [
  {
    name: 'other-host',
    message: 'The host was signed as "{what}", which is not the Host header that was sent.',
    remedy:
      'Sign the Host header as it is sent, with its port exactly where it has one, and let no proxy change it.',
    alone: true,
    variants: otherValues('host', hosts),
  },
  {
    name: 'other-content-type',
    message: 'The content type was signed as "{what}", which is not what was sent.',
    remedy:
      'Set the header before signing, and see whether the HTTP library changes it or adds a charset.',
    alone: true,
    variants: otherValues('content-type', (value) => [value.split(';', 1)[0] ?? '', '', ...types]),
  },
  {
    name: 'header-not-signed',
    message: 'The header {what} is in SignedHeaders, but it was left out of what was signed.',
    remedy: 'Sign a line "name:value" for every name in SignedHeaders.',
    alone: true,
    variants: ({ lines, names }) =>
      eachLeftOut(lines).flatMap(({ left, kept }) => [
        { change: { lines: kept }, what: left.name },
        {
          change: { lines: kept, names: names.filter((name) => name !== left.name) },
          what: left.name,
        },
      ]),
  },
  {
    name: 'headers-not-sorted',
    message: 'The headers were signed in another order than that of SignedHeaders.',
    remedy:
      'Sort the names in lower case, and use this one order in the block, in the list and in Authorization.',
    alone: true,
    *variants({ lines, names, request }) {
      const arrived = [...request.message.headers.names()]
      const asSent = (a: string, b: string) => arrived.indexOf(a) - arrived.indexOf(b)
      for (const order of [byBytes, asSent]) {
        const [ordered, list] = [
          lines.toSorted((a, b) => order(a.name, b.name)),
          names.toSorted(order),
        ]
        yield { change: { lines: ordered } }
        yield { change: { lines: ordered, names: list } }
        yield { change: { names: list } }
      }
    },
  },
  {
    name: 'header-names-in-upper-case',
    message: 'The names of the headers were not signed in lower case.',
    remedy: 'Write them in lower case in the block and in the list.',
    alone: true,
    variants({ lines, names }) {
      const titled = (name: string) => name.replace(/\b[a-z]/g, (c) => c.toUpperCase())
      const block = lines.map(({ name, value }) => ({ name: titled(name), value }))
      return [{ change: { lines: block } }, { change: { lines: block, names: names.map(titled) } }]
    },
  },
  {
    name: 'header-block-missing',
    message: 'The headers were listed, but none was signed.',
    remedy: 'Put a line "name:value" for every name in SignedHeaders before the list.',
    alone: true,
    variants: () => [{ change: { lines: [] } }, { change: { lines: [], separator: '' } }],
  },
]

const payloads = (body: Buffer, hash: SigningInputV3['hash']): ReadonlyMap<string, string> => {
  const right = hashHex(hash, body)
  return new Map([
    [hashHex(hash, ''), 'the hash of an empty body'],
    ['UNSIGNED-PAYLOAD', 'UNSIGNED-PAYLOAD'],
    ['', 'empty'],
    [right.toUpperCase(), 'the hash in upper case'],
    [Buffer.from(right, 'hex').toString('base64'), 'the hash in Base64'],
    [body.toString('latin1'), 'the body itself'],
  ])
}

/** The known mistake that explains a hash of the body, if there is one. */
export const payloadMistakeOf = (
  given: string,
  body: Buffer,
  hash: SigningInputV3['hash'],
): string | undefined => payloads(body, hash).get(given)

const payloadMistake: Mistake<SigningInputV3> = {
  name: 'other-payload-hash',
  message: 'The last line of the canonical request was {what}.',
  remedy:
    'It is the lower-case hex hash of the body that is sent, the same as in x-acs-content-sha256.',
  alone: true,
  variants: ({ request, hash, payload }) =>
    [...payloads(request.body, hash)]
      .filter(([other]) => other !== payload)
      .map(([other, what]) => ({ change: { payload: other }, what })),
}

const queryMistakes: readonly Mistake<SigningInputV3>[] = [
  {
    name: 'query-not-signed',
    message: 'The canonical query was left empty, but parameters were sent in the query.',
    remedy: 'Sign the query that is sent.',
    variants: () => [{ change: { query: [] } }],
  },
  {
    name: 'body-in-query',
    message: 'The parameters of the body were signed as if they stood in the query.',
    remedy: 'Sign in the canonical query what the query holds; the body is covered by its hash.',
    variants: ({ query, request }) => [
      { change: { query: [...query, ...request.bodyParameters] } },
      { change: { query: request.bodyParameters } },
    ],
  },
  {
    name: 'parameter-not-signed',
    message: 'The parameter {what} was sent in the query, but not signed.',
    remedy: 'Sign every parameter of the query.',
    variants: ({ query }) =>
      eachLeftOut(query).map(({ left, kept }) => ({
        change: { query: kept },
        what: toText(left.name) ?? left.name,
      })),
  },
  {
    name: 'empty-parameters-not-signed',
    message: 'The parameters with empty values were sent, but not signed.',
    remedy: 'Sign them as "Name=", or do not send them.',
    variants: ({ query }) => [{ change: { query: query.filter(({ value }) => value !== '') } }],
  },
  {
    name: 'not-sorted',
    message: 'The query was signed in the order in which it was sent.',
    remedy: 'Sort the parameters by name.',
    variants: () => [{ change: { isSorted: false } }],
  },
  {
    name: 'query-as-sent',
    message:
      'The query was signed as it stands in the URL, neither sorted nor encoded for signing.',
    remedy: 'Decode it, sort it by name, and encode every name and value again.',
    alone: true,
    variants: ({ request }) =>
      ['', '?'].map((mark) => ({ change: { wholeQuery: mark + request.message.query } })),
  },
  {
    name: 'empty-without-equals',
    message: 'Parameters with empty values were signed as "Name", without =.',
    remedy: 'Write "Name=" in the canonical query.',
    variants: () => [{ change: { empty: '' } }],
  },
]

const encodingMistakes: readonly Mistake<SigningInputV3>[] = encodingHabits.map(
  ({ encode, ...habit }) => ({
    ...habit,
    variants: () => [{ change: { encode } }],
  }),
)

/** Common mistakes under ACS3, likeliest first. */
export const mistakesV3: readonly Mistake<SigningInputV3>[] = [
  ...formMistakes,
  ...secretMistakes,
  ...methodMistakes('GET', 'POST', 'PUT'),
  ...headerMistakes,
  payloadMistake,
  ...queryMistakes,
  ...encodingMistakes,
  hashMistake('sha256', 'sha1'),
  ...writingMistakes('64 lower-case hex digits'),
]
