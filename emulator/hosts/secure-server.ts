import type { Socket } from 'node:net'
import type { SecureContext, TLSSocket } from 'node:tls'
import { overLimit } from '../kernel/limits.ts'
import type { ConnectionLimits } from './connections.ts'
import { type OnRefused, refusePlain } from './http-refusals.ts'
import type { Transport } from './node-server.ts'

/** What a server of TLS shows its clients. */
export interface Certificates {
  /** PEM of the certificate for clients that ask for an address, or for no name, with its chain. */
  readonly cert: string
  readonly key: string
  /** PEM of the certificate for a name that a client asks for, with the same key; undefined where the first one has to do. */
  readonly certFor?: ((name: string) => string | undefined) | undefined
}

export interface HandshakeHandlers {
  readonly onRefused: OnRefused
  /** Takes note of what people should know, one sentence. */
  readonly notice: (text: string) => void
}

/** How many names have their certificates remembered. */
const maxNames = 100

/** The certificates by the names that clients ask for, the latest ones remembered. */
function contexts({ key, certFor }: Certificates) {
  const { createSecureContext } = process.getBuiltinModule('node:tls')
  const byName = new Map<string, SecureContext>()
  return (name: string): SecureContext | undefined => {
    const known = byName.get(name)
    const cert = known ? undefined : certFor?.(name)
    const context = known ?? (cert === undefined ? undefined : createSecureContext({ cert, key }))
    if (!context) return undefined
    byName.delete(name)
    byName.set(name, context)
    const [oldest] = byName.keys()
    if (byName.size > maxNames && oldest !== undefined) byName.delete(oldest)
    return context
  }
}

/** The first byte of every record of a handshake. */
const handshakeByte = 0x16

/**
 * Looks at the first bytes of a connection, and leaves them there.
 *
 * @param maxWaitMs after which a connection on which nothing was said is closed
 */
function peek(socket: Socket, maxWaitMs: number, seen: (first: Buffer) => void): void {
  const drop = () => socket.destroy()
  const timer = setTimeout(drop, maxWaitMs).unref()
  const forget = () => clearTimeout(timer)
  const look = () => {
    const bytes: Buffer | null = socket.read()
    if (!bytes?.length) return
    forget()
    socket.off('readable', look).off('end', drop).off('error', drop).off('close', forget)
    socket.unshift(bytes)
    seen(bytes)
  }
  socket.on('readable', look).once('end', drop).once('error', drop).once('close', forget)
}

/** Alerts of clients that do not trust a certificate. Those of Node break off without one. */
const distrust = /ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN)$|^ECONNRESET$/

/** Why a handshake failed, and what can be done. */
function handshakeProblem(
  { code = '' }: NodeJS.ErrnoException,
  { certFor }: Certificates,
  limitSeconds: number,
): string {
  if (code === 'ERR_TLS_HANDSHAKE_TIMEOUT') {
    const measured = `A TLS handshake was not complete after ${limitSeconds} s`
    return overLimit(measured, limitSeconds, 's', '--idle-seconds')
  }
  if (!distrust.test(code))
    return `A TLS handshake failed (${code}): the emulator speaks TLS 1.2 and 1.3.`
  const ca = certFor
    ? 'the CA at /_emulator/ca.pem (NODE_EXTRA_CA_CERTS=FILE, SSL_CERT_FILE=FILE, curl --cacert FILE)'
    : 'what issued the certificate of --tls-cert'
  return `A client broke off its TLS handshake (${code}), as clients do that do not trust the certificate: have it trust ${ca}.`
}

/** Connections of TLS. What is not TLS is told so, in plain HTTP. */
export function secureTransport(
  certificates: Certificates,
  limits: ConnectionLimits,
  { onRefused, notice }: HandshakeHandlers,
): Transport {
  const handshakeTimeout = Math.min(limits.idleSeconds, limits.requestSeconds) * 1000
  const contextFor = contexts(certificates)
  return {
    opened: 'secureConnection',
    createServer(options, answer) {
      const { cert, key } = certificates
      const { createServer } = process.getBuiltinModule('node:https')
      const SNICallback = (name: string, done: (error: null, context?: SecureContext) => void) =>
        done(null, contextFor(name.toLowerCase()))
      const secure = { cert, key, handshakeTimeout, SNICallback }
      // As of plain HTTP: a client that has ended its side still gets its answer.
      const server = createServer({ ...options, ...secure, allowHalfOpen: true }, answer)
      const handshake = server.listeners('connection')
      server.removeAllListeners('connection')
      server.on('connection', (socket: Socket) =>
        peek(socket, handshakeTimeout, (first) => {
          if (first[0] !== handshakeByte) refusePlain(first, socket, onRefused)
          else for (const begin of handshake) begin.call(server, socket)
        }),
      )
      // Node leaves a handshake that takes too long to whoever listens.
      server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
        notice(handshakeProblem(error, certificates, handshakeTimeout / 1000))
        socket.destroy()
      })
      return server
    },
  }
}
