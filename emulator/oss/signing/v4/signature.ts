import { type ByteString, percentEncode, percentEncodePath } from '../../../kernel/bytes.ts'
import { byBytes } from '../../../kernel/pairs.ts'
import { hashHex, hmac, type SigningKey, signingKey } from '../../../kernel/signing.ts'
import { hex, type SignatureScheme, type SignedText } from '../../../kernel/signing-input.ts'
import type { Address } from '../../addressing.ts'
import type { OssRequest } from '../../request.ts'
import { isSelecting } from '../../subresources.ts'
import type { ParsedSignatureV4 } from '../parsed-signature.ts'
import { headerBlock, headerLines, type OssSigningInput, resourceOf } from '../signing-input.ts'

type Encode = (bytes: ByteString) => string

/** Everything that determines a V4 signature. */
export interface SigningInputV4 extends OssSigningInput {
  readonly encodePath: Encode
  readonly encode: Encode
  /** Whether a parameter without a value is written with `=`. */
  readonly withEquals: (name: string) => boolean
  /** The line of the additional headers. */
  readonly additional: readonly string[]
  /** Between the block of headers and that line. */
  readonly separator: string
  readonly payload: ByteString
  readonly end: string
  readonly timestamp: ByteString
  /** Date, region, product and terminator as they stand in the string to sign … */
  readonly scope: readonly string[]
  /** … and as the key is derived with them. */
  readonly scopeOfKey: readonly string[]
  /** What precedes the secret in the key that the derivation starts with. */
  readonly prefix: string
  /** Whether each step of the derivation hands hex digits to the next. */
  readonly isHexSteps: boolean
  readonly isHashed: boolean
}

/** Headers that V4 signs wherever they are sent. */
const isCovered = (name: string): boolean =>
  name === 'content-type' || name === 'content-md5' || name.startsWith('x-oss-')

/** How clients write a parameter without a value; ali-oss mixes both in one query. */
const spellings: readonly ((name: string) => boolean)[] = [
  () => false,
  () => true,
  (name) => !isSelecting(name),
]

/** What the server accepts, likeliest first: each address and spelling of an empty value. */
export function* readingsV4(
  request: OssRequest,
  { accessKeyId, additionalHeaders, date, query, scope }: ParsedSignatureV4,
  secret: string,
  addresses: Iterable<Address>,
): Iterable<SigningInputV4> {
  const { method, headers } = request.message
  const common = {
    method,
    accessKeyId,
    secret,
    otherKeys: [],
    encodePath: percentEncodePath,
    query,
    isSorted: true,
    encode: percentEncode,
    lines: headerLines(headers, (name) => isCovered(name) || additionalHeaders.includes(name)),
    additional: additionalHeaders.toSorted(byBytes),
    separator: '\n',
    payload: 'UNSIGNED-PAYLOAD',
    end: '',
    timestamp: date ?? '',
    scope,
    scopeOfKey: scope,
    prefix: 'aliyun_v4',
    isHexSteps: false,
    isHashed: true,
    digest: 'sha256',
    render: hex,
  } as const
  const isSpelled = query.some(({ value }) => value === '')
  for (const address of addresses)
    for (const withEquals of isSpelled ? spellings : spellings.slice(0, 1))
      yield { ...common, resource: resourceOf(address), withEquals, context: { request, address } }
}

function canonicalQuery({ query, isSorted, encode, withEquals }: SigningInputV4): ByteString {
  const encoded = query.map(({ name, value }) => ({
    name: encode(name),
    value: encode(value),
    empty: value === '' && !withEquals(name),
  }))
  if (isSorted) encoded.sort((a, b) => byBytes(a.name, b.name) || byBytes(a.value, b.value))
  return encoded.map(({ name, value, empty }) => (empty ? name : `${name}=${value}`)).join('&')
}

function canonicalRequestOf(input: SigningInputV4): ByteString {
  const { method, resource, encodePath, lines, separator, additional, payload, end } = input
  const head = `${method}\n${encodePath(resource)}\n${canonicalQuery(input)}\n`
  return `${head}${headerBlock(lines)}${separator}${additional.join(';')}\n${payload}${end}`
}

function textOf(input: SigningInputV4): SignedText & { readonly canonicalRequest: ByteString } {
  const { timestamp, scope, isHashed } = input
  const canonicalRequest = canonicalRequestOf(input)
  const last = isHashed ? hashHex('sha256', canonicalRequest) : canonicalRequest
  const stringToSign = `OSS4-HMAC-SHA256\n${timestamp}\n${scope.join('/')}\n${last}`
  return { canonicalRequest, stringToSign }
}

type KeyInput = Pick<SigningInputV4, 'digest' | 'secret' | 'prefix' | 'scopeOfKey' | 'isHexSteps'>

function derive({ digest, secret, prefix, scopeOfKey, isHexSteps }: KeyInput): SigningKey {
  const key = scopeOfKey.reduce<Buffer>(
    (outer, part) => {
      const next = hmac(digest, outer, part)
      return isHexSteps ? Buffer.from(next.toString('hex')) : next
    },
    Buffer.from(prefix + secret, 'utf8'),
  )
  return signingKey(key)
}

const derived = new Map<string, SigningKey>()
/** Maximum number of cached keys: temporary keys come without end. */
const maxDerived = 256

/** A client signs all day with one key, and deriving it costs more than the rest of the signature. */
function keyOf(input: KeyInput): SigningKey {
  const { digest, secret, prefix, scopeOfKey, isHexSteps } = input
  const name = JSON.stringify([digest, secret, prefix, scopeOfKey, isHexSteps])
  const known = derived.get(name)
  if (known) return known
  if (derived.size >= maxDerived) derived.clear()
  const key = derive(input)
  derived.set(name, key)
  return key
}

/** V4 of OSS: lower-case hex of HMAC-SHA256 under a key that is derived from secret and scope. */
export const schemeV4 = {
  textOf,
  sign: (input) => {
    const { digest, render } = input
    return render(hmac(digest, keyOf(input), textOf(input).stringToSign))
  },
} satisfies SignatureScheme<SigningInputV4>
