import type { Octets } from '../kernel/octets.ts'
import { invalidArgument, ossError } from '../kernel/oss-errors.ts'
import { signOssV1, stringToSignOssV1 } from '../kernel/oss-v1.ts'
import { byOctets } from '../kernel/pairs.ts'
import { parseOssDate } from '../kernel/time.ts'
import type { Address } from './addressing.ts'
import { canonicalHeaders } from './canonical-headers.ts'
import { requireNoSkew, requireNotExpired } from './freshness.ts'
import { type OssRequest, queryValue } from './request.ts'
import { type PresentedSignature, resourceOf, type SignedText } from './signature.ts'
import { isSigned } from './subresources.ts'

/** Parameters of the URL form that are not signed themselves. */
const urlParameters: ReadonlySet<string> = new Set(['OSSAccessKeyId', 'Expires', 'Signature'])

const isCovered = (name: string): boolean => name.startsWith('x-oss-')

/** The resource in both spellings of sub-resources without a value: `name`, and Java's `name=`. */
function* resources({ query }: OssRequest, address: Address): Iterable<Octets> {
  const signed = query
    .filter(({ name }) => isSigned(name) && !urlParameters.has(name))
    .sort((a, b) => byOctets(a.name, b.name))
  const path = resourceOf(address)
  if (signed.length === 0) {
    yield path
    return
  }
  const spell = (empty: string) =>
    signed.map(({ name, value }) => (value === '' ? name + empty : `${name}=${value}`)).join('&')
  yield `${path}?${spell('')}`
  if (signed.some(({ value }) => value === '')) yield `${path}?${spell('=')}`
}

function* texts(
  request: OssRequest,
  address: Address,
  dates: readonly Octets[],
): Iterable<SignedText> {
  const { method, headers } = request.message
  for (const date of dates) {
    for (const resource of resources(request, address)) {
      const stringToSign = stringToSignOssV1({
        method,
        contentMd5: headers.get('content-md5') ?? '',
        contentType: headers.get('content-type') ?? '',
        date,
        headers: canonicalHeaders(headers, isCovered),
        resource,
      })
      yield { stringToSign }
    }
  }
}

const common = { mismatch: 'SignatureDoesNotMatch', sign: signOssV1 } as const

/** `Authorization: OSS <AccessKeyId>:<Base64>`. @throws ApiError InvalidArgument */
export function headerSignatureV1(request: OssRequest): PresentedSignature {
  const { headers } = request.message
  const match = /^OSS ([^:\s]+):(\S+)$/.exec(headers.get('authorization')?.trim() ?? '')
  if (!match) throw invalidArgument('Authorization header is invalid.', 'Authorization')
  const [, accessKeyId = '', signature = ''] = match
  const dates = [headers.get('x-oss-date'), headers.get('date')].filter(
    (date) => date !== undefined,
  )
  return {
    ...common,
    accessKeyId,
    securityToken: headers.get('x-oss-security-token'),
    signature,
    requireFresh: (clock) => {
      const [date] = dates
      if (date === undefined) throw ossError('AccessDenied/date-missing')
      const atMs = parseOssDate(date)
      if (atMs === undefined) throw ossError('AccessDenied/date-malformed')
      requireNoSkew(atMs, clock)
    },
    stringsToSign: (address) => texts(request, address, dates),
    parts: { version: 'V1', dates },
  }
}

/** `?OSSAccessKeyId=…&Expires=…&Signature=…`. @throws ApiError AccessDenied */
export function urlSignatureV1(request: OssRequest): PresentedSignature {
  const [accessKeyId, expires, signature] = ['OSSAccessKeyId', 'Expires', 'Signature'].map((name) =>
    queryValue(request, name),
  )
  if (!accessKeyId || !expires || !signature) throw ossError('AccessDenied/query-incomplete')
  if (!/^\d{1,12}$/.test(expires)) throw ossError('AccessDenied/query-incomplete')
  return {
    ...common,
    accessKeyId,
    securityToken: queryValue(request, 'security-token'),
    // An unescaped + of the Base64 arrives as a space.
    signature: signature.replaceAll(' ', '+'),
    requireFresh: (clock) => requireNotExpired(Number(expires) * 1000, clock),
    stringsToSign: (address) => texts(request, address, [expires]),
    parts: { version: 'V1', dates: [expires] },
  }
}
