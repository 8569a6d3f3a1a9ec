import type { Check } from '../check.ts'
import type { CommonErrorCode } from './errors.ts'

type RpcCheck = Check & { readonly refuses: CommonErrorCode }

const parameters = 'https://www.alibabacloud.com/help/doc-detail/44432.htm'
const rpcSignature = 'https://www.alibabacloud.com/help/doc-detail/251751.htm'
const v3Signature =
  'https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature'

/** What is asked of every call before its signature. */
const call = [
  {
    name: 'capacity',
    refuses: 'ServiceUnavailable',
    rule: 'The emulator has room for the connection.',
    evidence: 'inferred',
    place: 'inferred',
  },
  {
    name: 'path',
    refuses: 'InvalidAction.NotFound',
    rule: 'The path of a call is "/".',
    evidence: 'documented',
    place: 'inferred',
    page: rpcSignature,
  },
  {
    name: 'http-method',
    refuses: 'UnsupportedHTTPMethod',
    rule: 'A call is a GET or a POST.',
    evidence: 'documented',
    place: 'inferred',
    page: rpcSignature,
  },
  {
    name: 'parameter-count',
    refuses: 'TooManyParameters',
    rule: 'A call has at most as many parameters as the limit allows.',
    evidence: 'inferred',
    place: 'inferred',
  },
  {
    name: 'body-size',
    refuses: 'RequestEntityTooLarge',
    rule: 'The body has at most as many bytes as the limit allows.',
    evidence: 'inferred',
    place: 'inferred',
  },
  {
    name: 'body-in-time',
    refuses: 'RequestTimeout',
    rule: 'The body arrives without long pauses, and within the time of a request.',
    evidence: 'inferred',
    place: 'inferred',
  },
  {
    name: 'whole-body',
    refuses: 'ContentLengthDoesNotMatch',
    rule: 'The body has the length that was announced.',
    evidence: 'inferred',
    place: 'inferred',
  },
  {
    name: 'version',
    refuses: 'MissingVersion',
    rule: 'Version (x-acs-version) is mandatory.',
    evidence: 'documented',
    place: 'inferred',
    page: parameters,
  },
  {
    name: 'known-version',
    refuses: 'InvalidVersion',
    rule: 'The version is one that the product of the host has published: 2017-03-21 of VOD.',
    evidence: 'observed',
    place: 'inferred',
  },
  {
    name: 'action',
    refuses: 'MissingAction',
    rule: 'Action (x-acs-action) is mandatory.',
    evidence: 'documented',
    place: 'inferred',
    page: parameters,
  },
  {
    name: 'known-action',
    refuses: 'InvalidAction.NotFound',
    rule: 'The action is one of this version, with its case.',
    evidence: 'observed',
    place: 'observed',
  },
  {
    name: 'emulated-action',
    refuses: 'UnsupportedOperation',
    rule: 'The action is one that the emulator has.',
    evidence: 'inferred',
    place: 'inferred',
  },
  {
    name: 'operation-method',
    refuses: 'UnsupportedHTTPMethod',
    rule: 'A few operations are called by GET only.',
    evidence: 'documented',
    place: 'inferred',
  },
  {
    name: 'format',
    refuses: 'InvalidParameter.Format',
    rule: 'Format is JSON or XML.',
    evidence: 'documented',
    place: 'inferred',
    page: parameters,
  },
] as const satisfies readonly RpcCheck[]

/** How a V1 signature must look before anything is computed. */
const presenceV1 = [
  {
    name: 'no-bearer-token',
    refuses: 'UnsupportedSignatureType',
    rule: 'VOD takes no bearer tokens.',
    evidence: 'inferred',
    place: 'inferred',
  },
  {
    name: 'access-key-id',
    refuses: 'MissingAccessKeyId',
    rule: 'AccessKeyId is mandatory.',
    evidence: 'observed',
    place: 'observed',
  },
  {
    name: 'signature-present',
    refuses: 'MissingSignature',
    rule: 'Signature is mandatory.',
    evidence: 'observed',
    place: 'observed',
  },
  {
    name: 'signature-method',
    refuses: 'MissingSignatureMethod',
    rule: 'SignatureMethod is mandatory.',
    evidence: 'documented',
    place: 'inferred',
    page: parameters,
  },
  {
    name: 'signature-version',
    refuses: 'MissingSignatureVersion',
    rule: 'SignatureVersion is mandatory.',
    evidence: 'documented',
    place: 'inferred',
    page: parameters,
  },
  {
    name: 'signature-nonce',
    refuses: 'MissingSignatureNonce',
    rule: 'SignatureNonce is mandatory.',
    evidence: 'documented',
    place: 'inferred',
    page: parameters,
  },
  {
    name: 'no-key-pair',
    refuses: 'InvalidAccessKeyId.NotMatchWithSignatureType',
    rule: 'An AccessKey signs with HMAC; RSA belongs to key pairs.',
    evidence: 'observed',
    place: 'inferred',
  },
  {
    name: 'known-signature-type',
    refuses: 'UnsupportedSignatureType',
    rule: 'SignatureType is empty.',
    evidence: 'observed',
    place: 'inferred',
  },
  {
    name: 'known-signature-method',
    refuses: 'InvalidSignatureMethod',
    rule: 'SignatureMethod is HMAC-SHA1, without case.',
    evidence: 'documented',
    place: 'inferred',
    page: parameters,
  },
] as const satisfies readonly RpcCheck[]

const grammarV3 = [
  {
    name: 'authorization-grammar',
    refuses: 'IncompleteSignature',
    rule: 'Authorization is "ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…", the three in any order.',
    evidence: 'documented',
    place: 'inferred',
    page: v3Signature,
  },
  {
    name: 'no-key-pair',
    refuses: 'InvalidAccessKeyId.NotMatchWithSignatureType',
    rule: 'An AccessKey signs with HMAC; RSA belongs to key pairs.',
    evidence: 'observed',
    place: 'inferred',
  },
  {
    name: 'known-algorithm',
    refuses: 'IncompleteSignature',
    rule: 'The algorithm is ACS3-HMAC-SHA256 or ACS3-HMAC-SM3.',
    evidence: 'documented',
    place: 'inferred',
    page: v3Signature,
  },
  {
    name: 'timestamp',
    refuses: 'MissingTimestamp',
    rule: 'x-acs-date is mandatory.',
    evidence: 'documented',
    place: 'inferred',
    page: v3Signature,
  },
] as const satisfies readonly RpcCheck[]

/** Time, key and token, which both schemes have in common. */
const credentials = [
  {
    name: 'timestamp-form',
    refuses: 'InvalidTimeStamp.Format',
    rule: 'The time of signing is written yyyy-MM-ddTHH:mm:ssZ, in UTC.',
    evidence: 'documented',
    place: 'inferred',
    page: parameters,
  },
  {
    name: 'timestamp-window',
    refuses: 'InvalidTimeStamp.Expired',
    rule: 'The time of signing is at most 15 minutes from the time of the server.',
    evidence: 'documented',
    place: 'inferred',
    page: v3Signature,
  },
  {
    name: 'known-access-key',
    refuses: 'InvalidAccessKeyId.NotFound',
    rule: 'The AccessKeyId exists.',
    evidence: 'observed',
    place: 'observed',
  },
  {
    name: 'security-token',
    refuses: 'MissingSecurityToken',
    rule: 'A temporary key (STS.…) comes with its SecurityToken.',
    evidence: 'documented',
    place: 'inferred',
  },
  {
    name: 'genuine-token',
    refuses: 'InvalidSecurityToken.Malformed',
    rule: 'The SecurityToken is one that the service issued.',
    evidence: 'observed',
    place: 'inferred',
  },
  {
    name: 'token-not-expired',
    refuses: 'InvalidSecurityToken.Expired',
    rule: 'The SecurityToken has not expired.',
    evidence: 'documented',
    place: 'inferred',
  },
  {
    name: 'token-of-key',
    refuses: 'InvalidSecurityToken.MismatchWithAccessKey',
    rule: 'The SecurityToken was issued together with the AccessKeyId.',
    evidence: 'documented',
    place: 'inferred',
  },
] as const satisfies readonly RpcCheck[]

const signatureV1 = [
  {
    name: 'signature',
    refuses: 'SignatureDoesNotMatch',
    rule: 'Signature is the Base64 of HMAC-SHA1 over method and sorted parameters, under the secret and "&".',
    evidence: 'documented',
    place: 'observed',
    page: rpcSignature,
  },
] as const satisfies readonly RpcCheck[]

const signatureV3 = [
  {
    name: 'body-hash',
    refuses: 'SignatureDoesNotMatch/v3',
    rule: 'x-acs-content-sha256 is the hash of the body that arrives.',
    evidence: 'documented',
    place: 'inferred',
    page: v3Signature,
  },
  {
    name: 'signed-headers',
    refuses: 'SignatureDoesNotMatch/v3',
    rule: 'Every header that the gateway acts on is among SignedHeaders when it is sent.',
    evidence: 'documented',
    place: 'inferred',
    page: v3Signature,
  },
  {
    name: 'signature-v3',
    refuses: 'SignatureDoesNotMatch/v3',
    rule: 'Signature is the hex of HMAC-SHA256 over the hash of the canonical request, under the bare secret.',
    evidence: 'documented',
    place: 'observed',
    page: v3Signature,
  },
] as const satisfies readonly RpcCheck[]

const nonce = [
  {
    name: 'unused-nonce',
    refuses: 'SignatureNonceUsed',
    rule: 'A key uses a nonce once.',
    evidence: 'observed',
    place: 'inferred',
  },
] as const satisfies readonly RpcCheck[]

const permission = [
  {
    name: 'permission',
    refuses: 'NoPermission',
    rule: 'The policy of the key allows the operation; the one of an upload credential allows none.',
    evidence: 'inferred',
    place: 'inferred',
  },
] as const satisfies readonly RpcCheck[]

/** How a call must be signed, by the scheme of its signature. */
export const rpcSignatureChecks = {
  V1: [...presenceV1, ...credentials, ...signatureV1, ...nonce],
  V3: [...grammarV3, ...credentials, ...signatureV3, ...nonce],
} as const satisfies Readonly<Record<string, readonly RpcCheck[]>>

/** What every RPC request goes through; the complaints of its operation follow. */
export const rpcChecks = {
  V1: [...call, ...rpcSignatureChecks.V1, ...permission],
  V3: [...call, ...rpcSignatureChecks.V3, ...permission],
} as const

export type RpcScheme = keyof typeof rpcChecks
