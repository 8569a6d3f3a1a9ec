import type { Judge, Refusal } from '../kernel/checks.ts'
import { quoted } from '../kernel/explanation.ts'
import { isFresh } from '../kernel/freshness.ts'
import { isoSeconds } from '../kernel/time.ts'
import type { Refusal as KeyRefusal } from '../ports/credentials.ts'
import type { RpcCall } from './call.ts'

type Names =
  | 'timestamp-form'
  | 'timestamp-window'
  | 'known-access-key'
  | 'security-token'
  | 'genuine-token'
  | 'token-of-key'
  | 'token-not-expired'
  | 'unused-nonce'
  | 'permission'

/** Refuses when the credentials give this reason. */
const unless =
  (reason: KeyRefusal['reason'], told: (call: RpcCall) => Refusal): Judge<RpcCall> =>
  (call) => {
    const { verification } = call
    return 'refused' in verification && verification.refused.reason === reason
      ? told(call)
      : undefined
  }

const keyOf = ({ presented }: RpcCall): string => quoted(presented.accessKeyId)

/** `<id>/<yyyymmdd>/…`: the Credential of AWS, and of OSS V4. */
const scopedKey = /^([^/]*)\/\d{8}\//

function unknownKey(call: RpcCall): Refusal {
  const [, id] = scopedKey.exec(call.presented.accessKeyId) ?? []
  return id === undefined
    ? { found: `The emulator has no key ${keyOf(call)}.` }
    : {
        found: `Mistake: credential-scope. The Credential looks like an AWS scope (key/date/region/…), and all of it was taken for the key id. Write the key id alone: Credential=${id}.`,
      }
}

function expired({ verification, ports }: RpcCall): Refusal {
  if (!('refused' in verification) || verification.refused.reason !== 'expired') return {}
  const { issuedAtMs, expiredAtMs } = verification.refused
  return {
    found: `The credential was issued at ${isoSeconds(issuedAtMs)} and expired at ${isoSeconds(expiredAtMs)}; the emulator's clock shows ${isoSeconds(ports.clock.now())}.`,
  }
}

/** Time, key, token, nonce and permission: what both schemes have in common. */
export const credentialJudges: Readonly<Record<Names, Judge<RpcCall>>> = {
  'timestamp-form': ({ presented: { timestamp, signedAtMs } }) =>
    timestamp === undefined || signedAtMs !== undefined
      ? undefined
      : { found: `The time of signing is ${quoted(timestamp)}.` },

  'timestamp-window': ({ presented: { signedAtMs: at }, ports: { clock } }) => {
    if (at === undefined || isFresh(at, clock)) return undefined
    const seconds = Math.round((at - clock.now()) / 1000)
    const side = seconds < 0 ? 'before' : 'after'
    return {
      found: `The request was signed at ${isoSeconds(at)}, ${Math.abs(seconds)} s ${side} the emulator's ${isoSeconds(clock.now())}; 900 s are allowed.`,
    }
  },

  'known-access-key': unless('unknown-key', unknownKey),
  'security-token': unless('missing-token', (call) => ({
    found: `${keyOf(call)} came without its token.`,
  })),
  'genuine-token': unless('malformed-token', () => ({
    found: 'The token is none that this emulator issued.',
  })),
  'token-of-key': unless('foreign-token', (call) => ({
    found: `The token was issued with another key than ${keyOf(call)}.`,
  })),
  'token-not-expired': unless('expired', expired),

  'unused-nonce': ({ presented: { accessKeyId, nonce }, ports }) =>
    nonce === undefined || ports.nonces.use(accessKeyId, nonce)
      ? undefined
      : { found: `This key has sent the nonce ${quoted(nonce)} before.` },

  permission: ({ verification, operation, ports }) => {
    if ('refused' in verification || verification.principal.kind === 'account') return undefined
    return {
      found: `${quoted(verification.principal.accessKeyId)} is an upload credential.`,
      accessDeniedDetail: {
        PolicyType: 'SessionPolicy',
        NoPermissionType: 'ImplicitDeny',
        AuthAction: operation?.contract.access.action ?? '',
        AuthPrincipalType: 'AssumedRoleUser',
        AuthPrincipalOwnerId: ports.accountId,
        AuthPrincipalDisplayName: verification.principal.accessKeyId,
      },
    }
  },
}
