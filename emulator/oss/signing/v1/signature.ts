import { byBytes } from '../../../kernel/pairs.ts'
import type { ByteString } from '../../../kernel/bytes.ts'
import { signOssV1, stringToSignOssV1 } from '../../../kernel/oss-v1.ts'
import { parseOssDate } from '../../../kernel/time.ts'
import type { Address } from '../../addressing.ts'
import { type OssRequest, queryValue } from '../../request.ts'
import { isSigned } from '../../subresources.ts'
import { canonicalHeaders } from '../canonical-headers.ts'
import { type PresentedSignature, resourceOf, type SignedText } from '../signature.ts'

/** Parameters of the URL form that are not signed themselves. */
const urlParameters: ReadonlySet<string> = new Set(['OSSAccessKeyId', 'Expires', 'Signature'])

const isCovered = (name: string): boolean => name.startsWith('x-oss-')

/** The resource in both spellings of sub-resources without a value: `name`, and Java's `name=`. */
function* resources({ query }: OssRequest, address: Address): Iterable<ByteString> {
  const signed = query
    .filter(({ name }) => isSigned(name) && !urlParameters.has(name))
    .sort((a, b) => byBytes(a.name, b.name))
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
  dates: readonly ByteString[],
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

/** `Authorization: OSS <AccessKeyId>:<Base64>`. */
export function headerSignatureV1(request: OssRequest): PresentedSignature {
  const { headers } = request.message
  const match = /^OSS ([^:\s]+):(\S+)$/.exec(headers.get('authorization')?.trim() ?? '')
  const [, accessKeyId = '', signature = ''] = match ?? []
  const dates = [headers.get('x-oss-date'), headers.get('date')].filter(
    (date) => date !== undefined,
  )
  const [date] = dates
  return {
    scheme: 'V1 header',
    isWellFormed: match !== null,
    accessKeyId,
    securityToken: headers.get('x-oss-security-token'),
    signature,
    date,
    signedAtMs: parseOssDate(date ?? ''),
    stringsToSign: (address) => texts(request, address, dates),
    parts: { version: 'V1', dates },
    sign: signOssV1,
  }
}

/** `?OSSAccessKeyId=…&Expires=…&Signature=…`. */
export function urlSignatureV1(request: OssRequest): PresentedSignature {
  const [accessKeyId = '', expires = '', signature = ''] = [
    'OSSAccessKeyId',
    'Expires',
    'Signature',
  ].map((name) => queryValue(request, name))
  const isNumber = /^\d{1,12}$/.test(expires)
  return {
    scheme: 'V1 URL',
    isWellFormed: accessKeyId !== '' && signature !== '' && isNumber,
    accessKeyId,
    securityToken: queryValue(request, 'security-token'),
    // An unescaped + of the Base64 arrives as a space.
    signature: signature.replaceAll(' ', '+'),
    endsAtMs: isNumber ? Number(expires) * 1000 : undefined,
    stringsToSign: (address) => texts(request, address, [expires]),
    parts: { version: 'V1', dates: [expires] },
    sign: signOssV1,
  }
}
