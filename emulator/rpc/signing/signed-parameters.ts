import { sameSignature } from '../../kernel/signing.ts'
import type { CallPorts } from '../call.ts'
import { type ParameterMap, toMap } from '../parameters.ts'
import type { RpcRequest } from '../request.ts'
import { schemeV1, signingInputV1 } from './v1/signature.ts'

/** Whether the V1 signature of these parameters matches them. */
export function isSignedV1(method: string, parameters: ParameterMap, secret: string): boolean {
  const given = parameters.get('Signature') ?? ''
  return sameSignature(schemeV1.sign(signingInputV1(method, parameters, secret)), given)
}

/** The request without what follows `Signature` in its query. */
function withoutAppended(request: RpcRequest): RpcRequest | undefined {
  const { query, bodyParameters } = request
  const end = query.findIndex(({ name }) => name === 'Signature')
  if (end < 0 || end === query.length - 1) return undefined
  const kept = query.slice(0, end + 1)
  return { ...request, query: kept, parameters: toMap(kept, bodyParameters) }
}

async function isCovered(
  { message, parameters }: RpcRequest,
  ports: Pick<CallPorts, 'credentials' | 'clock'>,
): Promise<boolean> {
  const [key, token] = [parameters.get('AccessKeyId') ?? '', parameters.get('SecurityToken')]
  const verification = await ports.credentials.verify(key, token, ports.clock.now())
  return 'secret' in verification && isSignedV1(message.method, parameters, verification.secret)
}

/**
 * The request as far as its V1 signature covers it. Where it matches only without the parameters that a client appended
 * after signing (`parameters-after-signature`), these are gone before anything reads them.
 */
export async function coveredBySignature(
  request: RpcRequest,
  ports: Pick<CallPorts, 'credentials' | 'clock'>,
): Promise<RpcRequest> {
  const reduced = request.usesV3 ? undefined : withoutAppended(request)
  if (!reduced || (await isCovered(request, ports)) || !(await isCovered(reduced, ports)))
    return request
  return reduced
}
