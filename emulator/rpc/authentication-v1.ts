import { sameSignature } from '../kernel/signing.ts'
import { rpcError } from './errors.ts'
import { requireFresh } from './freshness.ts'
import { type ParameterMap, toMap } from './parameters.ts'
import {
  type Authenticated,
  type AuthenticationPorts,
  requireUnused,
  secretOf,
} from './principal.ts'
import type { RpcRequest } from './request.ts'
import { signV1, stringToSignV1 } from './signature-v1.ts'

function requirePresent(parameters: ParameterMap): void {
  if (!parameters.get('AccessKeyId')) throw rpcError('MissingAccessKeyId')
  if (!parameters.get('Signature')) throw rpcError('MissingSignature')
  if (!parameters.get('SignatureNonce')) throw rpcError('MissingSignatureNonce')
}

/** Key-pair signatures exist, but not for a plain key; of HMAC there is one. */
function requireMethod(parameters: ParameterMap): void {
  const method = parameters.get('SignatureMethod') || 'HMAC-SHA1'
  const type = parameters.get('SignatureType') ?? ''
  if (type === 'PRIVATEKEY' || method === 'SHA256withRSA')
    throw rpcError('InvalidAccessKeyId.NotMatchWithSignatureType')
  if (type !== '') throw rpcError('UnsupportedSignatureType')
  if (method.toUpperCase() !== 'HMAC-SHA1') throw rpcError('InvalidSignatureMethod')
}

/** The parameters without those that follow `Signature` in the query: what a client may append after signing. */
function withoutAppended({ query, bodyParameters }: RpcRequest): ParameterMap | undefined {
  const end = query.findIndex(({ name }) => name === 'Signature')
  if (end < 0 || end === query.length - 1) return undefined
  return toMap(query.slice(0, end + 1), bodyParameters)
}

/** The parameters that the signature covers: all, or all but those appended after it. */
function requireSignature(request: RpcRequest, secret: string): ParameterMap {
  const { method } = request.message
  const candidates = [request.parameters, withoutAppended(request)]
  for (const parameters of candidates) {
    if (!parameters) continue
    // An unescaped + of the Base64 arrives as a space.
    const given = parameters.get('Signature')?.replaceAll(' ', '+') ?? ''
    if (sameSignature(signV1(stringToSignV1(method, parameters), secret), given)) return parameters
  }
  const stringToSign = stringToSignV1(method, request.parameters)
  throw rpcError(
    'SignatureDoesNotMatch',
    { stringToSign },
    {
      explanation:
        'The V1 signature is not that of this request under this key: compare the string to sign at the end of the message with your own; if they agree, the secret differs.',
    },
  )
}

/** SignatureVersion 1.0: HMAC-SHA1 over the parameters. */
export function authenticateV1(request: RpcRequest, ports: AuthenticationPorts): Authenticated {
  const { parameters } = request
  requirePresent(parameters)
  requireMethod(parameters)
  const timestamp = parameters.get('Timestamp')
  if (timestamp) requireFresh(timestamp, true, ports.clock)
  const accessKeyId = parameters.get('AccessKeyId') ?? ''
  const { secret, principal } = secretOf(accessKeyId, parameters.get('SecurityToken'), ports)
  const covered = requireSignature(request, secret)
  requireUnused(accessKeyId, covered.get('SignatureNonce'), ports)
  return { principal, parameters: covered }
}
