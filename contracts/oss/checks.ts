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

const headerV1 = [
  check(
    'authorization-colon',
    'InvalidArgument/authorization-colon',
    'Authorization must be "OSS <id>:<signature>", with the colon',
    'documented',
    'documented',
  ),
  check(
    'authorization-access-key-id',
    'InvalidArgument/authorization-key',
    'Authorization must have an AccessKeyId before the colon',
    'documented',
    'documented',
  ),
  check(
    'authorization-signature',
    'InvalidArgument/authorization-signature',
    'Authorization must have a signature after the colon',
    'documented',
    'documented',
  ),
] as const
const headerV4 = [
  check(
    'authorization-fields',
    'InvalidArgument/v4-fields',
    'Authorization must be "OSS4-HMAC-SHA256 Credential=…,Signature=…", with AdditionalHeaders=… if need be',
    'documented',
    'documented',
  ),
  check(
    'authorization-pairs',
    'InvalidArgument/v4-pair',
    'every field of Authorization must be <name>=<value>',
    'documented',
  ),
  check(
    'authorization-known-fields',
    'InvalidArgument/v4-unknown-field',
    'Authorization must have no other fields, and none twice',
    'documented',
  ),
  check(
    'authorization-credential',
    'InvalidArgument/v4-credential',
    'Authorization must have Credential',
    'documented',
  ),
  check(
    'authorization-v4-signature',
    'InvalidArgument/v4-signature',
    'Authorization must have Signature, and not an empty one',
    'documented',
  ),
] as const
const credentialForm = '<id>/<yyyymmdd>/<region>/oss/aliyun_v4_request'
/** What a scope says must be true of the request: region and product. */
const scope = [
  check(
    'signing-region',
    'InvalidArgument/signing-region',
    "the region of the Credential must be the bucket's, without oss- or -internal",
    'documented',
  ),
  check(
    'signing-product',
    'InvalidArgument/signing-product',
    'the product of the Credential must be oss',
    'documented',
  ),
] as const
const signingDate = check(
  'signing-date',
  'InvalidArgument/signing-date',
  'the date of the Credential must be that of the signing time',
  'inferred',
)

const date = [
  check(
    'date',
    'AccessDenied/date-missing',
    'x-oss-date or Date must give the signing time',
    'documented',
    'documented',
  ),
  check(
    'date-form',
    'AccessDenied/date-malformed',
    'the signing time must be written as in RFC 1123 in Date, and as yyyymmddThhmmssZ in x-oss-date (V1 takes both there)',
    'documented',
    'documented',
  ),
] as const
const skew = check(
  'clock-skew',
  'RequestTimeTooSkewed',
  'the signing time must be within 15 minutes of the time of the server',
  'observed',
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
    'a request must carry one signature, in the header or in the URL',
    'documented',
  ),
  check(
    'aws-chunked',
    'InvalidArgument/aws-chunked',
    'a request of an S3 client may be encoded as aws-chunked with x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD alone',
    'documented',
  ),
  check(
    'known-signature-version',
    'NotImplemented',
    'the signature must be V1 or V4 of OSS, which the emulator knows, not V2 and not one of Amazon S3',
    'inferred',
  ),
  check(
    'authorization-scheme',
    'InvalidArgument/authorization-scheme',
    'Authorization must begin with "OSS " or "OSS4-HMAC-SHA256 "',
    'documented',
    'documented',
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

const oneToken = check(
  'one-security-token',
  'InvalidSecurityToken',
  'x-oss-security-token and security-token, when both are sent, must be the same',
  'inferred',
)
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
    'object-name',
    'InvalidObjectName/empty',
    'an operation on an object must name one',
    'documented',
  ),
  check(
    'emulated-operation',
    'NotImplemented',
    'method, address, sub-resources and headers must select an operation that the emulator has',
    'inferred',
  ),
  check(
    'policy',
    'AccessDenied/policy',
    'an upload credential must be used to upload its one object, and for nothing else; that of a PlayAuth opens nothing',
    'documented',
    'documented',
  ),
  check(
    'no-deny',
    'AccessDenied/explicit-deny',
    'no statement in the policies of the key may deny the action on the resource',
    'documented',
    'documented',
  ),
  check(
    'allow',
    'AccessDenied/no-allow',
    'a statement in the policies of the key must allow the action on the resource; a key without policies may do everything',
    'documented',
    'documented',
  ),
  check('bucket', 'NoSuchBucket', 'the bucket must exist', 'documented', 'documented'),
  check(
    'own-bucket',
    'AccessDenied/bucket',
    'the bucket must belong to the account of the key',
    'documented',
  ),
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

const payloadHash = check(
  'payload-hash',
  'InvalidArgument/payload-hash',
  'x-oss-content-sha256, if sent, must be UNSIGNED-PAYLOAD',
  'documented',
)

const repeated = check(
  'single-parameters',
  'InvalidArgument/repeated',
  'a URL must have each parameter of its signature once',
  'inferred',
)
const urlV1 = [
  repeated,
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
  check(
    'url-not-expired',
    'AccessDenied/expired',
    'a signed URL must be used before it expires',
    'documented',
    'documented',
  ),
] as const

const urlV4 = [
  repeated,
  check(
    'url-v4-version',
    'InvalidArgument',
    'x-oss-signature-version must be OSS4-HMAC-SHA256',
    'documented',
  ),
  check(
    'url-v4-credential',
    'InvalidArgument/url-credential-missing',
    'a signed URL must have x-oss-credential',
    'documented',
  ),
  check('url-v4-date', 'InvalidArgument', 'a signed URL must have x-oss-date', 'documented'),
  check(
    'url-v4-expires',
    'InvalidArgument/url-expires-missing',
    'a signed URL must have x-oss-expires',
    'documented',
  ),
  check(
    'url-v4-signature',
    'InvalidArgument/url-signature-missing',
    'a signed URL must have x-oss-signature',
    'documented',
  ),
  check(
    'credential-scope',
    'InvalidArgument/url-credential',
    `x-oss-credential must be ${credentialForm}`,
    'documented',
  ),
  check(
    'credential-date',
    'InvalidArgument/url-credential-date',
    'the date of x-oss-credential must be written yyyymmdd',
    'documented',
  ),
  ...scope,
  check(
    'url-v4-life',
    'InvalidArgument/url-expires-range',
    'x-oss-expires must be 1 to 604800 seconds',
    'documented',
  ),
  check(
    'sent-additional-headers',
    'InvalidArgument/url-additional-absent',
    'x-oss-additional-headers must name headers that are sent',
    'inferred',
  ),
  payloadHash,
  date[1],
  signingDate,
  check(
    'url-not-early',
    'RequestTimeTooSkewed/early',
    'a signed URL must not be used more than 15 minutes before its x-oss-date',
    'documented',
  ),
  check(
    'url-not-expired',
    'AccessDenied/expired-v4',
    'a signed URL must be used before it expires',
    'documented',
    'documented',
  ),
] as const

/** How a request must be signed, by the scheme of its signature. */
export const ossSignatureChecks = {
  'V1 header': [...schemeOf, ...headerV1, ...date, skew, oneToken, ...keyAndToken, signature],
  'V1 URL': [...schemeOf, ...urlV1, ...keyAndToken, signature],
  'V4 header': [
    ...schemeOf,
    ...headerV4,
    check(
      'credential-scope',
      'InvalidArgument/credential',
      `Credential must be ${credentialForm}`,
      'documented',
      'documented',
    ),
    ...scope,
    ...additionalHeaders,
    payloadHash,
    ...date,
    signingDate,
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
