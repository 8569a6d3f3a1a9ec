import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { type Body, bodyFrom } from '../kernel/body.ts'
import { type Answer, HeaderList, type Message, splitTarget } from '../kernel/message.ts'

const bodiless = new Set([204, 205, 304])

/** Where a request without a socket would carry its length: `fetch` sets these headers only when it sends. */
function lengthHeader(request: Request): readonly (readonly [string, string])[] {
  const { headers, body, method } = request
  if (headers.has('content-length') || headers.has('transfer-encoding')) return []
  if (body !== null) return [['transfer-encoding', 'chunked']]
  return method === 'GET' || method === 'HEAD' ? [] : [['content-length', '0']]
}

function bodyOf({ body }: Request): Body {
  if (!body) return bodyFrom(Readable.from([]))
  // A body may fail after it was refused, when nobody listens any more: that must not end the caller's process.
  const stream = Readable.fromWeb(body as ReadableStream<Uint8Array>).on('error', () => undefined)
  return bodyFrom(stream)
}

/** A request of `fetch` or MSW. Its URL is what the WHATWG parser left of the target: dot segments are gone. */
export function fetchMessage(request: Request): Message {
  const url = new URL(request.url)
  const headers = new HeaderList([
    ...request.headers,
    ...lengthHeader(request),
    ...hostHeader(request, url),
  ])
  return {
    method: request.method,
    scheme: url.protocol === 'https:' ? 'https' : 'http',
    host: (headers.get('host') ?? url.host).toLowerCase(),
    ...splitTarget(url.pathname + url.search),
    headers,
    body: () => bodyOf(request),
  }
}

const hostHeader = ({ headers }: Request, { host }: URL): readonly (readonly [string, string])[] =>
  headers.has('host') ? [] : [['host', host]]

/** An answer as `fetch` knows it. */
export function toResponse({ status, headers, body }: Answer, method: string): Response {
  // On a socket Node adds the date.
  const init = { status, headers: { date: new Date().toUTCString(), ...headers } }
  if (body === undefined || bodiless.has(status) || method === 'HEAD') {
    if (body instanceof Readable) body.destroy()
    return new Response(null, init)
  }
  return new Response(typeof body === 'string' ? body : Readable.toWeb(body), init)
}
