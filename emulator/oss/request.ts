import { overLimit } from '../kernel/limits.ts'
import type { Message } from '../kernel/message.ts'
import type { Octets } from '../kernel/octets.ts'
import { invalidArgument, ossError } from '../kernel/oss-errors.ts'
import { countPairs, type Pair, parsePairs } from '../kernel/pairs.ts'

/** One request to OSS, its query decoded. An absent value and an empty one are the same. */
export interface OssRequest {
  readonly message: Message
  readonly query: readonly Pair[]
}

/** @throws ApiError ServiceUnavailable when the host has no room, InvalidArgument for too many parameters */
export function ossRequest(message: Message, most: number): OssRequest {
  if (message.overload !== undefined)
    throw ossError('ServiceUnavailable', {}, { explanation: message.overload })
  const count = countPairs(message.query)
  if (count > most)
    throw invalidArgument(
      `The query has more than ${most} parameters.`,
      undefined,
      undefined,
      overLimit(`The query has ${count} parameters`, most, 'parameters', '--max-parameters'),
    )
  // Go v1 puts a second question mark before some queries and does not sign it.
  return { message, query: parsePairs(message.query.replace(/^\?+/, '')) }
}

/** The first value of a query parameter; empty when it is there without one. */
export const queryValue = ({ query }: OssRequest, name: string): Octets | undefined =>
  query.find((parameter) => parameter.name === name)?.value
