import type { CheckFunction, Refusal } from '../../kernel/checks.ts'
import { quoted } from '../../kernel/explanation.ts'
import { isFresh } from '../../kernel/freshness.ts'
import {
  distanceInTime,
  type KeyedCall,
  keyOf,
  tokenChecks,
  unless,
  withoutToken,
} from '../../kernel/key-checks.ts'
import type { RpcCall } from '../call.ts'

type CredentialCheck =
  | 'timestamp-form'
  | 'timestamp-window'
  | 'known-access-key'
  | 'security-token'
  | 'genuine-token'
  | 'token-of-key'
  | 'token-not-expired'
  | 'unused-nonce'
  | 'permission'

/** `<id>/<yyyymmdd>/…`: the Credential of AWS, and of OSS V4. */
const scopedKey = /^([^/]*)\/\d{8}\//

function unknownKey(call: KeyedCall): Refusal {
  const [, id] = scopedKey.exec(call.parsed.accessKeyId) ?? []
  return id === undefined
    ? { found: `The emulator has no key ${keyOf(call)}.` }
    : {
        found: `Mistake: credential-scope. The Credential looks like an AWS scope (key/date/region/…), and all of it was taken for the key id. Write the key id alone: Credential=${id}.`,
      }
}

/** Time, key, token, nonce and permission: what both schemes have in common. */
export const credentialChecks: Readonly<Record<CredentialCheck, CheckFunction<RpcCall>>> = {
  'timestamp-form': ({ parsed: { timestamp, signedAtMs } }) =>
    timestamp === undefined || signedAtMs !== undefined
      ? undefined
      : { found: `The signing time is ${quoted(timestamp)}.` },

  'timestamp-window': ({ parsed: { signedAtMs: at }, ports: { clock } }) => {
    if (at === undefined || isFresh(at, clock)) return undefined
    return { found: distanceInTime(at, clock) }
  },

  'known-access-key': unless('unknown-key', unknownKey),
  'security-token': unless('missing-token', (call) => ({ found: withoutToken(call) })),
  ...tokenChecks,

  'unused-nonce': ({ parsed: { accessKeyId, nonce }, ports }) =>
    nonce === undefined || ports.nonces.use(accessKeyId, nonce)
      ? undefined
      : { found: `This key has sent the nonce ${quoted(nonce)} before.` },

  permission: ({ verification, operation }) => {
    if ('refused' in verification || verification.principal.kind === 'account') return undefined
    return {
      found: `${quoted(verification.principal.accessKeyId)} is an upload credential.`,
      accessDeniedDetail: {
        PolicyType: 'SessionPolicy',
        NoPermissionType: 'ImplicitDeny',
        AuthAction: operation?.contract.access.action ?? '',
        AuthPrincipalType: 'AssumedRoleUser',
        AuthPrincipalOwnerId: verification.principal.accountId,
        AuthPrincipalDisplayName: verification.principal.accessKeyId,
      },
    }
  },
}
