import type { ByteString } from '../../kernel/bytes.ts'
import { parseBasic, parseHttpDate, parseOssDate } from '../../kernel/time.ts'
import { headerValue, type OssRequest, queryValue } from '../request.ts'
import type { ParsedSignature, ParsedSignatureV1, ParsedSignatureV4 } from './parsed-signature.ts'
import { authorizationOf, isSignedInUrl, isSignedV2, urlVersionOf } from './schemes.ts'

/** `Authorization: OSS <AccessKeyId>:<Base64>`. */
export function headerSignatureV1(request: OssRequest): ParsedSignatureV1 {
  const [, accessKeyId = '', signature = ''] =
    /^OSS ([^:]*):?(.*)$/.exec(authorizationOf(request)) ?? []
  const [ossDate, httpDate] = [headerValue(request, 'x-oss-date'), headerValue(request, 'date')]
  return {
    version: 'V1',
    scheme: 'V1 header',
    accessKeyId,
    // The V1 mode of the official Python and Java v2 SDKs sends it without its prefix, and does not sign it.
    securityToken:
      headerValue(request, 'x-oss-security-token') ?? headerValue(request, 'security-token'),
    signature,
    date: ossDate ?? httpDate,
    signedAtMs: ossDate === undefined ? parseHttpDate(httpDate ?? '') : parseOssDate(ossDate),
    dates: [ossDate, httpDate].filter((date) => date !== undefined),
  }
}

/** `?OSSAccessKeyId=…&Expires=…&Signature=…`. */
export function urlSignatureV1(request: OssRequest): ParsedSignatureV1 {
  const expires = queryValue(request, 'Expires') ?? ''
  return {
    version: 'V1',
    scheme: 'V1 URL',
    accessKeyId: queryValue(request, 'OSSAccessKeyId') ?? '',
    securityToken: queryValue(request, 'security-token'),
    signature: queryValue(request, 'Signature') ?? '',
    endsAtMs: /^\d{1,12}$/.test(expires) ? Number(expires) * 1000 : undefined,
    dates: [expires],
  }
}

const algorithm = 'OSS4-HMAC-SHA256'

/** `<id>/<yyyymmdd>/<region>/oss/aliyun_v4_request` → the id, which may have slashes, and the four parts after it. */
function parseCredential(credential: ByteString): {
  readonly accessKeyId: ByteString
  readonly scope: readonly string[]
} {
  const parts = credential.split('/')
  return { accessKeyId: parts.slice(0, -4).join('/'), scope: parts.slice(-4) }
}

const listOf = (names: string | undefined): readonly string[] =>
  names ? names.toLowerCase().split(';') : []

/** `Authorization: OSS4-HMAC-SHA256 Credential=…[,AdditionalHeaders=…],Signature=…`, the fields in any order. */
export function headerSignatureV4(request: OssRequest): ParsedSignatureV4 {
  const header = authorizationOf(request)
  const fields = header
    .slice(algorithm.length)
    .split(',')
    .map((field) => field.trim())
  const fieldOf = (name: string) =>
    fields.find((field) => field.startsWith(`${name}=`))?.slice(name.length + 1)
  const credential = fieldOf('Credential') ?? ''
  const ossDate = headerValue(request, 'x-oss-date')
  // Go v1 sends no x-oss-date; its timestamp line is the Date header as it stands.
  const date = ossDate ?? headerValue(request, 'date')
  const additional = fieldOf('AdditionalHeaders')
  return {
    version: 'V4',
    scheme: 'V4 header',
    ...parseCredential(credential),
    securityToken: headerValue(request, 'x-oss-security-token'),
    signature: fieldOf('Signature') ?? '',
    date,
    signedAtMs: ossDate === undefined ? parseHttpDate(date ?? '') : parseBasic(ossDate),
    fields,
    credential,
    additional,
    additionalHeaders: listOf(additional),
    query: request.query,
  }
}

/** Maximum life of a signed URL, seconds. */
const maxLife = 604_800

/** A life of 1 to 604800 seconds; undefined for another. */
export function lifeOf(expires: string): number | undefined {
  const seconds = Number(expires)
  return /^\d{1,6}$/.test(expires) && seconds >= 1 && seconds <= maxLife ? seconds : undefined
}

/** `?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=…&x-oss-date=…&x-oss-expires=…&x-oss-signature=…` */
export function urlSignatureV4(request: OssRequest): ParsedSignatureV4 {
  const credential = queryValue(request, 'x-oss-credential') ?? ''
  const date = queryValue(request, 'x-oss-date') ?? ''
  const [signedAtMs, life] = [parseBasic(date), lifeOf(queryValue(request, 'x-oss-expires') ?? '')]
  const additional = queryValue(request, 'x-oss-additional-headers')
  return {
    version: 'V4',
    scheme: 'V4 URL',
    ...parseCredential(credential),
    securityToken: queryValue(request, 'x-oss-security-token'),
    signature: queryValue(request, 'x-oss-signature') ?? '',
    date,
    signedAtMs,
    endsAtMs: signedAtMs === undefined || life === undefined ? undefined : signedAtMs + life * 1000,
    credential,
    additional,
    additionalHeaders: listOf(additional),
    query: request.query.filter(({ name }) => name !== 'x-oss-signature'),
  }
}

/** The signature of a request, from its header rather than its URL; undefined when it has none. */
export function parseSignature(request: OssRequest): ParsedSignature | undefined {
  if (isSignedV2(request)) return undefined
  const authorization = authorizationOf(request)
  if (authorization.startsWith(`${algorithm} `)) return headerSignatureV4(request)
  if (authorization.startsWith('OSS ')) return headerSignatureV1(request)
  if (urlVersionOf(request) !== undefined) return urlSignatureV4(request)
  return isSignedInUrl(request) ? urlSignatureV1(request) : undefined
}
