import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { release } from '../../kernel/buffer-pool.ts'
import { BusyAnswer, SlowAnswer } from './failure.ts'

/** What the client of the `minio` package sends its requests by. */
export interface Transport {
  readonly transport: Pick<typeof http, 'request'>
  readonly agent: http.Agent
}

/** Bytes that are read at once. */
const readSize = 256 * 1024

/** The package throws an answer of these away unread and tells no more of it than the status. */
const untold: ReadonlySet<number | undefined> = new Set([408, 429, 499, 500, 502, 503, 504, 520])

/** Whether an idle connection waits for the emulator's own client, who sends or reads slowly. */
const waitsForClient = (request: ClientRequest, response: IncomingMessage | undefined): boolean =>
  response ? response.isPaused() : !(request.writableEnded || request.writableNeedDrain)

/** Ends a request when the server leaves it alone for too long. */
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
    // The request's own event comes but once.
    socket.on('timeout', end)
    request.once('close', () => socket.off('timeout', end))
  })
}

/** Gives back what was written, of which nobody learns who pipes a stream. */
function giveBackWritten(request: ClientRequest): void {
  const write = request.write.bind(request)
  request.write = (chunk: Buffer) => write(chunk, () => release(chunk))
}

/**
 * Reads into one block for each connection, where Node would make a new one for each read and leave it to the collector:
 * that was a third of a download. The parser listens to `data`, and copies out of the block at once.
 */
function readIntoBlocks(agent: http.Agent): void {
  const create = agent.createConnection.bind(agent)
  agent.createConnection = (options, created) => {
    const callback = (size: number, block: Uint8Array) => {
      socket.emit('data', block.subarray(0, size))
      return true
    }
    const onread = { buffer: Buffer.allocUnsafeSlow(readSize), callback }
    const socket = create({ ...options, onread } as typeof options, created) as Socket
    return socket
  }
}

/**
 * HTTP whose waits are bounded. A connection on which something was refused is not used again: MinIO may have left a body
 * unread on it, and of 2025-09-07 it breaks the next request there.
 *
 * @param idleMs how long a server may leave a request alone; connections rest no longer either
 */
export function boundedTransport(secure: boolean, idleMs: number): Transport {
  const { Agent, request } = secure ? https : http
  const agent = new Agent({ keepAlive: true, timeout: idleMs })
  if (!secure) readIntoBlocks(agent)
  const send = (options: http.RequestOptions, respond: (response: IncomingMessage) => void) => {
    const sent = request(options, (response) => {
      const { statusCode = 0 } = response
      if (statusCode >= 400) sent.shouldKeepAlive = false
      if (untold.has(statusCode)) sent.destroy(new BusyAnswer(statusCode))
      else respond(response)
    })
    watch(sent, idleMs)
    giveBackWritten(sent)
    return sent
  }
  return { transport: { request: send as typeof http.request }, agent }
}
