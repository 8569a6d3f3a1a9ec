import type { Breaker, Way } from './pairs.ts'
import type { RpcDraft } from './rpc-draft.ts'

type RpcBreaker = Breaker<RpcDraft>

const sets = (values: Partial<RpcDraft>): Way<RpcDraft> => ({
  decides: Object.keys(values),
  spoil: (draft) => Object.assign(draft, values),
})

const parameter = (name: string, value?: string): Way<RpcDraft> => ({
  decides: [name],
  spoil: (draft) => {
    draft.parameters[name] = value
  },
})

const header = (name: string, value: string): Way<RpcDraft> => ({
  decides: [name],
  spoil: (draft) => {
    draft.headers[name] = value
  },
})

/** A way that needs a temporary key to begin with. */
const temporary = (way: Way<RpcDraft>): Way<RpcDraft> => ({
  decides: way.decides,
  spoil: (draft) => {
    draft.isTemporary = true
    way.spoil(draft)
  },
})

const breaker = (check: string, code: string, ...ways: readonly Way<RpcDraft>[]): RpcBreaker => ({
  check,
  code,
  ways,
})

const call: readonly RpcBreaker[] = [
  // Only a socket can find no room, or be slow: the tests of limits have both.
  breaker('capacity', 'ServiceUnavailable'),
  breaker('path', 'InvalidAction.NotFound', sets({ path: '/elsewhere' })),
  breaker('http-method', 'UnsupportedHTTPMethod', sets({ method: 'PUT' })),
  breaker('parameter-count', 'TooManyParameters', sets({ padding: 1001 })),
  breaker('body-size', 'RequestEntityTooLarge', sets({ body: 'large' })),
  breaker('body-in-time', 'RequestTimeout'),
  breaker('whole-body', 'ContentLengthDoesNotMatch', sets({ body: 'broken' })),
  breaker('version', 'MissingVersion', sets({ version: undefined })),
  breaker('known-version', 'InvalidVersion', sets({ version: '2000-01-01' })),
  breaker('action', 'MissingAction', sets({ action: undefined })),
  breaker('known-action', 'InvalidAction.NotFound', sets({ action: 'MakeCoffee' })),
  breaker('emulated-action', 'UnsupportedOperation', sets({ action: 'DeleteVideo' })),
  // No emulated operation is called by GET only: this check cannot be broken yet.
  breaker('operation-method', 'UnsupportedHTTPMethod'),
  breaker('format', 'InvalidParameter.Format', sets({ format: 'YAML' })),
]

const keyAndTime: readonly RpcBreaker[] = [
  breaker('timestamp-form', 'InvalidTimeStamp.Format', sets({ timestamp: 'yesterday' })),
  breaker(
    'timestamp-window',
    'InvalidTimeStamp.Expired',
    sets({ timestamp: '2020-01-01T00:00:00Z' }),
  ),
  breaker('known-access-key', 'InvalidAccessKeyId.NotFound', sets({ id: 'STS.nobody' })),
  breaker('security-token', 'MissingSecurityToken', temporary(sets({ token: 'none' }))),
  breaker('genuine-token', 'InvalidSecurityToken.Malformed', temporary(sets({ token: 'mangled' }))),
  breaker(
    'token-not-expired',
    'InvalidSecurityToken.Expired',
    temporary(sets({ isExpired: true })),
  ),
  breaker(
    'token-of-key',
    'InvalidSecurityToken.MismatchWithAccessKey',
    temporary(sets({ token: 'foreign' })),
  ),
]

const afterwards: readonly RpcBreaker[] = [
  breaker('unused-nonce', 'SignatureNonceUsed', sets({ isReplayed: true })),
  breaker('permission', 'NoPermission', temporary({ decides: [], spoil: () => undefined })),
  breaker('required of BusinessType', 'MissingBusinessType', sets({ businessType: undefined })),
]

/** Every check of a V1 call, in the order in which they must answer. */
export const breakersV1: readonly RpcBreaker[] = [
  ...call,
  breaker(
    'no-bearer-token',
    'UnsupportedSignatureType',
    header('x-acs-bearer-token', 'bearer'),
    parameter('SignatureType', 'BEARERTOKEN'),
  ),
  breaker('access-key-id', 'MissingAccessKeyId', sets({ id: '' })),
  breaker('signature-present', 'MissingSignature', sets({ signature: '' })),
  breaker('signature-method', 'MissingSignatureMethod', parameter('SignatureMethod')),
  breaker('signature-version', 'MissingSignatureVersion', parameter('SignatureVersion')),
  breaker(
    'signature-nonce',
    'MissingSignatureNonce',
    sets({ nonce: undefined, isReplayed: false }),
  ),
  breaker(
    'no-key-pair',
    'InvalidAccessKeyId.NotMatchWithSignatureType',
    parameter('SignatureType', 'PRIVATEKEY'),
    parameter('SignatureMethod', 'SHA256withRSA'),
  ),
  breaker('known-signature-type', 'UnsupportedSignatureType', parameter('SignatureType', 'NONE')),
  breaker('known-signature-method', 'InvalidSignatureMethod', parameter('SignatureMethod', 'MD5')),
  ...keyAndTime,
  breaker(
    'signature',
    'SignatureDoesNotMatch',
    sets({ signature: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }),
    sets({ secret: 'another secret' }),
  ),
  ...afterwards,
]

/** Every check of a V3 call, in the order in which they must answer. */
export const breakersV3: readonly RpcBreaker[] = [
  ...call,
  breaker(
    'authorization-grammar',
    'IncompleteSignature',
    sets({ authorization: ({ algorithm, id }) => `${algorithm} Credential=${id}` }),
  ),
  breaker(
    'no-key-pair',
    'InvalidAccessKeyId.NotMatchWithSignatureType',
    sets({ algorithm: 'ACS3-RSA-SHA256' }),
  ),
  breaker('known-algorithm', 'IncompleteSignature', sets({ algorithm: 'ACS3-HMAC-MD5' })),
  breaker('timestamp', 'MissingTimestamp', sets({ timestamp: undefined })),
  ...keyAndTime,
  breaker('body-hash', 'SignatureDoesNotMatch', sets({ bodyHash: '00' })),
  breaker('signed-headers', 'SignatureDoesNotMatch', sets({ unsigned: ['x-acs-action'] })),
  breaker(
    'signature-v3',
    'SignatureDoesNotMatch',
    sets({ signature: '0'.repeat(64) }),
    sets({ secret: 'another secret' }),
  ),
  ...afterwards,
]
