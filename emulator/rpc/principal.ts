import type { Clock } from '../ports/clock.ts'
import type { Credentials, Principal } from '../ports/credentials.ts'
import { rpcError } from './errors.ts'
import type { Nonces } from './nonces.ts'

export interface AuthenticationPorts {
  readonly credentials: Credentials
  readonly clock: Clock
  readonly nonces: Nonces
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
        { explanation: `The emulator has no key "${accessKeyId}"; its keys are printed at start.` },
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
