import { describe, expect, test } from 'vitest'
import { messageOf } from '../../testing/captures.ts'
import { mistakesObeyTheirLaws } from '../../testing/mistakes.laws.ts'
import { hideNothing, searchPorts as ports, secret } from '../../testing/search.ts'
import type { Address } from '../addressing.ts'
import { type OssRequest, ossRequest } from '../request.ts'
import { asked, draftsOfV1, draftsOfV4, explainMismatch } from './mismatch.ts'
import type { PresentedSignature } from './signature.ts'
import { signDraftV1 } from './v1/draft.ts'
import { mistakesV1 } from './v1/mistakes.ts'
import { headerSignatureV1, urlSignatureV1 } from './v1/signature.ts'
import { signDraftV4 } from './v4/draft.ts'
import { mistakesV4 } from './v4/mistakes.ts'
import { headerSignatureV4, urlSignatureV4 } from './v4/signature.ts'

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

interface Presented {
  readonly request: OssRequest
  readonly presented: PresentedSignature
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
  ({ request, presented }: Presented) =>
  (signature: string) =>
    explainMismatch(request, { ...presented, signature }, [address], secret, ports, hideNothing)

const rich = <Draft extends { readonly secret: string }>(drafts: readonly Draft[]) => {
  const [draft] = drafts
  if (!draft) throw new Error('There is no draft.')
  return [draft, { ...draft, secret: `${secret} ` }] as const
}

const v1: readonly (readonly [scheme: string, Presented])[] = [
  ['V1 of OSS in the header', { request: inHeaderV1, presented: headerSignatureV1(inHeaderV1) }],
  ['V1 of OSS in the URL', { request: inUrlV1, presented: urlSignatureV1(inUrlV1) }],
]

const v4: readonly (readonly [scheme: string, Presented])[] = [
  ['V4 of OSS in the header', { request: inHeaderV4, presented: headerSignatureV4(inHeaderV4) }],
  ['V4 of OSS in the URL', { request: inUrlV4, presented: urlSignatureV4(inUrlV4) }],
]

/** A URL lists no additional headers here, and has no digits that a header's line of the date has. */
const possible = (scheme: string, name: string): boolean =>
  !(scheme.endsWith('URL') && ['additional-header-not-signed', 'other-host'].includes(name))

for (const [scheme, given] of v1) {
  const { parts } = given.presented
  const from = asked(given.request, given.presented, [address], secret, ports)
  mistakesObeyTheirLaws({
    scheme,
    drafts: rich(draftsOfV1(from, parts.version === 'V1' ? parts.dates : [])),
    mistakes: mistakesV1,
    sign: signDraftV1,
    explain: explaining(given),
    bytes: 20,
    write: (digest) => digest.toString('base64'),
  })
}

for (const [scheme, given] of v4) {
  const { parts } = given.presented
  const from = asked(given.request, given.presented, [address], secret, ports)
  mistakesObeyTheirLaws({
    scheme,
    drafts: rich(parts.version === 'V4' ? draftsOfV4(from, parts) : []),
    mistakes: mistakesV4.filter(({ name }) => possible(scheme, name)),
    sign: signDraftV4,
    explain: explaining(given),
    bytes: 32,
    write: (digest) => digest.toString('hex'),
  })
}

describe('what the server signs', () => {
  const sample = [...v1, ...v4].map(([scheme, given]) => ({ scheme, ...given }))

  test.for(sample)('is the same for the search as for the check: $scheme', (given) => {
    const { request, presented } = given
    const from = asked(request, presented, [address], secret, ports)
    const { parts } = presented

    const [first] =
      parts.version === 'V1'
        ? draftsOfV1(from, parts.dates).map(signDraftV1)
        : draftsOfV4(from, parts).map(signDraftV4)

    const [text] = presented.stringsToSign(address)
    expect(first).toBe(presented.sign(text?.stringToSign ?? '', secret))
  })
})
