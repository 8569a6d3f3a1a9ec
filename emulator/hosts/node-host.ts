import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { release } from '../kernel/buffer-pool.ts'
import { type Answer, HeaderList, type Message, splitTarget } from '../kernel/message.ts'
import { answerWhileSending, type Exchange } from './exchange.ts'

function* pairs(raw: readonly string[]): Iterable<readonly [string, string]> {
  for (let i = 0; i + 1 < raw.length; i += 2) yield [raw[i] ?? '', raw[i + 1] ?? '']
}

/** An IPv4 address as it is, also on a socket of IPv6. */
const plainAddress = (address: string): string => address.replace(/^::ffff:/, '')

const addressOf = ({ localAddress = '', localPort = 0 }: Socket): string => {
  const address = plainAddress(localAddress)
  return `${address.includes(':') ? `[${address}]` : address}:${localPort}`
}

// A client behind a proxy puts the origin before the path.
const absoluteForm = /^https?:\/\/[^/?]+/i

/** A request of Node's HTTP server: target and headers as they arrived, the body as Node streams it. */
export function nodeMessage({ incoming, body, overload }: Exchange): Message {
  const headers = new HeaderList(pairs(incoming.rawHeaders))
  const { remoteAddress } = incoming.socket
  return {
    method: incoming.method ?? 'GET',
    scheme: 'encrypted' in incoming.socket ? 'https' : 'http',
    host: (headers.get('host') ?? '').toLowerCase(),
    ...splitTarget((incoming.url ?? '/').replace(absoluteForm, '')),
    headers,
    localAddress: addressOf(incoming.socket),
    ...(remoteAddress !== undefined && { remoteAddress: plainAddress(remoteAddress) }),
    body: () => body,
    ...(overload !== undefined && { overload }),
  }
}

/** Whether the connection must close after the answer. */
export const isLastOn = ({ incoming, overload }: Exchange): boolean =>
  !incoming.complete || overload !== undefined

/** Writes an answer; a stream goes from the store to the socket without a web stream between. */
export async function sendToNode(
  answer: Omit<Answer, 'summary'>,
  exchange: Exchange,
): Promise<void> {
  const { body } = answer
  const { incoming, outgoing } = exchange
  // A small body has often come already, but Node is not yet through with it.
  if (!incoming.complete) await setImmediate()
  try {
    outgoing.writeHead(answer.status, {
      ...answer.headers,
      ...(isLastOn(exchange) && { connection: 'close' }),
    })
  } catch (error) {
    if (typeof body === 'object') body.destroy()
    throw error
  }
  if (typeof body !== 'object') {
    if (!incoming.complete) return answerWhileSending(exchange, body ?? '')
    outgoing.end(body)
    // What is left in the stream would keep the connection from its next request.
    if (incoming.readableDidRead && !incoming.readableEnded) await exchange.body.drain()
    return
  }
  await stream(body, outgoing, incoming.socket)
}

/** Sends a stream and releases its chunks once they are written. `pipeline` would make and abort a signal each time. */
function stream(body: Readable, outgoing: ServerResponse, socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const leave = () => {
      socket.off('close', leave)
      body.destroy()
      resolve()
    }
    // A client that goes away in the middle of a download is not an error.
    if (outgoing.destroyed || socket.destroyed) return leave()
    // An answer that waits for others on its connection does not learn that the client has gone.
    socket.once('close', leave)
    outgoing.once('close', leave).on('drain', () => body.resume())
    body
      .once('error', () => outgoing.destroy())
      .once('end', () => outgoing.end())
      .on('data', (chunk: Buffer) => {
        if (!outgoing.write(chunk, () => release(chunk))) body.pause()
      })
  })
}
