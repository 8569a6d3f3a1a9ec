import { rpcOperations } from '#contracts/index.ts'
import { vodActions } from '#contracts/vod/actions.ts'
import type { Violation, Way } from './pairs.ts'
import type { RpcDraft } from './rpc-draft.ts'

type RpcViolation = Violation<RpcDraft>

const [notEmulated] = vodActions.difference(new Set(Object.keys(rpcOperations)))

const sets = (values: Partial<RpcDraft>): Way<RpcDraft> => ({
  decides: Object.keys(values),
  violate: (draft) => Object.assign(draft, values),
})

const parameter = (name: string, value?: string): Way<RpcDraft> => ({
  decides: [name],
  violate: (draft) => {
    draft.parameters[name] = value
  },
})

const header = (name: string, value: string): Way<RpcDraft> => ({
  decides: [name],
  violate: (draft) => {
    draft.headers[name] = value
  },
})

/** A way that needs a temporary key to begin with. */
const temporary = (way: Way<RpcDraft>): Way<RpcDraft> => ({
  decides: way.decides,
  violate: (draft) => {
    draft.isTemporary = true
    way.violate(draft)
  },
})

const violation = (
  check: string,
  code: string,
  ...ways: readonly Way<RpcDraft>[]
): RpcViolation => ({
  check,
  code,
  ways,
})

/** A check that no request violates together with another, and why. */
const unpaired = (check: string, code: string, reason: string): RpcViolation => ({
  check,
  code,
  ways: [],
  unpaired: reason,
})

const onlySockets = 'only a socket can find no room, or be slow: the tests of limits have both'

const call: readonly RpcViolation[] = [
  unpaired('capacity', 'ServiceUnavailable', onlySockets),
  violation('path', 'InvalidAction.NotFound', sets({ path: '/elsewhere' })),
  violation('http-method', 'UnsupportedHTTPMethod', sets({ method: 'PUT' })),
  violation('parameter-count', 'TooManyParameters', sets({ padding: 1001 })),
  violation('body-size', 'RequestEntityTooLarge', sets({ body: 'large' })),
  unpaired('body-in-time', 'RequestTimeout', onlySockets),
  violation('whole-body', 'ContentLengthDoesNotMatch', sets({ body: 'broken' })),
  violation('version', 'MissingVersion', sets({ version: undefined })),
  violation('known-version', 'InvalidVersion', sets({ version: '2000-01-01' })),
  violation('action', 'MissingAction', sets({ action: undefined })),
  violation('known-action', 'InvalidAction.NotFound', sets({ action: 'MakeCoffee' })),
  violation('emulated-action', 'UnsupportedOperation', sets({ action: notEmulated })),
  unpaired(
    'operation-method',
    'UnsupportedHTTPMethod',
    'no emulated operation is called by GET only',
  ),
  violation('format', 'InvalidParameter.Format', sets({ format: 'YAML' })),
]

const keyAndTime: readonly RpcViolation[] = [
  violation('timestamp-form', 'InvalidTimeStamp.Format', sets({ timestamp: 'yesterday' })),
  violation(
    'timestamp-window',
    'InvalidTimeStamp.Expired',
    sets({ timestamp: '2020-01-01T00:00:00Z' }),
  ),
  violation('known-access-key', 'InvalidAccessKeyId.NotFound', sets({ id: 'STS.nobody' })),
  violation('security-token', 'MissingSecurityToken', temporary(sets({ token: 'none' }))),
  violation(
    'genuine-token',
    'InvalidSecurityToken.Malformed',
    temporary(sets({ token: 'mangled' })),
  ),
  violation(
    'token-not-expired',
    'InvalidSecurityToken.Expired',
    temporary(sets({ isExpired: true })),
  ),
  violation(
    'token-of-key',
    'InvalidSecurityToken.MismatchWithAccessKey',
    temporary(sets({ token: 'foreign' })),
  ),
]

/** By a key whose policies allow no action of VOD. */
const byUser: Way<RpcDraft> = {
  decides: ['id', 'secret', 'token', 'isExpired'],
  violate: (draft) => Object.assign(draft, { id: 'user', secret: 'user-secret' }),
}

const afterwards: readonly RpcViolation[] = [
  violation('unused-nonce', 'SignatureNonceUsed', sets({ isReplayed: true })),
  violation(
    'permission',
    'NoPermission',
    temporary({ decides: [], violate: () => undefined }),
    byUser,
  ),
  violation('required of BusinessType', 'MissingBusinessType', sets({ businessType: undefined })),
]

/** Every check of a V1 call, in the order in which they must answer. */
export const violationsV1: readonly RpcViolation[] = [
  ...call,
  violation(
    'no-bearer-token',
    'UnsupportedSignatureType',
    header('x-acs-bearer-token', 'bearer'),
    parameter('SignatureType', 'BEARERTOKEN'),
  ),
  violation('access-key-id', 'MissingAccessKeyId', sets({ id: '' })),
  violation('signature-present', 'MissingSignature', sets({ signature: '' })),
  violation('signature-method', 'MissingSignatureMethod', parameter('SignatureMethod')),
  violation('signature-version', 'MissingSignatureVersion', parameter('SignatureVersion')),
  violation(
    'signature-nonce',
    'MissingSignatureNonce',
    sets({ nonce: undefined, isReplayed: false }),
  ),
  violation(
    'no-key-pair',
    'InvalidAccessKeyId.NotMatchWithSignatureType',
    parameter('SignatureType', 'PRIVATEKEY'),
    parameter('SignatureMethod', 'SHA256withRSA'),
  ),
  violation('known-signature-type', 'UnsupportedSignatureType', parameter('SignatureType', 'NONE')),
  violation(
    'known-signature-method',
    'InvalidSignatureMethod',
    parameter('SignatureMethod', 'MD5'),
  ),
  ...keyAndTime,
  violation(
    'signature',
    'SignatureDoesNotMatch',
    sets({ signature: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }),
    sets({ secret: 'another secret' }),
  ),
  ...afterwards,
]

/** Every check of a V3 call, in the order in which they must answer. */
export const violationsV3: readonly RpcViolation[] = [
  ...call,
  violation(
    'authorization-grammar',
    'IncompleteSignature',
    sets({ authorization: ({ algorithm, id }) => `${algorithm} Credential=${id}` }),
  ),
  violation(
    'no-key-pair',
    'InvalidAccessKeyId.NotMatchWithSignatureType',
    sets({ algorithm: 'ACS3-RSA-SHA256' }),
  ),
  violation('known-algorithm', 'IncompleteSignature', sets({ algorithm: 'ACS3-HMAC-MD5' })),
  violation('timestamp', 'MissingTimestamp', sets({ timestamp: undefined })),
  ...keyAndTime,
  violation('body-hash', 'SignatureDoesNotMatch', sets({ bodyHash: '00' })),
  violation('signed-headers', 'SignatureDoesNotMatch', sets({ unsigned: ['x-acs-action'] })),
  violation(
    'signature-v3',
    'SignatureDoesNotMatch',
    sets({ signature: '0'.repeat(64) }),
    sets({ secret: 'another secret' }),
  ),
  ...afterwards,
]
