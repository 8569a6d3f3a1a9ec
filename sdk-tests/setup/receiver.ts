import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** An event as a receiver gets it. */
export interface ReceivedEvent {
  /** The same for an event that arrives twice. */
  readonly id: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly body: Readonly<Record<string, unknown>>
}

/** How a receiver answers; an event that it leaves alone is not answered. */
export type Respond = (response: ServerResponse, event: ReceivedEvent) => void

/** A program that receives callbacks, on a free port of this machine. */
export interface Receiver extends AsyncDisposable {
  readonly origin: string
  /** Every attempt, in the order in which they came. */
  readonly received: readonly ReceivedEvent[]
  /** Decides how the next attempts are answered. */
  answer(how: Respond | number): void
}

const withStatus =
  (status: number): Respond =>
  (response) =>
    void response.writeHead(status).end()

/** Starts a receiver that answers 200. */
export async function startReceiver(first: Respond | number = 200): Promise<Receiver> {
  const received: ReceivedEvent[] = []
  let respond = withStatus(200)
  const answer = (how: Respond | number) => {
    respond = typeof how === 'number' ? withStatus(how) : how
  }
  answer(first)
  const server = createServer(async (request, response) => {
    const { headers, url: path = '' } = request
    const sent = await text(request)
    const id = String(headers['x-vod-emulator-event-id'])
    const event = { id, path, headers, text: sent, body: JSON.parse(sent) }
    received.push(event)
    respond(response, event)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    received,
    answer,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The signature that the manual asks receivers to compute. */
export const expectedSignature = (url: string, { headers }: ReceivedEvent, key: string): string =>
  createHash('md5').update(`${url}|${headers['x-vod-timestamp']}|${key}`).digest('hex')
