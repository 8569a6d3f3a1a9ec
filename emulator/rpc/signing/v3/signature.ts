import { byBytes, type Pair } from '../../../kernel/pairs.ts'
import { type ByteString, percentEncode } from '../../../kernel/bytes.ts'
import type { HeaderList } from '../../../kernel/message.ts'
import { hashHex, hmac, secretKey } from '../../../kernel/signing.ts'

const hashes = { 'ACS3-HMAC-SHA256': 'sha256', 'ACS3-HMAC-SM3': 'sm3' } as const

export type AlgorithmV3 = keyof typeof hashes

export interface AuthorizationV3 {
  readonly algorithm: string
  readonly accessKeyId: ByteString
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

/** `ALG Credential=…,SignedHeaders=a;b,Signature=…`, the three in any order; undefined when the grammar is broken. */
export function parseAuthorizationV3(header: ByteString): AuthorizationV3 | undefined {
  const [, algorithm = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(header.trim()) ?? []
  const fields = new Map(
    rest.split(',').map((field) => {
      const equals = field.indexOf('=')
      return [field.slice(0, equals).trim(), field.slice(equals + 1).trim()] as const
    }),
  )
  const accessKeyId = fields.get('Credential')
  const signedHeaders = fields.get('SignedHeaders')
  const signature = fields.get('Signature')
  if (!accessKeyId || !signedHeaders || !signature || fields.size !== 3) return undefined
  return { algorithm, accessKeyId, signedHeaders: signedHeaders.split(';'), signature }
}

export const isAlgorithmV3 = (algorithm: string): algorithm is AlgorithmV3 =>
  Object.hasOwn(hashes, algorithm)

/** The hash of an algorithm, in the HMAC and in what it signs. */
export const hashV3 = (algorithm: AlgorithmV3): (typeof hashes)[AlgorithmV3] => hashes[algorithm]

export const bodyHashV3 = (algorithm: AlgorithmV3, body: Buffer): string =>
  hashHex(hashes[algorithm], body)

const canonicalQuery = (query: readonly Pair[], encodeName: (name: ByteString) => string) =>
  [...query]
    .sort((a, b) => byBytes(a.name, b.name) || byBytes(a.value, b.value))
    .map(({ name, value }) => `${encodeName(name)}=${percentEncode(value)}`)
    .join('&')

/** The value of a header as it is signed. */
export const headerValueV3 = (headers: HeaderList, name: string): ByteString => {
  const values = headers.all(name).map((value) => value.trim())
  return values.length > 1 ? values.sort().join(',') : (values[0] ?? '')
}

export interface SigningInputV3 {
  readonly method: string
  readonly query: readonly Pair[]
  readonly headers: HeaderList
  readonly signedHeaders: readonly string[]
  readonly bodyHash: string
}

/**
 * The canonical requests that clients sign: names of the query encoded as documented, and as they are, which is what
 * the JavaScript and Go clients do. The two differ only for names with reserved characters.
 */
export function canonicalRequestsV3(input: SigningInputV3): readonly string[] {
  const { method, query, headers, signedHeaders, bodyHash } = input
  const block = signedHeaders.map((name) => `${name}:${headerValueV3(headers, name)}\n`).join('')
  const build = (canonical: string) =>
    `${method}\n/\n${canonical}\n${block}\n${signedHeaders.join(';')}\n${bodyHash}`
  const documented = build(canonicalQuery(query, percentEncode))
  const asTheyAre = build(canonicalQuery(query, (name) => name))
  return documented === asTheyAre ? [documented] : [documented, asTheyAre]
}

export const stringToSignV3 = (algorithm: AlgorithmV3, canonicalRequest: string): string =>
  `${algorithm}\n${hashHex(hashes[algorithm], canonicalRequest)}`

/** Lower-case hex; the key is the bare secret. */
export const signV3 = (algorithm: AlgorithmV3, stringToSign: string, secret: string): string =>
  hmac(hashes[algorithm], secretKey(secret), stringToSign).toString('hex')
