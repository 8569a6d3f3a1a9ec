import { once } from 'node:events'
import { type ClientRequest, type IncomingHttpHeaders, request } from 'node:http'
import { buffer } from 'node:stream/consumers'

export interface RawAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export interface RawRequest {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer
}

/** The target of a URL as it was written: no parser has been over its path. */
const targetOf = (url: string): string => url.replace(/^https?:\/\/[^/]+/, '')

function open(url: string, { method = 'GET', headers = {} }: RawRequest): ClientRequest {
  const { hostname, port } = new URL(url)
  return request({ hostname, port, method, headers, path: targetOf(url), agent: false })
}

const answerTo = (sent: ClientRequest): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    sent.on('error', reject)
    sent.on('response', (response) => {
      const { statusCode: status = 0, headers } = response
      buffer(response).then((body) => resolve({ status, headers, text: body.toString() }), reject)
    })
  })

/** Sends a request exactly as it is written. */
export function send(url: string, raw: RawRequest = {}): Promise<RawAnswer> {
  const sent = open(url, raw)
  const answer = answerTo(sent)
  sent.end(raw.body)
  return answer
}

/** Sends half of a body once the server asks for it, so that the request is under way. @returns what sends the rest */
export async function sendHalf(
  url: string,
  { body = Buffer.of(), headers = {}, ...raw }: RawRequest,
): Promise<() => Promise<RawAnswer>> {
  const announced = { 'content-length': String(body.length), expect: '100-continue' }
  const sent = open(url, { ...raw, headers: { ...headers, ...announced } })
  sent.flushHeaders()
  await once(sent, 'continue')
  const half = body.length >> 1
  sent.write(body.subarray(0, half))
  return () => {
    const answer = answerTo(sent)
    sent.end(body.subarray(half))
    return answer
  }
}

/** Sends a head and a beginning; the rest never comes. Disposing of it breaks the connection. */
export function begin(url: string, raw: RawRequest): Disposable {
  const sent = open(url, raw)
  // The break is intended.
  sent.on('error', () => {})
  sent.write(raw.body)
  return { [Symbol.dispose]: () => void sent.destroy() }
}
