import type { HeaderList } from '../kernel/message.ts'
import { type Octets, percentEncode, percentEncodePath } from '../kernel/octets.ts'
import { invalidArgument, ossError } from '../kernel/oss-errors.ts'
import { byOctets, type Pair } from '../kernel/pairs.ts'
import { hashHex, hmac } from '../kernel/signing.ts'
import { parseBasic, parseHttpDate } from '../kernel/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Address } from './addressing.ts'
import { canonicalHeaders } from './canonical-headers.ts'
import { requireNoSkew, requireNotEarly, requireNotExpired } from './freshness.ts'
import { type OssRequest, queryValue } from './request.ts'
import { type PartsV4, type PresentedSignature, resourceOf, type SignedText } from './signature.ts'
import { isSelecting } from './subresources.ts'

const algorithm = 'OSS4-HMAC-SHA256'
/** Longest life of a signed URL, seconds. */
const longestLife = 604_800

/** `<id>/<yyyymmdd>/<region>/oss/aliyun_v4_request` */
interface CredentialScope {
  readonly accessKeyId: string
  readonly scope: string
}

function parseCredential(credential: string): CredentialScope {
  const match = /^(.+)\/(\d{8}\/[^/]+\/(?:oss|oss-cloudbox)\/aliyun_v4_request)$/.exec(credential)
  if (!match)
    throw invalidArgument('The Credential of the signature is invalid.', 'Credential', credential)
  const [, accessKeyId = '', scope = ''] = match
  return { accessKeyId, scope }
}

function signV4(stringToSign: string, secret: string, scope: string): string {
  const key = scope
    .split('/')
    .reduce<Buffer>(
      (outer, part) => hmac('sha256', outer, part),
      Buffer.from(`aliyun_v4${secret}`, 'utf8'),
    )
  return hmac('sha256', key, stringToSign).toString('hex')
}

/** How clients write a parameter without a value; ali-oss mixes both in one query. */
export const spellingsV4: readonly ((name: string) => boolean)[] = [
  () => false,
  () => true,
  (name) => !isSelecting(name),
]

function canonicalQueries(query: readonly Pair[]): Iterable<string> {
  const sorted = query
    .map(({ name, value }) => ({ name, encoded: percentEncode(name), value: percentEncode(value) }))
    .sort((a, b) => byOctets(a.encoded, b.encoded) || byOctets(a.value, b.value))
  return new Set(
    spellingsV4.map((withEquals) =>
      sorted
        .map(({ name, encoded, value }) =>
          value !== '' ? `${encoded}=${value}` : withEquals(name) ? `${encoded}=` : encoded,
        )
        .join('&'),
    ),
  )
}

/** Headers that V4 signs wherever they are sent. */
export const isCoveredV4 = (name: string): boolean =>
  name === 'content-type' || name === 'content-md5' || name.startsWith('x-oss-')

function* texts({ message }: OssRequest, address: Address, parts: PartsV4): Iterable<SignedText> {
  const { method, headers } = message
  const additional = [...parts.additional].sort(byOctets)
  const payload = headers.get('x-oss-content-sha256') ?? 'UNSIGNED-PAYLOAD'
  const block = canonicalHeaders(headers, (name) => isCoveredV4(name) || additional.includes(name))
  for (const query of canonicalQueries(parts.query)) {
    const canonicalRequest = [
      method,
      percentEncodePath(resourceOf(address)),
      query,
      block,
      additional.join(';'),
      payload,
    ].join('\n')
    const hash = hashHex('sha256', canonicalRequest)
    yield {
      stringToSign: `${algorithm}\n${parts.timestamp}\n${parts.scope}\n${hash}`,
      canonicalRequest,
    }
  }
}

const listOf = (names: string | undefined): readonly string[] =>
  names ? names.toLowerCase().split(';') : []

/** Names of headers that are signed besides. @throws ApiError InvalidArgument */
function additionalOf(names: string | undefined, headers: HeaderList): readonly string[] {
  if (names === undefined) return []
  if (names === '') throw ossError('InvalidArgument/additional-empty')
  const list = listOf(names)
  if (list.includes('')) throw ossError('InvalidArgument/additional-item')
  const absent = list.find((name) => headers.get(name) === undefined)
  if (absent === undefined) return list
  throw ossError('InvalidArgument/additional-absent', { ArgumentValue: absent })
}

/** `Authorization: OSS4-HMAC-SHA256 Credential=…[,AdditionalHeaders=…],Signature=…`, the fields in any order. */
export function headerSignatureV4(request: OssRequest): PresentedSignature {
  const { headers } = request.message
  const header = headers.get('authorization')?.trim() ?? ''
  const fields = new Map(
    header
      .slice(algorithm.length)
      .split(',')
      .map((field) => {
        const equals = field.indexOf('=')
        return [field.slice(0, equals).trim(), field.slice(equals + 1).trim()] as const
      }),
  )
  const [credential, signature] = [fields.get('Credential'), fields.get('Signature')]
  if (!header.startsWith(`${algorithm} `) || !credential || !signature)
    throw invalidArgument('Authorization header is invalid.', 'Authorization')
  const { accessKeyId, scope } = parseCredential(credential)
  // Go v1 sends no x-oss-date; its timestamp line is the Date header as it stands.
  const timestamp = headers.get('x-oss-date') ?? headers.get('date')
  const additional = additionalOf(fields.get('AdditionalHeaders'), headers)
  const parts = { scope, timestamp: timestamp ?? '', additional, query: request.query }
  return {
    accessKeyId,
    securityToken: headers.get('x-oss-security-token'),
    signature,
    mismatch: 'SignatureDoesNotMatch/v4',
    requireFresh: (clock) => {
      if (timestamp === undefined) throw ossError('AccessDenied/date-missing')
      const atMs = parseBasic(timestamp) ?? parseHttpDate(timestamp)
      if (atMs === undefined) throw ossError('AccessDenied/date-malformed')
      requireNoSkew(atMs, clock)
    },
    stringsToSign: (address) => texts(request, address, parts),
    parts: { version: 'V4', ...parts },
    sign: (stringToSign, secret) => signV4(stringToSign, secret, scope),
  }
}

function requireLife(timestamp: string, expires: string, clock: Clock): void {
  const atMs = parseBasic(timestamp)
  if (atMs === undefined) throw ossError('AccessDenied/date-malformed')
  requireNotEarly(atMs, clock)
  requireNotExpired(atMs + Number(expires) * 1000, clock)
}

/** `?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=…&x-oss-date=…&x-oss-expires=…&x-oss-signature=…` */
export function urlSignatureV4(request: OssRequest): PresentedSignature {
  const value = (name: string): Octets => {
    const found = queryValue(request, name)
    if (!found) throw invalidArgument(`${name} is missing in the query string.`, name)
    return found
  }
  const { accessKeyId, scope } = parseCredential(value('x-oss-credential'))
  const [timestamp, expires] = [value('x-oss-date'), value('x-oss-expires')]
  if (!/^\d{1,6}$/.test(expires) || Number(expires) < 1 || Number(expires) > longestLife)
    throw invalidArgument(
      `x-oss-expires must be between 1 and ${longestLife} seconds.`,
      'x-oss-expires',
      expires,
    )
  const additional = listOf(queryValue(request, 'x-oss-additional-headers'))
  const query = request.query.filter(({ name }) => name !== 'x-oss-signature')
  const parts = { scope, timestamp, additional, query }
  return {
    accessKeyId,
    securityToken: queryValue(request, 'x-oss-security-token'),
    signature: value('x-oss-signature'),
    mismatch: 'SignatureDoesNotMatch/v4',
    requireFresh: (clock) => requireLife(timestamp, expires, clock),
    stringsToSign: (address) => texts(request, address, parts),
    parts: { version: 'V4', ...parts },
    sign: (stringToSign, secret) => signV4(stringToSign, secret, scope),
  }
}
