import type { KeyObject } from 'node:crypto'
import { hex } from '../../../diagnosis/common-mistakes.ts'
import { byBytes, type Pair } from '../../../kernel/pairs.ts'
import { type ByteString, percentEncode, percentEncodePath } from '../../../kernel/bytes.ts'
import type { Encode } from '../../../diagnosis/encodings.ts'
import { hashHex, hmac, signingKey } from '../../../kernel/signing.ts'
import type { AccountKey } from '../../../ports/credentials.ts'
import { headerLines } from '../canonical-headers.ts'
import type { Circumstances, SigningOss } from '../common-mistakes.ts'
import { type PartsV4, resourceOf } from '../signature.ts'
import { isCoveredV4 } from './signature.ts'

/** Everything that determines a V4 signature. */
export interface DraftV4 extends SigningOss {
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
  /** Keys that this search has derived. */
  readonly derived: Map<string, KeyObject>
  readonly isHashed: boolean
}

interface GivenV4 {
  readonly method: string
  readonly accessKeyId: string
  readonly secret: string
  readonly otherKeys?: readonly AccountKey[]
  readonly parts: PartsV4
  readonly around: Circumstances
}

/** What the server signs. */
export function draftV4({ parts, ...given }: GivenV4): DraftV4 {
  const { headers, address } = given.around
  const { timestamp, query } = parts
  const additional = [...parts.additional].sort(byBytes)
  const scope = parts.scope.split('/')
  return {
    otherKeys: [],
    ...given,
    resource: resourceOf(address),
    encodePath: percentEncodePath,
    query,
    isSorted: true,
    encode: percentEncode,
    withEquals: () => false,
    lines: headerLines(headers, (name) => isCoveredV4(name) || additional.includes(name)),
    additional,
    separator: '\n',
    payload: headers.get('x-oss-content-sha256') ?? 'UNSIGNED-PAYLOAD',
    end: '',
    timestamp,
    scope,
    scopeOfKey: scope,
    prefix: 'aliyun_v4',
    isHexSteps: false,
    derived: new Map(),
    isHashed: true,
    digest: 'sha256',
    render: hex,
  }
}

function queryText({ query, isSorted, encode, withEquals }: DraftV4): ByteString {
  const encoded = query.map(({ name, value }) => ({ name: encode(name), value: encode(value) }))
  if (isSorted) encoded.sort((a, b) => byBytes(a.name, b.name) || byBytes(a.value, b.value))
  return encoded
    .map(({ name, value }) => (value !== '' || withEquals(name) ? `${name}=${value}` : name))
    .join('&')
}

const linesText = (lines: readonly Pair[]): ByteString =>
  lines.map(({ name, value }) => `${name}:${value}\n`).join('')

export function canonicalRequestOf(draft: DraftV4): ByteString {
  const { method, resource, encodePath, lines, separator, additional, payload, end } = draft
  const head = `${method}\n${encodePath(resource)}\n${queryText(draft)}\n`
  return `${head}${linesText(lines)}${separator}${additional.join(';')}\n${payload}${end}`
}

export function stringToSignOf(draft: DraftV4, canonicalRequest: ByteString): ByteString {
  const { timestamp, scope, isHashed } = draft
  const last = isHashed ? hashHex('sha256', canonicalRequest) : canonicalRequest
  return `OSS4-HMAC-SHA256\n${timestamp}\n${scope.join('/')}\n${last}`
}

function derive({ digest, secret, prefix, scopeOfKey, isHexSteps }: DraftV4): KeyObject {
  const key = scopeOfKey.reduce<Buffer>(
    (outer, part) => {
      const next = hmac(digest, outer, part)
      return isHexSteps ? Buffer.from(next.toString('hex')) : next
    },
    Buffer.from(prefix + secret, 'utf8'),
  )
  return signingKey(key)
}

/** Most drafts of a search have the same key, and to derive it costs more than the rest of the signature. */
function keyOf(draft: DraftV4): KeyObject {
  const { digest, secret, prefix, scopeOfKey, isHexSteps, derived } = draft
  const name = JSON.stringify([digest, secret, prefix, scopeOfKey, isHexSteps])
  const key = derived.get(name) ?? derive(draft)
  derived.set(name, key)
  return key
}

export function signDraftV4(draft: DraftV4): string {
  const text = stringToSignOf(draft, canonicalRequestOf(draft))
  return draft.render(hmac(draft.digest, keyOf(draft), text))
}
