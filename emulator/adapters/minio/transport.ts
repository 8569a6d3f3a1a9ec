import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { release } from '../../kernel/buffer-pool.ts'
import { BusyAnswer, SlowAnswer } from './failure.ts'

/** What the client of the `minio` package sends its requests with. */
export interface Transport {
  readonly transport: Pick<typeof http, 'request'>
  readonly agent: http.Agent
}

/** Bytes read at once. */
const readSize = 256 * 1024

/** The package discards answers with these unread. */
const discardedStatuses: ReadonlySet<number | undefined> = new Set([
  408, 429, 499, 500, 502, 503, 504, 520,
])

/** Whether an idle connection waits for the emulator's own client, which sends or reads slowly. */
const waitsForClient = (request: ClientRequest, response: IncomingMessage | undefined): boolean =>
  response ? response.isPaused() : !(request.writableEnded || request.writableNeedDrain)

/** Ends a request in which the server stays silent for too long. */
function watch(request: ClientRequest, idleMs: number): void {
  let response: IncomingMessage | undefined
  request.once('response', (arrived) => {
    response = arrived
  })
  request.once('socket', (socket) => {
    const end = () => {
      if (waitsForClient(request, response)) {
        socket.setTimeout(idleMs)
        return
      }
      const slow = new SlowAnswer(`nothing happened for ${idleMs} ms`)
      response?.destroy(slow)
      request.destroy(slow)
    }
    // The request's own event comes only once.
    socket.on('timeout', end)
    request.once('close', () => socket.off('timeout', end))
  })
}

/** Releases what was written: code that pipes a stream does not learn when that is. */
function releaseWritten(request: ClientRequest): void {
  const write = request.write.bind(request)
  request.write = (chunk: Buffer) => write(chunk, () => release(chunk))
}

/**
 * Reads into one buffer per connection. Node would allocate one for each read and leave it to the garbage collector: that
 * was a third of a download. The parser listens to `data`, and copies out of the buffer at once.
 */
function reuseReadBuffer(agent: http.Agent): void {
  const create = agent.createConnection.bind(agent)
  agent.createConnection = (options, created) => {
    const callback = (size: number, buffer: Uint8Array) => {
      socket.emit('data', buffer.subarray(0, size))
      return true
    }
    const onread = { buffer: Buffer.allocUnsafeSlow(readSize), callback }
    const socket = create({ ...options, onread } as typeof options, created) as Socket
    return socket
  }
}

/**
 * HTTP with bounded waits. A connection on which something was refused is not reused: MinIO may have left a body unread on
 * it, and MinIO 2025-09-07 then breaks the next request.
 *
 * @param idleMs how long a server may stay silent in a request, ms; idle connections are closed after as long
 */
export function boundedTransport(secure: boolean, idleMs: number): Transport {
  const { Agent, request } = secure ? https : http
  const agent = new Agent({ keepAlive: true, timeout: idleMs })
  if (!secure) reuseReadBuffer(agent)
  const send = (options: http.RequestOptions, respond: (response: IncomingMessage) => void) => {
    const sent = request(options, (response) => {
      const { statusCode = 0 } = response
      if (statusCode >= 400) sent.shouldKeepAlive = false
      if (discardedStatuses.has(statusCode)) sent.destroy(new BusyAnswer(statusCode))
      else respond(response)
    })
    watch(sent, idleMs)
    releaseWritten(sent)
    return sent
  }
  return { transport: { request: send as typeof http.request }, agent }
}
