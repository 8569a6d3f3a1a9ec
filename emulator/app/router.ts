import { type Context, Hono } from 'hono'
import { builtInKey, type Options } from '../config/index.ts'
import { icon } from '../console/icon.ts'
import { page } from '../console/page.ts'
import { refuse } from '../control/errors.ts'
import type { ControlEnvironment } from '../control/guard.ts'
import { controlPlane } from '../control/routes.ts'
import type { Exchange } from '../hosts/exchange.ts'
import { fetchMessage, toResponse } from '../hosts/fetch-host.ts'
import { isLastOn, nodeMessage, sendToNode } from '../hosts/node-host.ts'
import { suggestion } from '../kernel/closest-match.ts'
import type { Answer, Message } from '../kernel/message.ts'
import type { Composition } from './compose.ts'
import { logRequest } from './logging.ts'
import { protocolOf } from './protocol-of.ts'
import type { Protocols } from './protocols.ts'
import { signedCalls } from './signed-call.ts'
import { version } from './version.ts'

/** What the router needs to answer requests. */
type Answered = Composition & Protocols

export type Environment = ControlEnvironment & {
  /** Absent without a socket. */
  readonly Bindings: { readonly exchange?: Exchange }
}

let sent: Response | undefined

/**
 * What tells `@hono/node-server` that Node's response was written: one for all, since it has no body. Its own constant is
 * made when it is imported, which would load Node's `fetch` before the first request.
 */
function alreadySent(): Response {
  sent ??= new Response(null, { headers: { 'x-hono-already-sent': 'true' } })
  return sent
}

async function answerProtocol(
  parts: Answered,
  message: Message,
  protocol: 'rpc' | 'oss' | 'cdn',
): Promise<Answer> {
  const startedAt = performance.now()
  const answer = await parts[protocol](message)
  logRequest(parts, message, protocol, answer, performance.now() - startedAt)
  return answer
}

/** Sends a small answer and closes the connection, so that the answer arrives. */
async function answerLast(c: Context<Environment>, exchange: Exchange): Promise<void> {
  const { status, headers } = c.res
  const body = await c.res.text()
  const length = { 'content-length': String(Buffer.byteLength(body)) }
  await sendToNode(
    { status, headers: { ...Object.fromEntries(headers), ...length }, body },
    exchange,
  )
  // Without this Hono would take over the headers of what was there before.
  c.res = undefined
  c.res = alreadySent()
}

/** The protocols of the port, on any host that Hono knows. */
export function routes(parts: Answered, options: Options): Hono<Environment> {
  const app = new Hono<Environment>({ strict: false })
  const facts = {
    ...options,
    version,
    store: parts.storeKind,
    keyIds: options.accessKeys.map(({ id }) => id),
  }
  app.use(async (c, next) => {
    const { exchange } = c.env
    const message = exchange ? nodeMessage(exchange) : fetchMessage(c.req.raw)
    const protocol = protocolOf(message, parts)
    if (protocol === 'control') {
      c.set('message', message)
      await next()
      if (exchange && isLastOn(exchange)) await answerLast(c, exchange)
      return undefined
    }
    if (protocol === 'console') {
      return message.path === '/'
        ? c.redirect('/_emulator/')
        : c.body(icon, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=86400' })
    }
    const answer = await answerProtocol(parts, message, protocol)
    if (!exchange) return toResponse(answer, message.method)
    await sendToNode(answer, exchange)
    return alreadySent()
  })
  const [key = builtInKey] = options.accessKeys
  const call = signedCalls(key, parts.clock, (message) => answerProtocol(parts, message, 'rpc'))
  app.route('/_emulator', controlPlane({ ...parts, page, call }, facts))
  const routes = app.routes.map(({ path }) => path).filter((path) => !path.endsWith('*'))
  const paths = new Set(routes.map((path) => path.replace(/:.*/, '…')))
  app.notFound((c) => {
    const meant = suggestion(c.req.path, paths)
    return refuse(
      c,
      404,
      'NotFound',
      `There is nothing here${meant || '; /_emulator/ lists what there is.'}`,
    )
  })
  app.onError((error, c) => {
    parts.log.failure(error, c.req.path)
    return refuse(c, 500, 'InternalError', 'The emulator failed; its log says where.')
  })
  return app
}
