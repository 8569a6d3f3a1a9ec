import type { IncomingMessage, ServerResponse } from 'node:http'
import { BodyError } from '../kernel/body.ts'
import { overLimit } from '../kernel/limits.ts'
import { type IncomingBody, incomingBody } from './incoming-body.ts'
import { lingeringClose } from './lingering-close.ts'

/** One request and its answer, on a connection. */
export interface Exchange {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
  readonly body: IncomingBody
  /** Why nothing is carried out for this connection. */
  readonly overload: string | undefined
}

/** Writes the last answer of a connection while its request is still coming. */
export function answerWhileSending({ incoming, outgoing, body }: Exchange, text: string): void {
  const { socket } = incoming
  const close = () =>
    process.nextTick(() => {
      lingeringClose(socket)
      void body.drain()
    })
  // `end` would let Node close the connection before the rest of the request is read.
  outgoing.flushHeaders()
  outgoing.write(text)
  // An answer to a pipelined request waits for those before it.
  if (outgoing.socket) close()
  else outgoing.once('socket', close)
}

/**
 * Drops a client whose request and answer take too long in all, counted from the end of the request's headers.
 * Returns a function that stops the counting.
 */
export function limitDuration(exchange: Exchange, requestSeconds: number): () => void {
  const { incoming, outgoing, body } = exchange
  const expire = () => {
    if (outgoing.headersSent) incoming.socket.destroy()
    // A request that is whole waits for the emulator: that is not the client's fault.
    else if (incoming.complete) timer.refresh()
    else
      body.fail(
        new BodyError(
          'slow',
          overLimit(
            `The request was not complete ${requestSeconds} s after its headers, ${body.received()} bytes of its body had come`,
            requestSeconds,
            's',
            '--request-seconds',
          ),
        ),
      )
  }
  const timer = setTimeout(expire, requestSeconds * 1000).unref()
  return () => clearTimeout(timer)
}

export const exchangeOf = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  overload: string | undefined,
): Exchange => ({ incoming, outgoing, body: incomingBody(incoming), overload })
