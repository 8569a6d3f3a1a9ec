import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { giveBack } from '../kernel/blocks.ts'
import { type Answer, HeaderList, type Message, splitTarget } from '../kernel/message.ts'

function* pairs(raw: readonly string[]): Iterable<readonly [string, string]> {
  for (let i = 0; i + 1 < raw.length; i += 2) yield [raw[i] ?? '', raw[i + 1] ?? '']
}

const addressOf = ({ localAddress = '', localPort = 0 }: Socket): string => {
  const address = localAddress.replace(/^::ffff:/, '')
  return `${address.includes(':') ? `[${address}]` : address}:${localPort}`
}

// A client behind a proxy puts the origin before the path.
const absoluteForm = /^https?:\/\/[^/?]+/i

/** A request of Node's HTTP server: target and headers as they arrived, the body as Node streams it. */
export function nodeMessage(incoming: IncomingMessage): Message {
  const headers = new HeaderList(pairs(incoming.rawHeaders))
  return {
    method: incoming.method ?? 'GET',
    scheme: 'encrypted' in incoming.socket ? 'https' : 'http',
    host: (headers.get('host') ?? '').toLowerCase(),
    ...splitTarget((incoming.url ?? '/').replace(absoluteForm, '')),
    headers,
    localAddress: addressOf(incoming.socket),
    body: () => incoming,
  }
}

/** Writes an answer; a stream goes from the store to the socket without a web stream between. */
export async function sendToNode(answer: Answer, outgoing: ServerResponse): Promise<void> {
  const { body } = answer
  try {
    outgoing.writeHead(answer.status, { ...answer.headers })
  } catch (error) {
    if (typeof body === 'object') body.destroy()
    throw error
  }
  if (body === undefined || typeof body === 'string') {
    outgoing.end(body)
    return
  }
  await stream(body, outgoing)
}

/** Sends a stream, whose blocks are given back when they are written. `pipeline` makes and aborts a signal each time. */
function stream(body: Readable, outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const leave = () => {
      body.destroy()
      resolve()
    }
    // A client that goes away in the middle of a download is no fault of anyone's here.
    if (outgoing.destroyed) return leave()
    outgoing.once('close', leave).on('drain', () => body.resume())
    body
      .once('error', () => outgoing.destroy())
      .once('end', () => outgoing.end())
      .on('data', (chunk: Buffer) => {
        if (!outgoing.write(chunk, () => giveBack(chunk))) body.pause()
      })
  })
}
