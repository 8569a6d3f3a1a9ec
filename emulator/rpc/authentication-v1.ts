import type { Principal } from '../ports/credentials.ts'
import { isSignedV1 } from './coverage.ts'
import { rpcError } from './errors.ts'
import { requireFresh } from './freshness.ts'
import { explainMismatchV1 } from './mismatch-v1.ts'
import type { ParameterMap } from './parameters.ts'
import { type AuthenticationPorts, requireUnused, secretOf } from './principal.ts'
import type { RpcRequest } from './request.ts'
import { stringToSignV1 } from './signature-v1.ts'

const required = [
  ['AccessKeyId', 'MissingAccessKeyId'],
  ['Signature', 'MissingSignature'],
  ['SignatureMethod', 'MissingSignatureMethod'],
  ['SignatureVersion', 'MissingSignatureVersion'],
  ['SignatureNonce', 'MissingSignatureNonce'],
] as const

function requirePresent(parameters: ParameterMap): void {
  for (const [name, code] of required) if (!parameters.get(name)) throw rpcError(code)
}

/** Key-pair signatures exist, but not for a plain key; of HMAC there is one. */
function requireMethod(parameters: ParameterMap): void {
  const method = parameters.get('SignatureMethod') ?? ''
  const type = parameters.get('SignatureType') ?? ''
  if (type === 'PRIVATEKEY' || method === 'SHA256withRSA')
    throw rpcError('InvalidAccessKeyId.NotMatchWithSignatureType')
  if (type !== '') throw rpcError('UnsupportedSignatureType')
  if (method.toUpperCase() !== 'HMAC-SHA1') throw rpcError('InvalidSignatureMethod')
}

function requireSignature(request: RpcRequest, secret: string, ports: AuthenticationPorts): void {
  const { message, parameters } = request
  if (isSignedV1(message.method, parameters, secret)) return
  throw rpcError(
    'SignatureDoesNotMatch',
    { stringToSign: stringToSignV1(message.method, parameters) },
    { explanation: explainMismatchV1(request, secret, ports).text },
  )
}

/** SignatureVersion 1.0: HMAC-SHA1 over the parameters. */
export function authenticateV1(request: RpcRequest, ports: AuthenticationPorts): Principal {
  const { parameters } = request
  requirePresent(parameters)
  requireMethod(parameters)
  const timestamp = parameters.get('Timestamp')
  if (timestamp) requireFresh(timestamp, true, ports.clock)
  const accessKeyId = parameters.get('AccessKeyId') ?? ''
  const { secret, principal } = secretOf(accessKeyId, parameters.get('SecurityToken'), ports)
  requireSignature(request, secret, ports)
  requireUnused(accessKeyId, parameters.get('SignatureNonce'), ports)
  return principal
}
