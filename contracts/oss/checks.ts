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
  'Authorization is "OSS <id>:<signature>" or "OSS4-HMAC-SHA256 Credential=…,Signature=…".',
  'documented',
  'documented',
)
const scope = check(
  'credential-scope',
  'InvalidArgument',
  'Credential is <id>/<yyyymmdd>/<region>/oss/aliyun_v4_request.',
  'documented',
  'documented',
)

const date = [
  check(
    'date',
    'AccessDenied/date-missing',
    'x-oss-date or Date tells the time of signing.',
    'documented',
    'documented',
  ),
  check(
    'date-form',
    'AccessDenied/date-malformed',
    'The time of signing is RFC 1123 in Date, or yyyymmddThhmmssZ.',
    'documented',
    'documented',
  ),
] as const
const skew = check(
  'clock-skew',
  'RequestTimeTooSkewed',
  'The time of signing is at most 15 minutes from the time of the server.',
  'observed',
  'documented',
)
const unexpired = check(
  'url-not-expired',
  'AccessDenied/expired',
  'A signed URL is used before its Expires.',
  'documented',
  'documented',
)

const schemeOf = [
  check('capacity', 'ServiceUnavailable', 'The emulator has room for the connection.', 'inferred'),
  check(
    'parameter-count',
    'InvalidArgument/parameters',
    'A query has at most as many parameters as the limit allows.',
    'inferred',
  ),
  check(
    'one-signature',
    'InvalidArgument/two-signatures',
    'The header or the URL carries a signature, not both.',
    'documented',
  ),
  check(
    'known-signature-version',
    'NotImplemented',
    'The emulator knows the signatures V1 and V4.',
    'inferred',
  ),
  check('no-form-upload', 'NotImplemented', 'The emulator has no form upload.', 'inferred'),
  check(
    'signed',
    'AccessDenied/anonymous',
    'The bucket is private: every request is signed.',
    'documented',
    'documented',
  ),
] as const

const keyAndToken = [
  check(
    'access-key-characters',
    'InvalidAccessKeyId/characters',
    'An AccessKeyId has letters, digits, ".", "_" and "-".',
    'documented',
  ),
  check('known-access-key', 'InvalidAccessKeyId', 'The AccessKeyId exists.', 'observed', 'source'),
  check(
    'security-token',
    'InvalidAccessKeyId/token-missing',
    'A temporary key (STS.…) comes with its security token.',
    'observed',
    'documented',
  ),
  check(
    'genuine-token',
    'InvalidSecurityToken',
    'The security token is one that the service issued.',
    'documented',
    'documented',
  ),
  check(
    'token-not-expired',
    'SecurityTokenExpired',
    'The security token has not expired.',
    'observed',
    'documented',
  ),
  check(
    'token-of-key',
    'AccessKeyIdAndSecurityTokenNotMatch',
    'The security token was issued together with the AccessKeyId.',
    'documented',
  ),
] as const

const signature = check(
  'signature',
  'SignatureDoesNotMatch',
  'The signature is the Base64 of HMAC-SHA1 over method, headers and resource, under the secret.',
  'documented',
  'documented',
)
const signatureV4 = check(
  'signature-v4',
  'SignatureDoesNotMatch/v4',
  'The signature is the hex of HMAC-SHA256 over the hash of the canonical request, under a key derived from the secret.',
  'documented',
  'documented',
)

const afterwards = [
  check(
    'emulated-operation',
    'NotImplemented',
    'Method, address and sub-resources name an operation that the emulator has.',
    'inferred',
  ),
  check(
    'policy',
    'AccessDenied/policy',
    'An upload credential allows to upload its one object.',
    'documented',
    'documented',
  ),
  check(
    'object-name',
    'InvalidObjectName/empty',
    'An operation on an object names one.',
    'documented',
  ),
  check('bucket', 'NoSuchBucket', 'The bucket exists.', 'documented', 'documented'),
  check(
    'object-name-length',
    'InvalidObjectName/long',
    'An object name has 1 to 1023 bytes of UTF-8.',
    'documented',
  ),
  check(
    'object-name-start',
    'InvalidObjectName',
    'An object name does not begin with "/" or "\\".',
    'documented',
  ),
] as const

const additionalHeaders = [
  check(
    'additional-headers',
    'InvalidArgument/additional-empty',
    'AdditionalHeaders, if given, is not empty.',
    'documented',
  ),
  check(
    'additional-header-items',
    'InvalidArgument/additional-item',
    'AdditionalHeaders has no empty item.',
    'documented',
  ),
  check(
    'sent-additional-headers',
    'InvalidArgument/additional-absent',
    'AdditionalHeaders names headers that are sent.',
    'documented',
  ),
] as const

const urlV1 = [
  check(
    'url-access-key-id',
    'AccessDenied/query-key',
    'A signed URL has OSSAccessKeyId.',
    'documented',
  ),
  check('url-signature', 'AccessDenied/query', 'A signed URL has Signature.', 'documented'),
  check('url-expires', 'AccessDenied/query-expires', 'A signed URL has Expires.', 'documented'),
  check(
    'url-expires-blank',
    'AccessDenied/query-expires-blank',
    'Expires of a signed URL is not empty.',
    'documented',
  ),
  check(
    'url-expires-number',
    'AccessDenied/query-expires-number',
    'Expires of a signed URL is a number of seconds since 1970.',
    'documented',
  ),
] as const

const urlV4 = [
  check(
    'url-v4-parameters',
    'InvalidArgument',
    'A signed URL has x-oss-credential, x-oss-date, x-oss-expires and x-oss-signature.',
    'documented',
  ),
  scope,
  check('url-v4-expires', 'InvalidArgument', 'x-oss-expires is 1 to 604800 seconds.', 'documented'),
  date[1],
  check(
    'url-not-early',
    'RequestTimeTooSkewed',
    'A signed URL is used at most 15 minutes before its x-oss-date.',
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

/** What every request to OSS goes through; its operation judges the rest. */
export const ossChecks: Readonly<
  Record<OssScheme, readonly (OssCheck & { readonly name: OssCheckName })[]>
> = {
  'V1 header': [...ossSignatureChecks['V1 header'], ...afterwards],
  'V1 URL': [...ossSignatureChecks['V1 URL'], ...afterwards],
  'V4 header': [...ossSignatureChecks['V4 header'], ...afterwards],
  'V4 URL': [...ossSignatureChecks['V4 URL'], ...afterwards],
}
