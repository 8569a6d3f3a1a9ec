import { type ByteString, percentEncode } from '../../../kernel/bytes.ts'
import type { HeaderList, Message } from '../../../kernel/message.ts'
import { byBytes, type Pair } from '../../../kernel/pairs.ts'
import { hashHex, hmac, secretKey } from '../../../kernel/signing.ts'
import {
  hex,
  type SignatureScheme,
  type SignedText,
  type SigningInput,
} from '../../../kernel/signing-input.ts'
import type { RpcRequest } from '../../request.ts'
import type { AuthorizationV3 } from '../parsed-signature.ts'

const hashes = { 'ACS3-HMAC-SHA256': 'sha256', 'ACS3-HMAC-SM3': 'sm3' } as const

export type AlgorithmV3 = keyof typeof hashes

export const isAlgorithmV3 = (algorithm: string): algorithm is AlgorithmV3 =>
  Object.hasOwn(hashes, algorithm)

/** The hash of an algorithm, in the HMAC and in what it signs. */
export const hashV3 = (algorithm: AlgorithmV3): (typeof hashes)[AlgorithmV3] => hashes[algorithm]

/** The hash of the body as the last line of the canonical request has it. */
export const bodyHashV3 = (algorithm: AlgorithmV3, body: Buffer): string =>
  hashHex(hashV3(algorithm), body)

type Encode = (bytes: ByteString) => string

/** The parts of a request that a V3 signature covers, and what its mistakes may also look at. */
export interface SignedRequestV3 extends Pick<RpcRequest, 'query' | 'bodyParameters' | 'body'> {
  readonly message: Pick<Message, 'method' | 'path' | 'query' | 'headers'>
}

/** Everything that determines a V3 signature. */
export interface SigningInputV3 extends SigningInput {
  readonly path: string
  readonly query: readonly Pair[]
  readonly encodeName: Encode
  readonly encode: Encode
  /** Whether the query is sorted by name, or signed as it came. */
  readonly isSorted: boolean
  /** Between a name and an empty value. */
  readonly empty: '=' | ''
  /** The whole query, instead of the one built from the members above. */
  readonly wholeQuery?: ByteString
  /** The lines of the header block. */
  readonly lines: readonly Pair[]
  /** The list after the block. */
  readonly names: readonly string[]
  /** Between block and list. */
  readonly separator: string
  /** The hash of the body. */
  readonly payload: string
  /** After the hash of the body. */
  readonly end: string
  /** First line of the string to sign. */
  readonly label: string
  readonly isHashed: boolean
  readonly hash: 'sha256' | 'sm3'
  /** What follows the secret in the key. */
  readonly suffix: string
  readonly request: SignedRequestV3
}

/** An Authorization header whose algorithm is known. */
export type KnownAuthorizationV3 = AuthorizationV3 & { readonly algorithm: AlgorithmV3 }

/** The value of a header as it is signed. */
function headerValue(headers: HeaderList, name: string): ByteString {
  const values = headers.all(name).map((value) => value.trim())
  return values.length > 1 ? values.sort().join(',') : (values[0] ?? '')
}

/** What the server signs. @param payload the hash of the body */
export function signingInputV3(
  request: SignedRequestV3,
  { algorithm, accessKeyId, signedHeaders }: KnownAuthorizationV3,
  payload: string,
  secret: string,
): SigningInputV3 {
  const { method, headers } = request.message
  const hash = hashV3(algorithm)
  return {
    method,
    accessKeyId,
    secret,
    otherKeys: [],
    path: '/',
    query: request.query,
    encodeName: percentEncode,
    encode: percentEncode,
    isSorted: true,
    empty: '=',
    lines: signedHeaders.map((name) => ({ name, value: headerValue(headers, name) })),
    names: signedHeaders,
    separator: '\n',
    payload,
    end: '',
    label: `${algorithm}\n`,
    isHashed: true,
    hash,
    digest: hash,
    suffix: '',
    render: hex,
    request,
  }
}

const asItIs: Encode = (bytes) => bytes

/**
 * What the server accepts: names of the query encoded as documented, and as they are, which is what the JavaScript and Go
 * clients sign. The two differ only for names with reserved characters.
 */
export const readingsV3 = (input: SigningInputV3): readonly SigningInputV3[] =>
  input.query.some(({ name }) => percentEncode(name) !== name)
    ? [input, { ...input, encodeName: asItIs }]
    : [input]

function canonicalQuery(input: SigningInputV3): ByteString {
  const { wholeQuery, query, isSorted, encodeName, encode, empty } = input
  if (wholeQuery !== undefined) return wholeQuery
  const pairs = isSorted
    ? query.toSorted((a, b) => byBytes(a.name, b.name) || byBytes(a.value, b.value))
    : query
  return pairs
    .map(({ name, value }) => `${encodeName(name)}${value === '' ? empty : `=${encode(value)}`}`)
    .join('&')
}

function canonicalRequest(input: SigningInputV3): ByteString {
  const { method, path, lines, separator, names, payload, end } = input
  const block = lines.map(({ name, value }) => `${name}:${value}\n`).join('')
  const head = `${method}\n${path}\n${canonicalQuery(input)}\n`
  return `${head}${block}${separator}${names.join(';')}\n${payload}${end}`
}

function textOf(input: SigningInputV3): SignedText & { readonly canonicalRequest: ByteString } {
  const { label, isHashed, hash } = input
  const canonical = canonicalRequest(input)
  const last = isHashed ? hashHex(hash, canonical) : canonical
  return { canonicalRequest: canonical, stringToSign: `${label}${last}` }
}

/** ACS3: lower-case hex of the HMAC under the bare secret. */
export const schemeV3 = {
  textOf,
  sign: (input) => {
    const { digest, secret, suffix, render } = input
    return render(hmac(digest, secretKey(secret + suffix), textOf(input).stringToSign))
  },
} satisfies SignatureScheme<SigningInputV3>
