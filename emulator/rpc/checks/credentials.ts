import { isAuthInfoOf } from '../../kernel/auth-info.ts'
import { fromText, toText } from '../../kernel/bytes.ts'
import { type CheckFunction, type Refusal, required } from '../../kernel/checks.ts'
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
import {
  accessDeniedDetail,
  accessFacts,
  deniedByPolicies,
} from '../../kernel/policies/authorise.ts'
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

/** What a player calls. */
const playing = 'GetPlayInfo'

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

const notForCalls = (call: RpcCall): string => `${keyOf(call)} is an upload credential.`

/** Why a play credential does not allow a call; undefined if it does. */
function beyondPlaying(call: RpcCall): string | undefined {
  const { principal, operation, request, secret } = call
  const parameter = (name: string) => toText(request.parameters.get(fromText(name)) ?? '')
  const key = `${keyOf(call)} came in a PlayAuth`
  if (operation?.contract.name !== playing) return `${key}, which allows ${playing} alone.`
  const videoId = required(principal.videoId)
  if (parameter('VideoId') !== videoId) return `${key}, which is for the VideoId ${videoId} alone.`
  return isAuthInfoOf(secret, parameter('AuthInfo') ?? '')
    ? undefined
    : `${key}, and the parameter AuthInfo is not the one of that PlayAuth.`
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

  permission: (call) => {
    const { principal, operation, urls, request, ports } = call
    const { message } = request
    const { action } = required(operation).contract.access
    if (principal.kind === 'upload' || principal.kind === 'play') {
      const found = principal.kind === 'play' ? beyondPlaying(call) : notForCalls(call)
      return found === undefined
        ? undefined
        : { found, accessDeniedDetail: accessDeniedDetail(principal, action, 'ImplicitDeny') }
    }
    const resource = `acs:vod:${urls.region}:${principal.accountId}:*`
    const facts = accessFacts(message, ports.clock.now())
    return deniedByPolicies(principal, { action, resource, ...facts })?.refusal
  },
}
