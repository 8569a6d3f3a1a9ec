import type { Message } from '../kernel/message.ts'
import type { Octets } from '../kernel/octets.ts'
import { type Pair, parsePairs } from '../kernel/pairs.ts'

/** One request to OSS, its query decoded. An absent value and an empty one are the same. */
export interface OssRequest {
  readonly message: Message
  readonly query: readonly Pair[]
}

export const ossRequest = (message: Message): OssRequest => ({
  message,
  // Go v1 puts a second question mark before some queries and does not sign it.
  query: parsePairs(message.query.replace(/^\?+/, '')),
})

/** The first value of a query parameter; empty when it is there without one. */
export const queryValue = ({ query }: OssRequest, name: string): Octets | undefined =>
  query.find((parameter) => parameter.name === name)?.value
