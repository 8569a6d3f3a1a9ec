import type { IncomingMessage } from 'node:http'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import type { Exchange } from './exchange.ts'
import { type OnRefused, unreadable } from './http-refusals.ts'
import { sendToNode } from './node-host.ts'

type Handle = (request: Request, exchange: Exchange) => Response | Promise<Response>

/**
 * Answers exchanges of Node's HTTP server through a handler of `fetch`.
 *
 * @param hostname for requests of HTTP/1.0, which need no Host
 */
export function nodeListener(
  handle: Handle,
  hostname: string,
  onRefused: OnRefused,
): (exchange: Exchange) => Promise<void> {
  const exchanges = new WeakMap<IncomingMessage, Exchange>()
  const listener = getRequestListener(
    (request, bindings) => {
      // Only HTTP/1 connections arrive here, each request with its exchange.
      const exchange = exchanges.get((bindings as HttpBindings).incoming)
      return exchange && handle(request, exchange)
    },
    { overrideGlobalObjects: false, hostname, errorHandler: () => undefined },
  )
  return async (exchange) => {
    const { incoming, outgoing } = exchange
    exchanges.set(incoming, exchange)
    await listener(incoming, outgoing)
    if (outgoing.headersSent) return
    const answer = unreadable(incoming)
    onRefused({ ...answer.summary, status: answer.status })
    await sendToNode(answer, exchange)
  }
}
