import type { Readable } from 'node:stream'
import type { Check } from '#contracts/check.ts'
import type { Body } from './body.ts'
import type { ByteString } from './bytes.ts'

/** Headers as they arrived: names in lower case, values as bytes, several values of one name kept apart. */
export class HeaderList {
  readonly #values = new Map<string, string[]>()

  constructor(pairs: Iterable<readonly [name: string, value: ByteString]>) {
    for (const [name, value] of pairs) {
      const key = name.toLowerCase()
      const values = this.#values.get(key)
      if (values) values.push(value)
      else this.#values.set(key, [value])
    }
  }

  /** The first value of a header. */
  get(name: string): ByteString | undefined {
    return this.#values.get(name)?.[0]
  }

  all(name: string): readonly ByteString[] {
    return this.#values.get(name) ?? []
  }

  names(): Iterable<string> {
    return this.#values.keys()
  }
}

/** One request, whatever host it came through: a socket, `fetch` or MSW. */
export interface Message {
  readonly method: string
  readonly scheme: 'http' | 'https'
  /** The Host header, else the host of the URL: lower case, with its port. */
  readonly host: string
  /** The path as on the wire, before `?`: dots and escapes untouched where the host allows it. */
  readonly path: ByteString
  /** What follows `?`, as on the wire. */
  readonly query: ByteString
  readonly headers: HeaderList
  /** Where the connection arrived (`address:port`); absent without a socket. */
  readonly localAddress?: string
  /** Where the connection came from, without a port; absent without a socket. */
  readonly remoteAddress?: string
  /** The body, to be read once. */
  readonly body: () => Body
  /** Why the host has no room for this request; absent if it has. */
  readonly overload?: string
}

/** What the log shows of a request: never a secret, a token or a signature. */
export interface Summary {
  readonly requestId: string
  readonly operation?: string | undefined
  /** Media that the request created, asked for or uploaded. */
  readonly mediaIds?: readonly string[]
  /** Code of the error, when the request was refused. */
  readonly code?: string
  /** Why, and how to remedy it. */
  readonly explanation?: string
  /** What was checked, in order. */
  readonly passed?: readonly string[]
  readonly failed?: Check | undefined
}

/** One answer. A stream is sent as it comes; without Content-Length it is chunked. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Readable
  readonly summary: Summary
}

/** Splits a request target at its first `?`. */
export function splitTarget(target: ByteString): { path: ByteString; query: ByteString } {
  const mark = target.indexOf('?')
  return mark < 0
    ? { path: target || '/', query: '' }
    : { path: target.slice(0, mark) || '/', query: target.slice(mark + 1) }
}

/** `host:port` → host, without the brackets of an IPv6 literal kept apart from its port. */
export function hostName(host: string): string {
  if (host.startsWith('[')) return host.slice(0, host.indexOf(']') + 1)
  const colon = host.lastIndexOf(':')
  return colon < 0 ? host : host.slice(0, colon)
}
