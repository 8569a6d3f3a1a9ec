import type { SearchTime } from '../kernel/search-time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Credentials, Principal } from '../ports/credentials.ts'
import { rpcError } from './errors.ts'
import type { Nonces } from './nonces.ts'

export interface AuthenticationPorts {
  readonly credentials: Credentials
  readonly clock: Clock
  readonly nonces: Nonces
  readonly searchTime: SearchTime
}

/** `<id>/<yyyymmdd>/…`: the Credential of AWS, and of OSS V4. */
const scopedKey = /^([^/]*)\/\d{8}\//

function explainUnknownKey(accessKeyId: string): string {
  const [, id] = scopedKey.exec(accessKeyId) ?? []
  return id === undefined
    ? `The emulator has no key "${accessKeyId}"; its keys are printed at start.`
    : `Mistake: credential-scope. The Credential looks like an AWS scope (key/date/region/…), and all of it was taken for the key id. Write the key id alone: Credential=${id}.`
}

/** The secret of a key id with its token; refuses in the order key, token present, genuine, of this key, not expired. */
export function secretOf(
  accessKeyId: string,
  securityToken: string | undefined,
  { credentials, clock }: AuthenticationPorts,
): { readonly secret: string; readonly principal: Principal } {
  const verification = credentials.verify(accessKeyId, securityToken, clock.now())
  if (!('refused' in verification)) return verification
  const { refused } = verification
  switch (refused.reason) {
    case 'unknown-key':
      throw rpcError(
        'InvalidAccessKeyId.NotFound',
        {},
        { explanation: explainUnknownKey(accessKeyId) },
      )
    case 'missing-token':
      throw rpcError(
        'MissingSecurityToken',
        {},
        { explanation: 'A temporary key (STS.…) is valid only together with its SecurityToken.' },
      )
    case 'malformed-token':
      throw rpcError('InvalidSecurityToken.Malformed')
    case 'foreign-token':
      throw rpcError('InvalidSecurityToken.MismatchWithAccessKey')
    case 'expired':
      throw rpcError('InvalidSecurityToken.Expired')
  }
}

/** Notes the nonce of a verified request. */
export function requireUnused(
  accessKeyId: string,
  nonce: string | undefined,
  { nonces }: AuthenticationPorts,
): void {
  if (nonce !== undefined && !nonces.use(accessKeyId, nonce))
    throw rpcError(
      'SignatureNonceUsed',
      {},
      { explanation: 'This key has sent the same nonce before; every request needs a new one.' },
    )
}
