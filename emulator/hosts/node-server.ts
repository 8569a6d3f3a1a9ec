import type {
  IncomingMessage,
  RequestListener,
  Server,
  ServerOptions,
  ServerResponse,
} from 'node:http'
import type { Socket } from 'node:net'
import { type ConnectionLimits, connections, overflowConnections } from './connections.ts'
import type { Exchange } from './exchange.ts'
import type { OnRefused } from './http-refusals.ts'

/** How long an idle connection is kept, ms; answers announce it. */
const keepAliveMs = 25_000

/** What Node itself limits. */
function serverOptions({ maxHeaderBytes, idleSeconds, requestSeconds }: ConnectionLimits) {
  const headersTimeout = Math.min(idleSeconds, requestSeconds) * 1000
  return {
    maxHeaderSize: maxHeaderBytes,
    headersTimeout,
    connectionsCheckingInterval: Math.min(headersTimeout / 2, 30_000),
    keepAliveTimeout: Math.min(keepAliveMs, idleSeconds * 1000),
    // Node would answer by itself, in the middle of what a handler answers.
    requestTimeout: 0,
    // What Node refuses by itself it refuses without a body.
    requireHostHeader: false,
  }
}

export interface NodeServerHandlers {
  readonly answer: (exchange: Exchange) => Promise<void>
  readonly onRefused: OnRefused
  /** Takes note of a fault of the emulator outside its protocols. */
  readonly onFailure: (error: unknown) => void
}

/** What HTTP is spoken on. */
export interface Transport {
  readonly createServer: (options: ServerOptions, answer: RequestListener) => Server
  /** The event of a connection on which HTTP can be spoken. */
  readonly opened: 'connection' | 'secureConnection'
}

/** An import of `node:http` would load Node's `fetch` besides. */
const plain: Transport = {
  createServer: (options, answer) =>
    process.getBuiltinModule('node:http').createServer(options, answer),
  opened: 'connection',
}

/** Node's HTTP server, whose connections are watched. */
export function nodeServer(
  limits: ConnectionLimits,
  handlers: NodeServerHandlers,
  transport: Transport = plain,
): Server {
  const watched = connections(limits, handlers.onRefused)
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    handlers.answer(watched.began(incoming, outgoing)).catch((error: unknown) => {
      handlers.onFailure(error)
      incoming.socket.destroy()
    })
  }
  const server = transport.createServer(serverOptions(limits), answer)
  server.timeout = limits.idleSeconds * 1000
  // Their bytes are limited; beyond a number of its own Node refuses them too, or drops them silently.
  server.maxHeadersCount = 0
  server.maxConnections = limits.maxConnections + overflowConnections
  server.on(transport.opened, watched.opened)
  server.on('timeout', watched.idle)
  server.on('checkExpectation', answer)
  server.on('checkContinue', (incoming, outgoing) => {
    // Node would write the permission between head and body of an answer that waits for others on its connection.
    if (outgoing.socket) outgoing.writeContinue()
    else outgoing.once('socket', () => outgoing.headersSent || outgoing.writeContinue())
    answer(incoming, outgoing)
  })
  // Every connection here is one of TCP.
  server.on('clientError', (error, socket) => watched.malformed(error, socket as Socket))
  server.on('connect', (_, socket) => watched.tunnel(socket as Socket))
  return server
}
