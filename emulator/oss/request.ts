import type { Message } from '../kernel/message.ts'
import { formDecode, type Octets } from '../kernel/octets.ts'

export interface QueryParameter {
  readonly name: Octets
  readonly value: Octets
}

/** One request to OSS, its query decoded. An absent value and an empty one are the same. */
export interface OssRequest {
  readonly message: Message
  readonly query: readonly QueryParameter[]
}

/** Splits a query; further question marks at its start, as Go v1 sends them, do not count. */
export function parseQuery(raw: Octets): readonly QueryParameter[] {
  return raw
    .replace(/^\?+/, '')
    .split('&')
    .filter((piece) => piece !== '')
    .map((piece) => {
      const equals = piece.indexOf('=')
      return equals < 0
        ? { name: formDecode(piece), value: '' }
        : { name: formDecode(piece.slice(0, equals)), value: formDecode(piece.slice(equals + 1)) }
    })
}

export const ossRequest = (message: Message): OssRequest => ({
  message,
  query: parseQuery(message.query),
})

/** The first value of a query parameter; empty when it is there without one. */
export const queryValue = ({ query }: OssRequest, name: string): Octets | undefined =>
  query.find((parameter) => parameter.name === name)?.value
