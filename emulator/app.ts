import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { openPersistence } from './adapters/persistence.ts'
import { type Composition, compose } from './compose.ts'
import { type LibraryOptions, type Options, resolveOptions } from './config.ts'
import { refuse } from './control/errors.ts'
import type { ControlEnvironment } from './control/guard.ts'
import { controlPlane } from './control/routes.ts'
import { faceOf } from './faces.ts'
import type { Exchange } from './hosts/exchange.ts'
import { fetchMessage, toResponse } from './hosts/fetch-host.ts'
import { isLastOn, nodeMessage, sendToNode } from './hosts/node-host.ts'
import type { Told } from './hosts/unparsable.ts'
import type { Answer, Message } from './kernel/message.ts'
import type { LoggedRequest, RequestFilter } from './kernel/request-log.ts'
import { logRefusal, logRequest } from './logging.ts'
import { version } from './version.ts'

/** The emulator's time, for tests: credentials expire and states change by it, without waiting. */
export interface EmulatorClock {
  now(): Date
  /** Goes to a time; a running clock runs on from there. */
  set(date: Date): void
  advance(seconds: number): void
  freeze(): void
  resume(): void
}

/** The latest requests of both protocols, for assertions: without bodies, with secrets, tokens and signatures hidden. */
export interface EmulatorRequests {
  /** The newest first. */
  list(filter?: RequestFilter): readonly LoggedRequest[]
  get(requestId: string): LoggedRequest | undefined
  clear(): void
}

/** An emulator without a socket. */
export interface Emulator extends AsyncDisposable {
  readonly options: Options
  readonly clock: EmulatorClock
  readonly requests: EmulatorRequests
  /** Answers one request of either protocol or of the control plane, as the server would. */
  fetch(request: Request): Promise<Response>
  /** Media, objects, uploads, requests and nonces gone, issued credentials revoked, the clock back at its start. */
  reset(): Promise<void>
  /** Frees everything; a private folder is removed. Closing twice is fine. */
  close(): Promise<void>
}

/**
 * What a server needs of an emulator besides.
 *
 * @internal
 */
export interface Application extends Emulator {
  readonly handle: (request: Request, bindings: HostBindings) => Response | Promise<Response>
  /** Takes note of a refusal of HTTP itself, of which no face knows. */
  readonly told: Told
  /** Takes note of a fault of the emulator outside of its faces. */
  readonly failed: (error: unknown) => void
}

interface HostBindings extends HttpBindings {
  readonly exchange: Exchange | undefined
}

type Environment = ControlEnvironment & { readonly Bindings: Partial<HostBindings> }

const hourMs = 3_600_000

/**
 * What tells `@hono/node-server` that Node's response was written. Its own constant is made when it is imported, which
 * would load Node's `fetch` before the first request.
 */
const alreadySent = (): Response =>
  new Response(null, { headers: { 'x-hono-already-sent': 'true' } })

async function answerProtocol(
  parts: Composition,
  message: Message,
  face: 'rpc' | 'oss',
): Promise<Answer> {
  const startedAt = performance.now()
  const answer = await parts[face](message)
  logRequest(parts, message, face, answer, performance.now() - startedAt)
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

/** The faces of the port, on any host that Hono knows. */
function routes(parts: Composition, options: Options): Hono<Environment> {
  const app = new Hono<Environment>({ strict: false })
  const control = controlPlane(parts, {
    ...options,
    version,
    keyIds: options.accessKeys.map(({ id }) => id),
  })
  app.use(async (c, next) => {
    const { exchange } = c.env ?? {}
    const message = exchange ? nodeMessage(exchange) : fetchMessage(c.req.raw)
    const face = faceOf(message, parts.publicHost)
    if (face === 'control') {
      c.set('message', message)
      await next()
      if (exchange && isLastOn(exchange)) await answerLast(c, exchange)
      return undefined
    }
    if (face === 'console') return c.redirect('/_emulator/')
    const answer = await answerProtocol(parts, message, face)
    if (!exchange) return toResponse(answer, message.method)
    await sendToNode(answer, exchange)
    return alreadySent()
  })
  app.route('/_emulator', control)
  app.notFound((c) =>
    refuse(c, 404, 'NotFound', 'There is nothing here; /_emulator/ lists what there is.'),
  )
  app.onError((error, c) => {
    parts.log.failure(error, c.req.path)
    return refuse(c, 500, 'InternalError', 'The emulator failed; its log says where.')
  })
  return app
}

const clockOf = (
  { clock, housekeep }: Composition,
  failed: (error: unknown) => void,
): EmulatorClock => {
  const moved = (move: () => void) => {
    move()
    housekeep().catch(failed)
  }
  return {
    now: () => new Date(clock.now()),
    set: (date) => moved(() => clock.set(date.getTime())),
    advance: (seconds) => moved(() => clock.advance(seconds)),
    freeze: clock.freeze,
    resume: clock.resume,
  }
}

/**
 * Composes an emulator from checked options.
 *
 * @internal
 * @throws Error when a data folder cannot be used
 */
export async function createApplication(options: Options): Promise<Application> {
  const persistence = await openPersistence(options)
  const parts = compose(options, persistence)
  const app = routes(parts, options)
  const failed = (error: unknown) => parts.log.failure(error, 'housekeeping')
  const housekeeping = setInterval(() => parts.housekeep().catch(failed), hourMs).unref()
  // What cannot be tidied now is tidied later.
  if (options.dataDir !== undefined) await parts.housekeep().catch(failed)
  let closed: Promise<void> | undefined
  const { list, get, clear } = parts.requests
  const close = () => {
    clearInterval(housekeeping)
    closed ??= persistence.close()
    return closed
  }
  return {
    options,
    clock: clockOf(parts, failed),
    requests: { list, get, clear },
    fetch: async (request) => app.fetch(request, {}),
    handle: (request, bindings) => app.fetch(request, bindings),
    told: (summary) => logRefusal(parts, summary),
    failed: (error) => parts.log.failure(error, 'server'),
    reset: parts.reset,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/**
 * An emulator in this process, without a port: `fetch` takes a `Request` for any of its host names.
 *
 * @example
 * await using vod = await createEmulator()
 * const response = await vod.fetch(new Request('http://localhost/_emulator/health'))
 *
 * @throws OptionError for a bad option; Error when a data folder cannot be used
 */
export const createEmulator = async (options: LibraryOptions = {}): Promise<Emulator> =>
  createApplication(resolveOptions({ log: 'silent', ...options }))
