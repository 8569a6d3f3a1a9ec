import { hex, type Signing } from '../../../diagnosis/common-mistakes.ts'
import { byBytes, type Pair } from '../../../kernel/pairs.ts'
import { type ByteString, percentEncode } from '../../../kernel/bytes.ts'
import type { Encode } from '../../../diagnosis/encodings.ts'
import type { HeaderList } from '../../../kernel/message.ts'
import { hashHex, hmac } from '../../../kernel/signing.ts'
import type { AccountKey } from '../../../ports/credentials.ts'
import { type AlgorithmV3, hashV3, headerValueV3 } from './signature.ts'

/** What the mistakes may look at besides what is signed. */
interface Surroundings {
  readonly headers: HeaderList
  /** The query as it came over the wire. */
  readonly rawQuery: ByteString
  readonly bodyParameters: readonly Pair[]
  readonly body: Buffer
}

/** Everything that determines a V3 signature. */
export interface DraftV3 extends Signing {
  readonly path: string
  readonly query: readonly Pair[]
  readonly encodeName: Encode
  readonly encode: Encode
  /** Whether the query is sorted by name, or signed as it came. */
  readonly isSorted: boolean
  /** Between a name and an empty value. */
  readonly empty: '=' | ''
  /** The query whole, instead of what the members before make of it. */
  readonly wholeQuery?: ByteString
  /** The lines of the header block. */
  readonly lines: readonly Pair[]
  /** The list behind the block. */
  readonly names: readonly string[]
  /** Between block and list. */
  readonly separator: string
  readonly payload: string
  /** Behind the hash of the body. */
  readonly end: string
  /** First line of the string to sign. */
  readonly label: string
  readonly isHashed: boolean
  readonly hash: 'sha256' | 'sm3'
  /** What follows the secret in the key. */
  readonly suffix: string
  readonly around: Surroundings
}

interface GivenV3 {
  readonly method: string
  readonly accessKeyId: string
  readonly secret: string
  readonly otherKeys?: readonly AccountKey[]
  readonly algorithm: AlgorithmV3
  readonly query: readonly Pair[]
  readonly signedHeaders: readonly string[]
  readonly payload: string
  readonly around: Surroundings
}

/** What the server signs. */
export function draftV3({ algorithm, signedHeaders, ...given }: GivenV3): DraftV3 {
  const hash = hashV3(algorithm)
  return {
    otherKeys: [],
    ...given,
    path: '/',
    encodeName: percentEncode,
    encode: percentEncode,
    isSorted: true,
    empty: '=',
    lines: signedHeaders.map((name) => ({
      name,
      value: headerValueV3(given.around.headers, name),
    })),
    names: signedHeaders,
    separator: '\n',
    end: '',
    label: `${algorithm}\n`,
    isHashed: true,
    hash,
    digest: hash,
    suffix: '',
    render: hex,
  }
}

function queryOf({ wholeQuery, query, isSorted, encodeName, encode, empty }: DraftV3): ByteString {
  if (wholeQuery !== undefined) return wholeQuery
  const pairs = isSorted
    ? query.toSorted((a, b) => byBytes(a.name, b.name) || byBytes(a.value, b.value))
    : query
  return pairs
    .map(({ name, value }) => `${encodeName(name)}${value === '' ? empty : `=${encode(value)}`}`)
    .join('&')
}

export function canonicalRequestOf(draft: DraftV3): ByteString {
  const { method, path, lines, separator, names, payload, end } = draft
  const block = lines.map(({ name, value }) => `${name}:${value}\n`).join('')
  const head = `${method}\n${path}\n${queryOf(draft)}\n`
  return `${head}${block}${separator}${names.join(';')}\n${payload}${end}`
}

export function stringToSignOf(draft: DraftV3, canonicalRequest: ByteString): ByteString {
  const { label, isHashed, hash } = draft
  return `${label}${isHashed ? hashHex(hash, canonicalRequest) : canonicalRequest}`
}

export function signDraftV3(draft: DraftV3): string {
  const { digest, secret, suffix, render } = draft
  const text = stringToSignOf(draft, canonicalRequestOf(draft))
  return render(hmac(digest, Buffer.from(secret + suffix, 'utf8'), text))
}
