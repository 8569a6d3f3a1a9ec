import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApplication, type Emulator } from './app/app.ts'
import { type LibraryOptions, type Options, resolveOptions } from './config/index.ts'
import { nodeServer } from './hosts/node-server.ts'

/** An emulator that listens. */
export interface RunningEmulator extends Emulator {
  /** Origin of every protocol, for example `http://127.0.0.1:17321`. */
  readonly url: string
  readonly port: number
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

/**
 * Starts from checked options.
 *
 * @internal
 * @param keepsProcess whether the process runs for as long as the emulator listens
 * @throws Error with the code of Node when the port cannot be had
 */
export async function start(options: Options, keepsProcess: boolean): Promise<RunningEmulator> {
  const application = await createApplication(options)
  const server = nodeServer(options, {
    ...application,
    answer: async (exchange) => (await application.answering()).exchange(exchange),
  })
  server.once('listening', () => setImmediate(application.answering))
  if (!keepsProcess) server.on('connection', (socket) => socket.unref()).unref()
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
