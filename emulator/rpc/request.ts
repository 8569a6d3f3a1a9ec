import { BodyError, readWhole } from '../kernel/body.ts'
import { overLimit, type TooMany } from '../kernel/limits.ts'
import type { Message } from '../kernel/message.ts'
import { countPairs, type Pair, parsePairs } from '../kernel/pairs.ts'
import { bodyPairs, type ParameterMap, toMap } from './parameters.ts'

export interface RequestLimits {
  readonly maxRpcBodyBytes: number
  readonly maxParameters: number
}

/** Why a body could not be read whole; the message is its explanation. */
export class UnreadBody extends Error {
  readonly reason: 'too-large' | 'slow' | 'broken-off'

  constructor(reason: UnreadBody['reason'], message: string) {
    super(message)
    this.reason = reason
  }
}

/** One call, read and decoded. */
export interface RpcRequest {
  readonly message: Message
  readonly query: readonly Pair[]
  readonly body: Buffer
  /** Why the body could not be read whole; then it counts as empty. */
  readonly unread?: UnreadBody
  /** More parameters than the limit allows; then not all are read. */
  readonly tooMany?: TooMany
  readonly bodyParameters: readonly Pair[]
  /** Query and body together; the body wins. */
  readonly parameters: ParameterMap
  /** Whether `Authorization` carries a scheme of the header generation (ACS3). */
  readonly usesV3: boolean
}

const usesV3 = (message: Message): boolean =>
  /^ACS[34]-/.test(message.headers.get('authorization')?.trim() ?? '')

const empty = Buffer.alloc(0)

/** GET may have a body too: some clients put form parameters there. */
const hasBody = ({ headers }: Message): boolean =>
  headers.get('transfer-encoding') !== undefined || (headers.get('content-length') ?? '0') !== '0'

function brokenOff(error: unknown): UnreadBody {
  if (!(error instanceof BodyError))
    return new UnreadBody('broken-off', 'The connection ended inside the body.')
  return new UnreadBody(error.reason === 'slow' ? 'slow' : 'broken-off', error.message)
}

async function readBody(message: Message, limit: number): Promise<Buffer | UnreadBody> {
  if (!hasBody(message)) return empty
  const tooLarge = (measured: string) =>
    new UnreadBody('too-large', overLimit(measured, limit, 'bytes', '--max-rpc-body-bytes'))
  const announced = message.headers.get('content-length')
  try {
    return await readWhole(message.body(), limit, { tooLarge, brokenOff }, announced)
  } catch (error) {
    if (error instanceof UnreadBody) return error
    throw error
  }
}

/** How much of a query with too many parameters is searched for the format of the answer. */
const maxLookedAt = 10_000

/** Reads a call; its checks refuse what is wrong with it. */
export async function readRequest(
  message: Message,
  { maxRpcBodyBytes, maxParameters: most }: RequestLimits,
): Promise<RpcRequest> {
  let count = countPairs(message.query)
  const query = parsePairs(message.query, Math.max(most, maxLookedAt))
  const read = await readBody(message, maxRpcBodyBytes)
  const [body, unread] = read instanceof UnreadBody ? [empty, read] : [read, undefined]
  const bodyParameters = bodyPairs(message, body, (inBody) => {
    count += inBody
    return count <= most
  })
  return {
    message,
    query,
    body,
    ...(unread && { unread }),
    ...(count > most && { tooMany: { count, most } }),
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
