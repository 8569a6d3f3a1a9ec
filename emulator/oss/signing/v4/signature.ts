import { byBytes, type Pair } from '../../../kernel/pairs.ts'
import { type ByteString, percentEncode, percentEncodePath } from '../../../kernel/bytes.ts'
import { hashHex, hmac } from '../../../kernel/signing.ts'
import { parseBasic, parseHttpDate } from '../../../kernel/time.ts'
import type { Address } from '../../addressing.ts'
import { type OssRequest, queryValue } from '../../request.ts'
import { isSelecting } from '../../subresources.ts'
import { canonicalHeaders } from '../canonical-headers.ts'
import { type PartsV4, type PresentedSignature, resourceOf, type SignedText } from '../signature.ts'

const algorithm = 'OSS4-HMAC-SHA256'
/** Longest life of a signed URL, seconds. */
const maxLife = 604_800

/** `<id>/<yyyymmdd>/<region>/oss/aliyun_v4_request` → the id and what follows it; no scope when it has another form. */
function parseCredential(credential: ByteString): { accessKeyId: ByteString; scope?: string } {
  const match = /^(.+)\/(\d{8}\/[^/]+\/(?:oss|oss-cloudbox)\/aliyun_v4_request)$/.exec(credential)
  const [, accessKeyId = '', scope] = match ?? []
  return scope === undefined ? { accessKeyId } : { accessKeyId, scope }
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
    .sort((a, b) => byBytes(a.encoded, b.encoded) || byBytes(a.value, b.value))
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
  const additional = [...parts.additional].sort(byBytes)
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

const fieldsOf = (header: string): ReadonlyMap<string, string> =>
  new Map(
    header
      .slice(algorithm.length)
      .split(',')
      .map((field) => {
        const equals = field.indexOf('=')
        return [field.slice(0, equals).trim(), field.slice(equals + 1).trim()] as const
      }),
  )

/** `Authorization: OSS4-HMAC-SHA256 Credential=…[,AdditionalHeaders=…],Signature=…`, the fields in any order. */
export function headerSignatureV4(request: OssRequest): PresentedSignature {
  const { headers } = request.message
  const header = headers.get('authorization')?.trim() ?? ''
  const fields = fieldsOf(header)
  const { Credential: credential = '', Signature: signature = '' } = Object.fromEntries(fields)
  const { accessKeyId, scope } = parseCredential(credential)
  // Go v1 sends no x-oss-date; its timestamp line is the Date header as it stands.
  const date = headers.get('x-oss-date') ?? headers.get('date')
  const additional = fields.get('AdditionalHeaders')
  const parts = {
    scope: scope ?? '',
    timestamp: date ?? '',
    additional: listOf(additional),
    query: request.query,
  }
  return {
    scheme: 'V4 header',
    isWellFormed: header.startsWith(`${algorithm} `) && credential !== '' && signature !== '',
    accessKeyId,
    securityToken: headers.get('x-oss-security-token'),
    signature,
    date,
    signedAtMs: parseBasic(date ?? '') ?? parseHttpDate(date ?? ''),
    credential,
    scope,
    additional,
    stringsToSign: (address) => texts(request, address, parts),
    parts: { version: 'V4', ...parts },
    sign: (stringToSign, secret) => signV4(stringToSign, secret, scope ?? ''),
  }
}

/** The parameters that a signed URL must have, in the order in which they are missed. */
export const urlParametersV4 = [
  'x-oss-credential',
  'x-oss-date',
  'x-oss-expires',
  'x-oss-signature',
] as const

/** A life of 1 to 604800 seconds; undefined for another. */
export function lifeOf(expires: string): number | undefined {
  const seconds = Number(expires)
  return /^\d{1,6}$/.test(expires) && seconds >= 1 && seconds <= maxLife ? seconds : undefined
}

/** `?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=…&x-oss-date=…&x-oss-expires=…&x-oss-signature=…` */
export function urlSignatureV4(request: OssRequest): PresentedSignature {
  const [credential = '', date = '', expires = '', signature = ''] = urlParametersV4.map((name) =>
    queryValue(request, name),
  )
  const { accessKeyId, scope } = parseCredential(credential)
  const [signedAtMs, life] = [parseBasic(date), lifeOf(expires)]
  const additional = listOf(queryValue(request, 'x-oss-additional-headers'))
  const query = request.query.filter(({ name }) => name !== 'x-oss-signature')
  const parts = { scope: scope ?? '', timestamp: date, additional, query }
  return {
    scheme: 'V4 URL',
    isWellFormed: signature !== '',
    accessKeyId,
    securityToken: queryValue(request, 'x-oss-security-token'),
    signature,
    date,
    signedAtMs,
    endsAtMs: signedAtMs === undefined || life === undefined ? undefined : signedAtMs + life * 1000,
    credential,
    scope,
    stringsToSign: (address) => texts(request, address, parts),
    parts: { version: 'V4', ...parts },
    sign: (stringToSign, secret) => signV4(stringToSign, secret, scope ?? ''),
  }
}
