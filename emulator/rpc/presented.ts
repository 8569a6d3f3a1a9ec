import type { RpcScheme } from '#contracts/checks.ts'
import type { Octets } from '../kernel/octets.ts'
import type { RpcRequest } from './request.ts'
import { type AuthorizationV3, parseAuthorizationV3 } from './signature-v3.ts'

/** What a request says of who signed it and when; what is missing is empty or undefined. */
export interface Presented {
  readonly scheme: RpcScheme
  readonly accessKeyId: Octets
  readonly securityToken: Octets | undefined
  /** Time of signing, as it is written. */
  readonly timestamp: Octets | undefined
  readonly nonce: Octets | undefined
  /** V3: the header, when its grammar holds. */
  readonly authorization?: AuthorizationV3 | undefined
}

export function presentedBy({ message: { headers }, parameters, usesV3 }: RpcRequest): Presented {
  if (!usesV3)
    return {
      scheme: 'V1',
      accessKeyId: parameters.get('AccessKeyId') ?? '',
      securityToken: parameters.get('SecurityToken'),
      timestamp: parameters.get('Timestamp') || undefined,
      nonce: parameters.get('SignatureNonce'),
    }
  const authorization = parseAuthorizationV3(headers.get('authorization') ?? '')
  return {
    scheme: 'V3',
    accessKeyId: authorization?.accessKeyId ?? '',
    securityToken: headers.get('x-acs-security-token'),
    timestamp: headers.get('x-acs-date') || undefined,
    nonce: headers.get('x-acs-signature-nonce'),
    authorization,
  }
}
