import type { Check } from '../check.ts'
import { withDefaults } from '../defaults.ts'
import type { CommonErrorCode } from './errors.ts'

type RpcCheck = Check & { readonly refuses: CommonErrorCode }

const parameters = 'https://www.alibabacloud.com/help/doc-detail/44432.htm'
const rpcSignature = 'https://www.alibabacloud.com/help/doc-detail/251751.htm'
const v3Signature =
  'https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature'

const ours = { evidence: 'inferred', place: 'inferred' } as const
const documented = { evidence: 'documented', place: 'inferred' } as const
const observed = { evidence: 'observed', place: 'observed' } as const

/** What is asked of every call before its signature. */
export const rpcCallChecks = withDefaults(ours, [
  {
    name: 'capacity',
    refuses: 'ServiceUnavailable',
    rule: 'the emulator must have room for the connection',
  },
  {
    name: 'path',
    refuses: 'InvalidAction.NotFound',
    rule: 'the path of a call must be "/"',
    evidence: 'documented',
    page: rpcSignature,
  },
  {
    name: 'http-method',
    refuses: 'UnsupportedHTTPMethod',
    rule: 'a call must be a GET or a POST',
    evidence: 'documented',
    page: rpcSignature,
  },
  {
    name: 'parameter-count',
    refuses: 'TooManyParameters',
    rule: 'a call must not have more parameters than the limit',
  },
  {
    name: 'body-size',
    refuses: 'RequestEntityTooLarge',
    rule: 'the body must not have more bytes than the limit',
  },
  {
    name: 'body-in-time',
    refuses: 'RequestTimeout',
    rule: 'the body must arrive without long pauses, and within the time limit of a request',
  },
  {
    name: 'whole-body',
    refuses: 'ContentLengthDoesNotMatch',
    rule: 'the body must have the length that was announced',
  },
  {
    name: 'version',
    refuses: 'MissingVersion',
    rule: 'Version (x-acs-version) must be sent',
    evidence: 'documented',
    page: parameters,
  },
  {
    name: 'known-version',
    refuses: 'InvalidVersion',
    rule: 'the version must be one that the product of the host has published: 2017-03-21 of VOD',
    evidence: 'observed',
  },
  {
    name: 'action',
    refuses: 'MissingAction',
    rule: 'Action (x-acs-action) must be sent',
    evidence: 'documented',
    page: parameters,
  },
  {
    name: 'known-action',
    refuses: 'InvalidAction.NotFound',
    rule: 'the action must be one of this version, in the same case',
    ...observed,
  },
  {
    name: 'emulated-action',
    refuses: 'UnsupportedOperation',
    rule: 'the action must be one that the emulator has',
  },
  {
    name: 'operation-method',
    refuses: 'UnsupportedHTTPMethod',
    rule: 'the operation must be called by a method that it allows: a few allow only GET',
    evidence: 'documented',
  },
  {
    name: 'format',
    refuses: 'InvalidParameter.Format',
    rule: 'Format must be JSON or XML',
    evidence: 'documented',
    page: parameters,
  },
]) satisfies readonly RpcCheck[]

const noKeyPair = {
  name: 'no-key-pair',
  refuses: 'InvalidAccessKeyId.NotMatchWithSignatureType',
  rule: 'an AccessKey must sign with HMAC; RSA is for key pairs',
  evidence: 'observed',
} as const

/** How a V1 signature must look before anything is computed. */
const presenceV1 = withDefaults(documented, [
  {
    name: 'no-bearer-token',
    refuses: 'UnsupportedSignatureType',
    rule: 'a call of VOD must be signed: bearer tokens are not accepted',
    ...ours,
  },
  {
    name: 'access-key-id',
    refuses: 'MissingAccessKeyId',
    rule: 'AccessKeyId must be sent',
    ...observed,
  },
  {
    name: 'signature-present',
    refuses: 'MissingSignature',
    rule: 'Signature must be sent',
    ...observed,
  },
  {
    name: 'signature-method',
    refuses: 'MissingSignatureMethod',
    rule: 'SignatureMethod must be sent',
    page: parameters,
  },
  {
    name: 'signature-version',
    refuses: 'MissingSignatureVersion',
    rule: 'SignatureVersion must be sent',
    page: parameters,
  },
  {
    name: 'signature-nonce',
    refuses: 'MissingSignatureNonce',
    rule: 'SignatureNonce must be sent',
    page: parameters,
  },
  noKeyPair,
  {
    name: 'known-signature-type',
    refuses: 'UnsupportedSignatureType',
    rule: 'SignatureType must be empty',
    evidence: 'observed',
  },
  {
    name: 'known-signature-method',
    refuses: 'InvalidSignatureMethod',
    rule: 'SignatureMethod must be HMAC-SHA1, in any case',
    page: parameters,
  },
]) satisfies readonly RpcCheck[]

const grammarV3 = withDefaults(documented, [
  {
    name: 'authorization-grammar',
    refuses: 'IncompleteSignature',
    rule: 'Authorization must be "ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…", the three in any order',
    page: v3Signature,
  },
  noKeyPair,
  {
    name: 'known-algorithm',
    refuses: 'IncompleteSignature',
    rule: 'the algorithm must be ACS3-HMAC-SHA256 or ACS3-HMAC-SM3',
    page: v3Signature,
  },
  {
    name: 'timestamp',
    refuses: 'MissingTimestamp',
    rule: 'x-acs-date must be sent',
    page: v3Signature,
  },
]) satisfies readonly RpcCheck[]

/** Time, key and token, which both schemes have in common. */
const credentials = withDefaults(documented, [
  {
    name: 'timestamp-form',
    refuses: 'InvalidTimeStamp.Format',
    rule: 'the signing time must be written yyyy-MM-ddTHH:mm:ssZ, in UTC',
    page: parameters,
  },
  {
    name: 'timestamp-window',
    refuses: 'InvalidTimeStamp.Expired',
    rule: 'the signing time must be within 15 minutes of the time of the server',
    page: v3Signature,
  },
  {
    name: 'known-access-key',
    refuses: 'InvalidAccessKeyId.NotFound',
    rule: 'the AccessKeyId must exist',
    ...observed,
  },
  {
    name: 'security-token',
    refuses: 'MissingSecurityToken',
    rule: 'a temporary key (STS.…) must come with its SecurityToken',
  },
  {
    name: 'genuine-token',
    refuses: 'InvalidSecurityToken.Malformed',
    rule: 'the SecurityToken must be one that the service issued',
    evidence: 'observed',
  },
  {
    name: 'token-not-expired',
    refuses: 'InvalidSecurityToken.Expired',
    rule: 'the SecurityToken must not have expired',
  },
  {
    name: 'token-of-key',
    refuses: 'InvalidSecurityToken.MismatchWithAccessKey',
    rule: 'the SecurityToken must have been issued together with the AccessKeyId',
  },
]) satisfies readonly RpcCheck[]

const signatureV1 = withDefaults({ ...documented, place: 'observed' }, [
  {
    name: 'signature',
    refuses: 'SignatureDoesNotMatch',
    rule: 'Signature must be the Base64 of HMAC-SHA1 over method and sorted parameters, under the secret followed by "&"',
    page: rpcSignature,
  },
]) satisfies readonly RpcCheck[]

const signatureV3 = withDefaults({ ...documented, page: v3Signature }, [
  {
    name: 'body-hash',
    refuses: 'SignatureDoesNotMatch/v3',
    rule: 'x-acs-content-sha256 must be the hash of the body that arrives',
  },
  {
    name: 'signed-headers',
    refuses: 'SignatureDoesNotMatch/v3',
    rule: 'SignedHeaders must name every header that is sent and that the gateway acts on, and each must be sent once',
  },
  {
    name: 'signature-v3',
    refuses: 'SignatureDoesNotMatch/v3',
    rule: 'Signature must be the hex of HMAC-SHA256 over the hash of the canonical request, under the secret alone',
    place: 'observed',
  },
]) satisfies readonly RpcCheck[]

const nonce = withDefaults(ours, [
  {
    name: 'unused-nonce',
    refuses: 'SignatureNonceUsed',
    rule: 'a key must not use a nonce twice',
    evidence: 'observed',
  },
]) satisfies readonly RpcCheck[]

const permission = withDefaults(ours, [
  {
    name: 'permission',
    refuses: 'NoPermission',
    rule: 'the policy of the key must allow the operation; that of an upload credential allows none, that of a PlayAuth GetPlayInfo of its video with its AuthInfo',
  },
]) satisfies readonly RpcCheck[]

/** How a call must be signed, by the scheme of its signature. */
export const rpcSignatureChecks = {
  V1: [...presenceV1, ...credentials, ...signatureV1, ...nonce],
  V3: [...grammarV3, ...credentials, ...signatureV3, ...nonce],
} as const satisfies Readonly<Record<string, readonly RpcCheck[]>>

/** What every RPC request goes through; the constraint order of its operation follows. */
export const rpcChecks = {
  V1: [...rpcCallChecks, ...rpcSignatureChecks.V1, ...permission],
  V3: [...rpcCallChecks, ...rpcSignatureChecks.V3, ...permission],
} as const

export type RpcScheme = keyof typeof rpcChecks
