import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server of files, on a free port of this machine. */
export interface FileServer extends AsyncDisposable {
  readonly port: number
  readonly origin: string
  /** The paths that were asked for, in order. */
  readonly asked: readonly string[]
  /** How many connections were made to it. */
  connections(): number
  /** Decides what is at a path; without it there is nothing. */
  serve(path: string, listener: RequestListener | Buffer): void
}

const withContent =
  (content: Buffer): RequestListener =>
  (_, response) =>
    void response.writeHead(200, { 'content-length': content.length }).end(content)

const nothing: RequestListener = (_, response) => void response.writeHead(404).end('nothing here')

export async function startFileServer(): Promise<FileServer> {
  const asked: string[] = []
  const listeners = new Map<string, RequestListener>()
  let connections = 0
  const server = createServer((request, response) => {
    const { url: path = '' } = request
    asked.push(path)
    const listener = listeners.get(path) ?? nothing
    listener(request, response)
  })
  server.on('connection', () => connections++)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    asked,
    connections: () => connections,
    serve: (path, listener) =>
      void listeners.set(path, typeof listener === 'function' ? listener : withContent(listener)),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Sends those who ask for a file elsewhere. */
export const redirectTo =
  (location: string, status = 302): RequestListener =>
  (_, response) =>
    void response.writeHead(status, { location }).end()

/** Announces a file and sends so many bytes of it; then nothing more, or the connection breaks. */
export const partOf =
  (content: Buffer, sent: number, then: 'stalls' | 'breaks'): RequestListener =>
  (_, response) => {
    response.writeHead(200, { 'content-length': content.length })
    response.write(content.subarray(0, sent), () => {
      if (then === 'breaks') response.destroy()
    })
  }
