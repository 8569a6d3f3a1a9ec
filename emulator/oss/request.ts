import type { ByteString } from '../kernel/bytes.ts'
import type { TooMany } from '../kernel/limits.ts'
import type { Message } from '../kernel/message.ts'
import { countPairs, type Pair, parsePairs } from '../kernel/pairs.ts'

/** One request to OSS, its query decoded. An absent value and an empty one are the same. */
export interface OssRequest {
  readonly message: Message
  readonly query: readonly Pair[]
  /** More parameters than the limit allows; then none are read. */
  readonly tooMany?: TooMany
}

export function ossRequest(message: Message, most: number): OssRequest {
  const count = countPairs(message.query)
  if (count > most) return { message, query: [], tooMany: { count, most } }
  return { message, query: parsePairs(message.query) }
}

/** The first value of a query parameter; empty when it is there without one. */
export const queryValue = ({ query }: OssRequest, name: string): ByteString | undefined =>
  query.find((parameter) => parameter.name === name)?.value

/** All values of a header in one text, as signatures have them. */
export function headerValue({ message }: OssRequest, name: string): ByteString | undefined {
  const values = message.headers.all(name)
  return values.length === 0 ? undefined : values.map((value) => value.trim()).join(',')
}
