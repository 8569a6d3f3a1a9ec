import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { HttpBindings } from '@hono/node-server'
import { type Application, createApplication, type Emulator } from './app/app.ts'
import { type LibraryOptions, type Options, resolveOptions } from './config/index.ts'
import { connections, overflowConnections } from './hosts/connections.ts'
import type { Exchange } from './hosts/exchange.ts'
import { unreadable } from './hosts/http-refusals.ts'
import { sendToNode } from './hosts/node-host.ts'

/** An emulator that listens. */
export interface RunningEmulator extends Emulator {
  /** Origin of every protocol, for example `http://127.0.0.1:17321`. */
  readonly url: string
  readonly port: number
}

/** How long an idle connection is kept, ms; answers announce it. */
const keepAliveMs = 25_000

function listen(server: Server, { host, port }: Options): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve(server.address() as AddressInfo)
    })
  })
}

type Listener = (exchange: Exchange) => Promise<void>

async function listenerOf({ handle, prepare, told, options }: Application): Promise<Listener> {
  const [{ getRequestListener }] = await Promise.all([import('@hono/node-server'), prepare()])
  const exchanges = new WeakMap<IncomingMessage, Exchange>()
  const listener = getRequestListener(
    (request, bindings) => {
      // Only HTTP/1 connections arrive here.
      const { incoming, outgoing } = bindings as HttpBindings
      return handle(request, { incoming, outgoing, exchange: exchanges.get(incoming) })
    },
    {
      overrideGlobalObjects: false,
      // For requests of HTTP/1.0, which need no Host.
      hostname: options.host,
      errorHandler: () => undefined,
    },
  )
  return async (exchange) => {
    const { incoming, outgoing } = exchange
    exchanges.set(incoming, exchange)
    await listener(incoming, outgoing)
    if (outgoing.headersSent) return
    const answer = unreadable()
    told({ ...answer.summary, status: answer.status })
    await sendToNode(answer, exchange)
  }
}

/** What Node itself limits. */
function serverOptions({ maxHeaderBytes, idleSeconds, requestSeconds }: Options) {
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

/**
 * Half of a start would go into Node's `fetch`, which is not needed to listen: the listener is built on its classes, and
 * to import `node:http` loads it too, because an import reads every export. It is loaded behind the first turn.
 */
function serverOf(application: Application): Server {
  let loading: Promise<Listener> | undefined
  const listener = () => {
    loading ??= listenerOf(application)
    return loading
  }
  const { createServer } = process.getBuiltinModule('node:http')
  const { options } = application
  const watched = connections(options, application.told)
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const exchange = watched.began(incoming, outgoing)
    listener()
      .then((answering) => answering(exchange))
      .catch((error: unknown) => {
        application.failed(error)
        incoming.socket.destroy()
      })
  }
  const server = createServer(serverOptions(options), answer)
  server.timeout = options.idleSeconds * 1000
  // Their bytes are limited; beyond a number of its own Node refuses them too, or drops them without a word.
  server.maxHeadersCount = 0
  server.maxConnections = options.maxConnections + overflowConnections
  server.on('connection', watched.opened)
  server.on('timeout', watched.idle)
  server.on('checkExpectation', answer)
  server.on('checkContinue', (incoming, outgoing) => {
    // Node would write the permission between head and body of an answer that waits for others on its connection.
    if (outgoing.socket) outgoing.writeContinue()
    else outgoing.once('socket', () => outgoing.headersSent || outgoing.writeContinue())
    answer(incoming, outgoing)
  })
  // Every connection here is one of TCP.
  server.on('clientError', (error, socket) => watched.unparsable(error, socket as Socket))
  server.on('connect', (_, socket) => watched.tunnel(socket as Socket))
  server.once('listening', () => setImmediate(listener))
  return server
}

/**
 * Starts from checked options.
 *
 * @internal
 * @throws Error with the code of Node when the port cannot be had
 */
export async function start(options: Options): Promise<RunningEmulator> {
  const application = await createApplication(options)
  const server = serverOf(application)
  const address = await listen(server, options).catch(async (error) => {
    await application.close()
    throw error
  })
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  const shown = options.host === '0.0.0.0' || options.host === '::' ? '127.0.0.1' : host
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }).then(() => application.close())
    return closed
  }
  return {
    ...application,
    url: `http://${shown}:${address.port}`,
    port: address.port,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/**
 * An emulator on a port of this machine.
 *
 * @example
 * await using vod = await startEmulator({ port: 0 })
 * console.log(vod.url)
 *
 * @throws OptionError for a bad option; Error (`EADDRINUSE`, …) when the port or a data folder cannot be used
 */
export const startEmulator = async (options: LibraryOptions = {}): Promise<RunningEmulator> =>
  start(resolveOptions({ log: 'silent', ...options }))
