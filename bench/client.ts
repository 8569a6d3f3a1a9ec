import { connect, type Socket } from 'node:net'

const endOfHead = Buffer.from('\r\n\r\n')
const contentLength = /\r\ncontent-length: (\d+)/i

/** Octets of one answer with its head, or undefined while the head is not complete. */
function sizeOf(answer: Buffer): number | undefined {
  const end = answer.indexOf(endOfHead)
  if (end < 0) return undefined
  const head = answer.toString('latin1', 0, end)
  if (!head.startsWith('HTTP/1.1 200 ')) throw new Error(`unexpected answer: ${answer}`)
  const length = contentLength.exec(head)?.[1]
  if (length === undefined) throw new Error('an answer without Content-Length')
  return end + endOfHead.length + Number(length)
}

/** Sends requests over one connection, each after the answer to the one before, until there is none. */
function drain(socket: Socket, next: () => Buffer | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0)
    const send = () => {
      const request = next()
      if (request) socket.write(request)
      else socket.end(resolve)
    }
    socket.setNoDelay().on('error', reject).on('connect', send)
    socket.on('data', (chunk) => {
      try {
        received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
        const size = sizeOf(received)
        if (size === undefined || received.length < size) return
        received = Buffer.alloc(0)
        send()
      } catch (error) {
        reject(error)
      }
    })
  })
}

export interface Sent {
  readonly milliseconds: number
  /** Share of that time in which this process was busy: near 1 the client is what was measured. */
  readonly clientBusy: number
}

/** Sends prepared requests over some kept connections and waits for all answers, each of which must be a 200. */
export async function sendAll(
  port: number,
  requests: readonly Buffer[],
  connections: number,
): Promise<Sent> {
  const queue = requests.values()
  const next = () => queue.next().value
  const before = performance.eventLoopUtilization()
  const startedAt = performance.now()
  const sockets = Array.from({ length: connections }, () => connect(port, '127.0.0.1'))
  await Promise.all(sockets.map((socket) => drain(socket, next)))
  const milliseconds = performance.now() - startedAt
  const { utilization } = performance.eventLoopUtilization(before)
  return { milliseconds, clientBusy: utilization }
}
