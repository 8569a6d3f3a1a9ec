import { messageOf } from '../../testing/captures.ts'
import { mistakesObeyTheirLaws } from '../../testing/mistakes.laws.ts'
import { searchContext as context, hideNothing, secret } from '../../testing/search.ts'
import type { Address } from '../addressing.ts'
import { type OssRequest, ossRequest } from '../request.ts'
import { explainOssMismatch, searchInputs } from './explain.ts'
import { headerSignatureV1, headerSignatureV4, urlSignatureV1, urlSignatureV4 } from './parse.ts'
import type { ParsedSignature, ParsedSignatureV1, ParsedSignatureV4 } from './parsed-signature.ts'
import { mistakesV1 } from './v1/mistakes.ts'
import { readingsV1, schemeV1 } from './v1/signature.ts'
import { mistakesV4 } from './v4/mistakes.ts'
import { readingsV4, schemeV4 } from './v4/signature.ts'

const address: Address = { bucket: 'bucket', key: "dir/a b%2A*'~+c" }

const common = [
  ['x-oss-user-agent', 'test'],
  ['host', 'localhost:17321'],
  ['content-type', 'text/plain; charset=gbk'],
  ['content-md5', 'XrY7u+Ae7tCTyyK7j1rNww=='],
  ['x-oss-security-token', 'token'],
] as const

const rfc = 'Fri, 05 Jan 2024 03:04:05 GMT'
const credential = 'mine/20240104/cn-shanghai/oss/aliyun_v4_request'

const requestOf = (query: string, ...headers: readonly (readonly [string, string])[]) =>
  ossRequest(
    messageOf({ method: 'PUT', url: `/any?${query}`, headers: [...headers, ...common], body: '' }),
    1000,
  )

const query =
  "x-oss-process=a%2Fb%20c*'~d%2Ce&uploads&prefix=p&partNumber=2&max-keys=3&security-token=t"

interface Given<Parsed extends ParsedSignature> {
  readonly request: OssRequest
  readonly parsed: Parsed
}

const inHeaderV1 = requestOf(
  query,
  ['x-oss-date', rfc],
  ['authorization', 'OSS mine:x'],
  ['date', 'Fri, 05 Jan 2024 03:04:06 GMT'],
)
const inUrlV1 = requestOf(`${query}&OSSAccessKeyId=mine&Expires=1704427445&Signature=x`)
const additional = 'AdditionalHeaders=host'
const inHeaderV4 = requestOf(
  query,
  ['x-oss-date', '20240105T030405Z'],
  ['authorization', `OSS4-HMAC-SHA256 Credential=${credential},${additional},Signature=x`],
  ['date', rfc],
  ['x-oss-content-sha256', 'UNSIGNED-PAYLOAD'],
)
const inUrlV4 = requestOf(
  `${query}&x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=${encodeURIComponent(credential)}&x-oss-date=20240105T030405Z&x-oss-expires=60&x-oss-signature=x`,
)

const explaining =
  ({ request, parsed }: Given<ParsedSignature>) =>
  (signature: string) =>
    explainOssMismatch(request, { ...parsed, signature }, [address], secret, context, hideNothing)

const rich = <Input extends { readonly secret: string }>(inputs: readonly Input[]) => {
  const [input] = inputs
  if (!input) throw new Error('There is no input.')
  return [input, { ...input, secret: `${secret} ` }] as const
}

const v1: readonly (readonly [scheme: string, Given<ParsedSignatureV1>])[] = [
  ['V1 of OSS in the header', { request: inHeaderV1, parsed: headerSignatureV1(inHeaderV1) }],
  ['V1 of OSS in the URL', { request: inUrlV1, parsed: urlSignatureV1(inUrlV1) }],
]

const v4: readonly (readonly [scheme: string, Given<ParsedSignatureV4>])[] = [
  ['V4 of OSS in the header', { request: inHeaderV4, parsed: headerSignatureV4(inHeaderV4) }],
  ['V4 of OSS in the URL', { request: inUrlV4, parsed: urlSignatureV4(inUrlV4) }],
]

/** A URL lists no additional headers here, and has no digits that a header's line of the date has. */
const possible = (scheme: string, name: string): boolean =>
  !(scheme.endsWith('URL') && ['additional-header-not-signed', 'other-host'].includes(name))

for (const [scheme, given] of v1) {
  const { request, parsed } = given
  mistakesObeyTheirLaws({
    scheme,
    inputs: rich(searchInputs(readingsV1(request, parsed, secret, [address]), parsed, context)),
    mistakes: mistakesV1,
    sign: schemeV1.sign,
    explain: explaining(given),
    bytes: 20,
    write: (digest) => digest.toString('base64'),
  })
}

for (const [scheme, given] of v4) {
  const { request, parsed } = given
  mistakesObeyTheirLaws({
    scheme,
    inputs: rich(searchInputs(readingsV4(request, parsed, secret, [address]), parsed, context)),
    mistakes: mistakesV4.filter(({ name }) => possible(scheme, name)),
    sign: schemeV4.sign,
    explain: explaining(given),
    bytes: 32,
    write: (digest) => digest.toString('hex'),
  })
}
