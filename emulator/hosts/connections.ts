import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { BodyError } from '../kernel/body.ts'
import { overLimit } from '../kernel/limits.ts'
import { type Exchange, exchangeOf, limitDuration } from './exchange.ts'
import {
  isTimeout,
  malformedBody,
  noTunnel,
  type OnRefused,
  type Refusal,
  refusalOf,
  refuse,
  tooSlow,
} from './http-refusals.ts'

export interface ConnectionLimits {
  readonly maxHeaderBytes: number
  readonly maxConnections: number
  readonly idleSeconds: number
  readonly requestSeconds: number
}

/** How many connections beyond the limit get an answer saying so; further ones are dropped silently. */
export const overflowConnections = 64

interface Connection {
  readonly overload: string | undefined
  readonly onRefused: OnRefused
  /** In the order of their requests; what stops the counting of their time. */
  readonly exchanges: Map<Exchange, () => void>
  /** Bytes that had come when the last exchange was over. */
  bytesAtRest: number
  /** The last answer to send here, once earlier requests are answered. */
  last: Refusal | undefined
}

const isReading = ({ incoming }: Exchange): boolean => !incoming.complete

/** Whether the emulator itself holds up a request, because it has not yet taken what came. */
const isHeldUp = ({ incoming }: Exchange): boolean =>
  incoming.readableLength >= incoming.readableHighWaterMark

function newestOf({ exchanges }: Connection): Exchange | undefined {
  let newest: Exchange | undefined
  for (const exchange of exchanges.keys()) newest = exchange
  return newest
}

/** Whether nothing has come since the connection was opened, or since its last exchange was over. */
const isSilent = (socket: Socket, { exchanges, bytesAtRest }: Connection): boolean =>
  exchanges.size === 0 && socket.bytesRead === bytesAtRest

/** Sends the last answer and closes, as soon as no other is under way. */
function conclude(refusal: Refusal, socket: Socket, connection: Connection): void {
  connection.last = refusal
  if (connection.exchanges.size === 0) refuse(refusal, socket, connection.onRefused)
}

/** An answer is over. Where its request is not, the time of the request runs on. */
function settle(exchange: Exchange, connection: Connection): void {
  const { socket } = exchange.incoming
  if (isReading(exchange)) return
  connection.exchanges.get(exchange)?.()
  connection.exchanges.delete(exchange)
  if (connection.exchanges.size > 0) return
  connection.bytesAtRest = socket.bytesRead
  if (connection.last) refuse(connection.last, socket, connection.onRefused)
}

/** Nothing moved for the idle time while a request was read, carried out or answered. */
function idleWithin(exchange: Exchange, idleSeconds: number): void {
  const { socket } = exchange.incoming
  const isAnswered = exchange.outgoing.headersSent && isReading(exchange)
  if (socket.writableLength > 0 || isAnswered) {
    socket.destroy()
  } else if (isReading(exchange) && !isHeldUp(exchange)) {
    const measured = `Nothing came for ${idleSeconds} s after ${exchange.body.received()} bytes of the body`
    const explanation = overLimit(measured, idleSeconds, 's', '--idle-seconds')
    exchange.body.fail(new BodyError('slow', explanation))
  } else {
    // It is the emulator that works, or has not yet taken what came.
    socket.setTimeout(idleSeconds * 1000)
  }
}

const overloadOf = (count: number, most: number): string | undefined =>
  count <= most
    ? undefined
    : overLimit(`${count} connections are open`, most, 'connections', '--max-connections')

/** Refuses what cannot be parsed: in the handler that reads its body, else after the answers that are under way. */
function breakOff(
  error: NodeJS.ErrnoException,
  socket: Socket,
  connection: Connection,
  limits: ConnectionLimits,
): void {
  const exchange = newestOf(connection)
  if (exchange && isReading(exchange)) exchange.body.fail(malformedBody(error))
  else if (isTimeout(error) && isSilent(socket, connection)) socket.destroy()
  else conclude(refusalOf(error, limits), socket, connection)
}

const newConnection = (onRefused: OnRefused, overload?: string): Connection => ({
  onRefused,
  overload,
  exchanges: new Map(),
  bytesAtRest: 0,
  last: undefined,
})

/** Watches the connections of a server: how many there are, and that no client holds one without doing anything. */
export function connections(limits: ConnectionLimits, onRefused: OnRefused) {
  const open = new Map<Socket, Connection>()

  return {
    opened(socket: Socket): void {
      const connection = newConnection(onRefused, overloadOf(open.size + 1, limits.maxConnections))
      open.set(socket, connection)
      socket.once('close', () => {
        open.delete(socket)
        for (const stop of connection.exchanges.values()) stop()
      })
    },

    /** Notes a request whose headers have come. */
    began(incoming: IncomingMessage, outgoing: ServerResponse): Exchange {
      const connection = open.get(incoming.socket)
      const exchange = exchangeOf(incoming, outgoing, connection?.overload)
      if (!connection) return exchange
      connection.exchanges.set(exchange, limitDuration(exchange, limits.requestSeconds))
      outgoing.once('close', () => settle(exchange, connection))
      return exchange
    },

    /** Nothing was read from a connection, and nothing taken by it, for the idle time. */
    idle(socket: Socket): void {
      const connection = open.get(socket)
      const exchange = connection && newestOf(connection)
      if (exchange) idleWithin(exchange, limits.idleSeconds)
      else if (!connection || connection.last || isSilent(socket, connection)) socket.destroy()
      else conclude(tooSlow(limits), socket, connection)
    },

    /** CONNECT, which Node would leave without an answer, and whose connection it has let go of. */
    tunnel(socket: Socket): void {
      // A client may reset it before the answers to requests before it are sent.
      socket.on('error', () => undefined)
      conclude(noTunnel, socket, open.get(socket) ?? newConnection(onRefused))
    },

    /** What came cannot be parsed. Node says so again with everything that comes after it. */
    malformed(error: NodeJS.ErrnoException, socket: Socket): void {
      const connection = open.get(socket)
      if (error.code === 'ECONNRESET') socket.destroy()
      // Otherwise the last answer is on its way already.
      else if (connection && socket.writable) breakOff(error, socket, connection, limits)
    },
  }
}
