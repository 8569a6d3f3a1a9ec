import type { Hono } from 'hono'
import { type LibraryOptions, type Options, resolveOptions } from '../config/index.ts'
import type { Told } from '../hosts/http-refusals.ts'
import type { LoggedRequest, RequestFilter } from '../kernel/request-log.ts'
import { type Composition, compose } from './compose.ts'
import { logRefusal } from './logging.ts'
import { openPersistence } from './persistence.ts'
import type { Environment, HostBindings } from './router.ts'

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
  /** Loads what answers requests, which the start does not need. */
  readonly prepare: () => Promise<unknown>
  /** Takes note of a refusal of HTTP itself, of which no protocol knows. */
  readonly told: Told
  /** Takes note of a fault of the emulator outside of its protocols. */
  readonly failed: (error: unknown) => void
}

const hourMs = 3_600_000

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

async function answering(parts: Composition, options: Options): Promise<Hono<Environment>> {
  const [{ routes }, protocols] = await Promise.all([import('./router.ts'), parts.protocols()])
  return routes({ ...parts, ...protocols }, options)
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
  let app: Hono<Environment> | undefined
  let loading: Promise<Hono<Environment>> | undefined
  const prepare = () => {
    loading ??= answering(parts, options).then((loaded) => {
      app = loaded
      return loaded
    })
    return loading
  }
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
    fetch: async (request) => (await prepare()).fetch(request, {}),
    handle: (request, bindings) =>
      app?.fetch(request, bindings) ?? prepare().then((loaded) => loaded.fetch(request, bindings)),
    prepare,
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
