import type { Check, NameOf } from '../check.ts'
import type { OssErrorCode } from './errors.ts'

type OssCheck = Check & { readonly refuses: OssErrorCode }

/** Rows whose rule and place have the same evidence. */
const check = <const N extends string>(
  name: N,
  refuses: OssErrorCode,
  rule: string,
  evidence: Check['evidence'],
  place: Check['evidence'] = 'inferred',
) => ({ name, refuses, rule, evidence, place }) as const

const grammar = check(
  'authorization-grammar',
  'InvalidArgument',
  'Authorization must be "OSS <id>:<signature>" or "OSS4-HMAC-SHA256 Credential=…,Signature=…"',
  'documented',
  'documented',
)
const scope = check(
  'credential-scope',
  'InvalidArgument',
  'Credential must be <id>/<yyyymmdd>/<region>/oss/aliyun_v4_request',
  'documented',
  'documented',
)

const date = [
  check(
    'date',
    'AccessDenied/date-missing',
    'x-oss-date or Date must give the time of signing',
    'documented',
    'documented',
  ),
  check(
    'date-form',
    'AccessDenied/date-malformed',
    'the time of signing must be written as in RFC 1123 (Date), or yyyymmddThhmmssZ',
    'documented',
    'documented',
  ),
] as const
const skew = check(
  'clock-skew',
  'RequestTimeTooSkewed',
  'the time of signing must be within 15 minutes of the time of the server',
  'observed',
  'documented',
)
const unexpired = check(
  'url-not-expired',
  'AccessDenied/expired',
  'a signed URL must be used before it expires',
  'documented',
  'documented',
)

const schemeOf = [
  check(
    'capacity',
    'ServiceUnavailable',
    'the emulator must have room for the connection',
    'inferred',
  ),
  check(
    'parameter-count',
    'InvalidArgument/parameters',
    'a query must not have more parameters than the limit',
    'inferred',
  ),
  check(
    'one-signature',
    'InvalidArgument/two-signatures',
    'the header or the URL must carry the signature, not both',
    'documented',
  ),
  check(
    'known-signature-version',
    'NotImplemented',
    'the signature must be of version V1 or V4, which the emulator knows',
    'inferred',
  ),
  check(
    'no-form-upload',
    'NotImplemented',
    'an upload must not be a form, which the emulator does not take',
    'inferred',
  ),
  check(
    'signed',
    'AccessDenied/anonymous',
    'every request must be signed, for the bucket is private',
    'documented',
    'documented',
  ),
] as const

const keyAndToken = [
  check(
    'access-key-characters',
    'InvalidAccessKeyId/characters',
    'an AccessKeyId must consist of letters, digits, ".", "_" and "-"',
    'documented',
  ),
  check(
    'known-access-key',
    'InvalidAccessKeyId',
    'the AccessKeyId must exist',
    'observed',
    'source',
  ),
  check(
    'security-token',
    'InvalidAccessKeyId/token-missing',
    'a temporary key (STS.…) must come with its security token',
    'observed',
    'documented',
  ),
  check(
    'genuine-token',
    'InvalidSecurityToken',
    'the security token must be one that the service issued',
    'documented',
    'documented',
  ),
  check(
    'token-not-expired',
    'SecurityTokenExpired',
    'the security token must not have expired',
    'observed',
    'documented',
  ),
  check(
    'token-of-key',
    'AccessKeyIdAndSecurityTokenNotMatch',
    'the security token must have been issued together with the AccessKeyId',
    'documented',
  ),
] as const

const signature = check(
  'signature',
  'SignatureDoesNotMatch',
  'the signature must be the Base64 of HMAC-SHA1 over method, headers and resource, under the secret',
  'documented',
  'documented',
)
const signatureV4 = check(
  'signature-v4',
  'SignatureDoesNotMatch/v4',
  'the signature must be the hex of HMAC-SHA256 over the hash of the canonical request, under a key derived from the secret',
  'documented',
  'documented',
)

const afterwards = [
  check(
    'emulated-operation',
    'NotImplemented',
    'method, address, sub-resources and headers must select an operation that the emulator has',
    'inferred',
  ),
  check(
    'policy',
    'AccessDenied/policy',
    'an upload credential must be used to upload its one object, and for nothing else',
    'documented',
    'documented',
  ),
  check(
    'object-name',
    'InvalidObjectName/empty',
    'an operation on an object must name one',
    'documented',
  ),
  check('bucket', 'NoSuchBucket', 'the bucket must exist', 'documented', 'documented'),
  check(
    'object-name-length',
    'InvalidObjectName/long',
    'an object name must have 1 to 1023 bytes of UTF-8',
    'documented',
  ),
  check(
    'object-name-start',
    'InvalidObjectName',
    'an object name must not begin with "/" or "\\"',
    'documented',
  ),
] as const

const additionalHeaders = [
  check(
    'additional-headers',
    'InvalidArgument/additional-empty',
    'AdditionalHeaders, if given, must not be empty',
    'documented',
  ),
  check(
    'additional-header-items',
    'InvalidArgument/additional-item',
    'AdditionalHeaders must not have an empty item',
    'documented',
  ),
  check(
    'sent-additional-headers',
    'InvalidArgument/additional-absent',
    'AdditionalHeaders must name headers that are sent',
    'documented',
  ),
] as const

const urlV1 = [
  check(
    'url-access-key-id',
    'AccessDenied/query-key',
    'a signed URL must have OSSAccessKeyId',
    'documented',
  ),
  check('url-signature', 'AccessDenied/query', 'a signed URL must have Signature', 'documented'),
  check(
    'url-expires',
    'AccessDenied/query-expires',
    'a signed URL must have Expires',
    'documented',
  ),
  check(
    'url-expires-empty',
    'AccessDenied/query-expires-empty',
    'Expires of a signed URL must not be empty',
    'documented',
  ),
  check(
    'url-expires-number',
    'AccessDenied/query-expires-number',
    'Expires of a signed URL must be a number of seconds since 1970',
    'documented',
  ),
] as const

const urlV4 = [
  check(
    'url-v4-parameters',
    'InvalidArgument',
    'a signed URL must have x-oss-credential, x-oss-date, x-oss-expires and x-oss-signature',
    'documented',
  ),
  scope,
  check(
    'url-v4-expires',
    'InvalidArgument',
    'x-oss-expires must be 1 to 604800 seconds',
    'documented',
  ),
  date[1],
  check(
    'url-not-early',
    'RequestTimeTooSkewed',
    'a signed URL must not be used more than 15 minutes before its x-oss-date',
    'documented',
  ),
  unexpired,
] as const

/** How a request must be signed, by the scheme of its signature. */
export const ossSignatureChecks = {
  'V1 header': [...schemeOf, grammar, ...date, skew, ...keyAndToken, signature],
  'V1 URL': [...schemeOf, ...urlV1, unexpired, ...keyAndToken, signature],
  'V4 header': [
    ...schemeOf,
    grammar,
    scope,
    ...additionalHeaders,
    ...date,
    skew,
    ...keyAndToken,
    signatureV4,
  ],
  'V4 URL': [...schemeOf, ...urlV4, ...keyAndToken, signatureV4],
} as const satisfies Readonly<Record<string, readonly OssCheck[]>>

export type OssScheme = keyof typeof ossSignatureChecks
export type OssCheckName = NameOf<(typeof ossSignatureChecks)[OssScheme] | typeof afterwards>

/** What every request to OSS goes through; its operation checks the rest. */
export const ossChecks: Readonly<
  Record<OssScheme, readonly (OssCheck & { readonly name: OssCheckName })[]>
> = {
  'V1 header': [...ossSignatureChecks['V1 header'], ...afterwards],
  'V1 URL': [...ossSignatureChecks['V1 URL'], ...afterwards],
  'V4 header': [...ossSignatureChecks['V4 header'], ...afterwards],
  'V4 URL': [...ossSignatureChecks['V4 URL'], ...afterwards],
}
