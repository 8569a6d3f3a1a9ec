import type { Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type Application, createApplication, type Emulator } from './app/app.ts'
import { type LibraryOptions, type Options, resolveOptions } from './config/index.ts'
import type { Exchange } from './hosts/exchange.ts'
import { nodeServer, type Transport } from './hosts/node-server.ts'

/** An emulator that listens. */
export interface RunningEmulator extends Emulator {
  /** Origin of every protocol, for example `http://127.0.0.1:17321`; with `tls` it begins with `https`. */
  readonly url: string
  readonly port: number
  /** PEM of the CA to trust, where `tls` is on and no certificate was given. */
  readonly ca: string | undefined
  /** A file with it, for `NODE_EXTRA_CA_CERTS` of other processes; gone after `close()` unless there is a `dataDir`. */
  readonly caFile: string | undefined
}

function listen(server: Server, { host, port }: Options): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve(server.address() as AddressInfo)
    })
  })
}

/** HTTPS where there are certificates. */
async function transportOf(application: Application): Promise<Transport | undefined> {
  const { tls, options } = application
  if (!tls) return undefined
  const { secureTransport } = await import('./hosts/secure-server.ts')
  return secureTransport(tls.certificates, options, application)
}

/** Where a server is reached from its own machine. */
function originOf({ host, tls }: Options, { family, address, port }: AddressInfo): string {
  const bound = family === 'IPv6' ? `[${address}]` : address
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : bound
  return `${tls ? 'https' : 'http'}://${shown}:${port}`
}

/** Ends a server with all of its connections, those included on which nothing was said yet. */
function closing(server: Server): () => Promise<void> {
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of open) socket.destroy()
    })
}

/**
 * Starts from checked options.
 *
 * @internal
 * @param keepsProcess whether the process runs for as long as the emulator listens
 * @throws Error with the code of Node when the port cannot be had
 */
export async function start(options: Options, keepsProcess: boolean): Promise<RunningEmulator> {
  const application = await createApplication(options, true)
  const handlers = {
    ...application,
    answer: async (exchange: Exchange) => (await application.answering()).exchange(exchange),
  }
  const server = nodeServer(options, handlers, await transportOf(application))
  server.once('listening', () => setImmediate(application.answering))
  if (!keepsProcess) server.on('connection', (socket) => socket.unref()).unref()
  const closeServer = closing(server)
  const address = await listen(server, options).catch(async (error) => {
    await application.close()
    throw error
  })
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= closeServer().then(() => application.close())
    return closed
  }
  return {
    ...application,
    url: originOf(options, address),
    port: address.port,
    ca: application.tls?.ca?.pem,
    caFile: application.tls?.ca?.file,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/**
 * An emulator on a port of this machine. It does not keep the process alive: where nothing else does, the process ends.
 *
 * @example
 * await using vod = await startEmulator({ port: 0 })
 * console.log(vod.url)
 *
 * @throws OptionError for a bad option; Error (`EADDRINUSE`, …) when the port or a data folder cannot be used
 */
export const startEmulator = async (options: LibraryOptions = {}): Promise<RunningEmulator> =>
  start(resolveOptions(options), false)
