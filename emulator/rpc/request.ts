import { readWhole } from '../kernel/body.ts'
import type { Message } from '../kernel/message.ts'
import { type Pair, parsePairs } from '../kernel/pairs.ts'
import { bodyPairs, type ParameterMap, toMap } from './parameters.ts'

/** Largest body of a call, bytes. */
export const bodyLimit = 1024 * 1024

export type UnreadBody = 'too-large' | 'broken-off'

/** One call, read and decoded. */
export interface RpcRequest {
  readonly message: Message
  readonly query: readonly Pair[]
  readonly body: Buffer
  /** Why the body could not be read whole; then it counts as empty. */
  readonly unread?: UnreadBody
  readonly bodyParameters: readonly Pair[]
  /** Query and body together; the body wins. */
  readonly parameters: ParameterMap
  /** Whether `Authorization` carries a scheme of the header generation (ACS3). */
  readonly usesV3: boolean
}

const usesV3 = (message: Message): boolean =>
  /^ACS[34]-/.test(message.headers.get('authorization')?.trim() ?? '')

/** Carries the reason from the reader of the body to the request. */
class Unread extends Error {
  readonly reason: UnreadBody

  constructor(reason: UnreadBody) {
    super(reason)
    this.reason = reason
  }
}

async function readBody({ headers, body }: Message): Promise<Buffer | UnreadBody> {
  if (Number(headers.get('content-length') ?? 0) > bodyLimit) return 'too-large'
  try {
    return await readWhole(body(), bodyLimit, {
      tooLarge: () => new Unread('too-large'),
      brokenOff: () => new Unread('broken-off'),
    })
  } catch (error) {
    if (error instanceof Unread) return error.reason
    throw error
  }
}

const empty = Buffer.alloc(0)

/** GET may have a body too: some clients put form parameters there. */
const hasBody = ({ headers }: Message): boolean =>
  headers.get('transfer-encoding') !== undefined || (headers.get('content-length') ?? '0') !== '0'

/** Reads a call; what is wrong with it is told by its checks. */
export async function readRequest(message: Message): Promise<RpcRequest> {
  const query = parsePairs(message.query)
  const read = hasBody(message) ? await readBody(message) : empty
  const [body, unread] = typeof read === 'string' ? [empty, read] : [read, undefined]
  const bodyParameters = bodyPairs(message, body)
  return {
    message,
    query,
    body,
    ...(unread && { unread }),
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
