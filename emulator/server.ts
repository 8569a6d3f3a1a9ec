import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { HttpBindings } from '@hono/node-server'
import { type Application, createApplication, type Emulator } from './app.ts'
import { type LibraryOptions, type Options, resolveOptions } from './config.ts'
import { refuseTunnel, refuseUnparsable, unreadable } from './hosts/unparsable.ts'

/** An emulator that listens. */
export interface RunningEmulator extends Emulator {
  /** Origin of every face, for example `http://127.0.0.1:17321`. */
  readonly url: string
  readonly port: number
}

/** Request line and headers together, bytes; SDKs put all parameters of a call into the query. */
const headerLimit = 128 * 1024
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

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>

async function listenerOf(application: Application): Promise<Listener> {
  const { getRequestListener } = await import('@hono/node-server')
  return getRequestListener(
    // Only HTTP/1 connections arrive here.
    (request, bindings) => application.handle(request, bindings as HttpBindings),
    {
      overrideGlobalObjects: false,
      // For requests of HTTP/1.0, which need no Host.
      hostname: application.options.host,
      errorHandler: unreadable,
    },
  )
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
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse) =>
    void listener().then((answering) => answering(incoming, outgoing))
  const server = createServer(
    {
      maxHeaderSize: headerLimit,
      keepAliveTimeout: keepAliveMs,
      // The length of a body is limited by each protocol, its duration is not: uploads may be slow.
      requestTimeout: 0,
      // What Node refuses by itself it refuses without a body.
      requireHostHeader: false,
    },
    answer,
  )
  server.on('checkExpectation', answer)
  server.on('clientError', refuseUnparsable)
  server.on('connect', (_, socket) => refuseTunnel(socket))
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
