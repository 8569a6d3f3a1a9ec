import { BodyError, readWhole } from '../kernel/body.ts'
import { overLimit } from '../kernel/limits.ts'
import type { Message } from '../kernel/message.ts'
import { countPairs, type Pair, parsePairs } from '../kernel/pairs.ts'
import { rpcError } from './errors.ts'
import { bodyPairs, type ParameterMap, toMap } from './parameters.ts'

export interface RequestLimits {
  readonly maxRpcBodyBytes: number
  readonly maxParameters: number
}

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

function unfinishedBody(error: unknown): Error {
  if (!(error instanceof BodyError)) return rpcError('ContentLengthDoesNotMatch')
  const code = error.reason === 'slow' ? 'RequestTimeout' : 'ContentLengthDoesNotMatch'
  return rpcError(code, {}, { explanation: error.message })
}

async function readBody({ body, headers }: Message, limit: number): Promise<Buffer> {
  const tooLarge = (measured: string) =>
    rpcError(
      'RequestEntityTooLarge',
      { limit },
      { explanation: overLimit(measured, limit, 'bytes', '--max-rpc-body-bytes') },
    )
  const refusals = { tooLarge, brokenOff: unfinishedBody }
  return readWhole(body(), limit, refusals, headers.get('content-length'))
}

/** @throws ApiError TooManyParameters */
function requireFewEnough(count: number, most: number): void {
  if (count > most)
    throw rpcError(
      'TooManyParameters',
      { limit: most },
      {
        explanation: overLimit(
          `The request has ${count} parameters`,
          most,
          'parameters',
          '--max-parameters',
        ),
      },
    )
}

const empty = Buffer.alloc(0)

/** GET may have a body too: some clients put form parameters there. */
const hasBody = ({ headers }: Message): boolean =>
  headers.get('transfer-encoding') !== undefined || (headers.get('content-length') ?? '0') !== '0'

/**
 * @throws ApiError ServiceUnavailable, InvalidAction.NotFound, UnsupportedHTTPMethod, TooManyParameters,
 * RequestEntityTooLarge, ContentLengthDoesNotMatch, RequestTimeout
 */
export async function readRequest(
  message: Message,
  { maxRpcBodyBytes, maxParameters }: RequestLimits,
): Promise<RpcRequest> {
  if (message.overload !== undefined)
    throw rpcError('ServiceUnavailable', {}, { explanation: message.overload })
  // Both schemes sign "/" as the path, whatever it is: calls have no other.
  if (message.path !== '/') throw rpcError('InvalidAction.NotFound')
  if (message.method !== 'GET' && message.method !== 'POST') throw rpcError('UnsupportedHTTPMethod')
  const inQuery = countPairs(message.query)
  requireFewEnough(inQuery, maxParameters)
  const query = parsePairs(message.query)
  const body = hasBody(message) ? await readBody(message, maxRpcBodyBytes) : empty
  const admit = (inBody: number) => requireFewEnough(inQuery + inBody, maxParameters)
  const bodyParameters = bodyPairs(message, body, admit)
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
