import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** One request, ready to be written: its head, then one block of bytes so many times. */
export interface Outgoing {
  readonly head: Buffer
  readonly block?: Buffer
  readonly blocks?: number
}

const endOfHead = Buffer.from('\r\n\r\n')
const contentLength = /\r\ncontent-length: (\d+)/i
const receiveBlock = 256 * 1024

interface Head {
  readonly size: number
  readonly bodySize: number
}

/** The size of an answer's head and of its body, bytes, or undefined while the head is not complete. */
function readHead(received: Buffer, status: number): Head | undefined {
  const end = received.indexOf(endOfHead)
  if (end < 0) return undefined
  const head = received.toString('latin1', 0, end)
  if (!head.startsWith(`HTTP/1.1 ${status} `)) throw new Error(`unexpected answer: ${received}`)
  const length = contentLength.exec(head)?.[1]
  if (length === undefined) throw new Error('an answer without Content-Length')
  return { size: end + endOfHead.length, bodySize: Number(length) }
}

/** Takes what arrives on a connection and tells when an answer is whole; bodies are counted, not kept. */
function answers(status: number, whole: () => void): (chunk: Buffer) => void {
  let head = Buffer.alloc(0)
  let missing: number | undefined
  return (chunk) => {
    let body = chunk.length
    if (missing === undefined) {
      head = Buffer.concat([head, chunk])
      const read = readHead(head, status)
      if (!read) return
      body = head.length - read.size
      missing = read.bodySize
    }
    missing -= body
    if (missing > 0) return
    head = Buffer.alloc(0)
    missing = undefined
    whole()
  }
}

async function write(socket: Socket, { head, block, blocks = 1 }: Outgoing): Promise<void> {
  if (!block) {
    socket.write(head)
    return
  }
  socket.cork()
  socket.write(head)
  let isReady = socket.write(block)
  socket.uncork()
  for (let written = 1; written < blocks; written++) {
    if (!isReady) await once(socket, 'drain')
    isReady = socket.write(block)
  }
}

/** Sends requests over one connection, each after the answer to the one before, until none is left. */
function drain(port: number, status: number, next: () => Outgoing | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      socket.destroy()
      reject(error)
    }
    const send = () => {
      const request = next()
      if (request) write(socket, request).catch(fail)
      else socket.end(resolve)
    }
    const receive = answers(status, send)
    const callback = (size: number, buffer: Uint8Array) => {
      try {
        receive(Buffer.from(buffer.buffer, buffer.byteOffset, size))
      } catch (error) {
        fail(error as Error)
      }
      return true
    }
    const onread = { buffer: Buffer.allocUnsafe(receiveBlock), callback }
    const socket = connect({ port, host: '127.0.0.1', onread, noDelay: true })
    socket.on('error', reject).on('connect', send)
  })
}

export interface Sent {
  readonly milliseconds: number
  /** Share of that time in which this process was busy: near 1 the client is what was measured. */
  readonly clientBusy: number
}

export interface Sending {
  /** Kept connections, each with one request at a time. */
  readonly connections: number
  /** What every answer must have, else the whole is rejected. */
  readonly status?: number
}

/** Sends prepared requests and waits for all answers. */
export async function sendAll(
  port: number,
  requests: readonly Outgoing[],
  { connections, status = 200 }: Sending,
): Promise<Sent> {
  const queue = requests.values()
  const next = () => queue.next().value
  const before = performance.eventLoopUtilization()
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: connections }, () => drain(port, status, next)))
  const milliseconds = performance.now() - startedAt
  const { utilization } = performance.eventLoopUtilization(before)
  return { milliseconds, clientBusy: utilization }
}
