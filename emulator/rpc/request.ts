import { readWhole } from '../kernel/body.ts'
import type { Message } from '../kernel/message.ts'
import { type Pair, parsePairs } from '../kernel/pairs.ts'
import { rpcError } from './errors.ts'
import { bodyPairs, type ParameterMap, toMap } from './parameters.ts'

/** Largest body of a call, bytes. */
const bodyLimit = 1024 * 1024

/** One call, read and decoded. */
export interface RpcRequest {
  readonly message: Message
  readonly query: readonly Pair[]
  readonly body: Buffer
  readonly bodyParameters: readonly Pair[]
  /** Query and body together; the body wins. */
  readonly parameters: ParameterMap
  /** Whether `Authorization` carries a scheme of the header generation (ACS3). */
  readonly usesV3: boolean
}

const usesV3 = (message: Message): boolean =>
  /^ACS[34]-/.test(message.headers.get('authorization')?.trim() ?? '')

async function readBody(message: Message): Promise<Buffer> {
  const tooLarge = () => rpcError('RequestEntityTooLarge', { limit: bodyLimit })
  if (Number(message.headers.get('content-length') ?? 0) > bodyLimit) throw tooLarge()
  const brokenOff = () => rpcError('ContentLengthDoesNotMatch')
  return readWhole(message.body(), bodyLimit, { tooLarge, brokenOff })
}

const empty = Buffer.alloc(0)

/** GET may have a body too: some clients put form parameters there. */
const hasBody = ({ headers }: Message): boolean =>
  headers.get('transfer-encoding') !== undefined || (headers.get('content-length') ?? '0') !== '0'

/** @throws ApiError InvalidAction.NotFound, UnsupportedHTTPMethod, RequestEntityTooLarge, ContentLengthDoesNotMatch */
export async function readRequest(message: Message): Promise<RpcRequest> {
  // Both schemes sign "/" as the path, whatever it is: calls have no other.
  if (message.path !== '/') throw rpcError('InvalidAction.NotFound')
  if (message.method !== 'GET' && message.method !== 'POST') throw rpcError('UnsupportedHTTPMethod')
  const query = parsePairs(message.query)
  const body = hasBody(message) ? await readBody(message) : empty
  const bodyParameters = bodyPairs(message, body)
  return {
    message,
    query,
    body,
    bodyParameters,
    parameters: toMap(query, bodyParameters),
    usesV3: usesV3(message),
  }
}

/** A common parameter of the call: under V3 the header wins over the parameter, else the parameter over the header. */
export function commonValue(
  { message, parameters, usesV3 }: RpcRequest,
  name: string,
  header: string,
): string | undefined {
  const [fromParameter, fromHeader] = [parameters.get(name), message.headers.get(header)]
  return (usesV3 ? fromHeader || fromParameter : fromParameter || fromHeader) || undefined
}
