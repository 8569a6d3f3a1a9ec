import { connect, type Socket } from 'node:net'

const answer = /^HTTP\/1\.1 200 .*?\r\ncontent-length: (\d+)\r\n.*?\r\n\r\n/is

/** Sends requests over one connection, each after the answer to the one before, until there is none. */
function drain(
  socket: Socket,
  next: () => string | undefined,
  take: (body: string) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = ''
    const send = () => {
      const request = next()
      if (request) socket.write(request, 'latin1')
      else socket.end(resolve)
    }
    const receive = (chunk: string) => {
      received += chunk
      const head = answer.exec(received)
      if (!head) {
        if (received.includes('\r\n\r\n')) throw new Error(`unexpected answer: ${received}`)
        return
      }
      const body = received.slice(head[0].length)
      if (body.length < Number(head[1])) return
      received = ''
      take(body)
      send()
    }
    socket.setNoDelay().setEncoding('latin1').on('error', reject).on('connect', send)
    socket.on('data', (chunk: string) => {
      try {
        receive(chunk)
      } catch (error) {
        socket.destroy(error as Error)
      }
    })
  })
}

/** Sends prepared requests over some kept connections at a time. @throws Error for any answer but a 200 */
export async function burst(
  port: number,
  connections: number,
  requests: readonly string[],
  take: (body: string) => void,
): Promise<void> {
  const queue = requests.values()
  const next = () => queue.next().value
  const sockets = Array.from({ length: connections }, () => connect(port, '127.0.0.1'))
  await Promise.all(sockets.map((socket) => drain(socket, next, take)))
}
