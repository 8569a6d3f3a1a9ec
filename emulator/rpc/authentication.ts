import type { Principal } from '../ports/credentials.ts'
import { authenticateV1 } from './authentication-v1.ts'
import { authenticateV3 } from './authentication-v3.ts'
import { rpcError } from './errors.ts'
import type { AuthenticationPorts } from './principal.ts'
import type { RpcRequest } from './request.ts'

const isBearer = ({ message, parameters }: RpcRequest): boolean =>
  parameters.get('SignatureType') === 'BEARERTOKEN' ||
  message.headers.get('x-acs-bearer-token') !== undefined

/**
 * Which scheme, then in this order: presence of its parameters, timestamp, key, token, signature, nonce.
 *
 * @throws ApiError one of `contracts/common-errors.ts`
 */
export function authenticate(request: RpcRequest, ports: AuthenticationPorts): Principal {
  if (request.usesV3) return authenticateV3(request, ports)
  if (isBearer(request)) throw rpcError('UnsupportedSignatureType')
  return authenticateV1(request, ports)
}
