import { log as logTo } from '../adapters/log.ts'
import { type LibraryOptions, type Options, resolveOptions } from '../config/index.ts'
import type { OnRefused } from '../hosts/http-refusals.ts'
import type { Deliveries } from '../kernel/deliveries.ts'
import type { LoggedRequest, RequestFilter } from '../kernel/request-log.ts'
import { seed } from '../services/seed.ts'
import type { Answering } from './answering.ts'
import { type EmulatorClock, emulatorClock } from './clock.ts'
import { type Composition, compose } from './compose.ts'
import { onRefused } from './logging.ts'
import { oldNode } from './node-version.ts'
import { openPersistence, type Persistence } from './persistence.ts'
import type { Tls } from './tls.ts'

/** The latest requests of all protocols, for assertions: without bodies, with secrets, tokens and signatures hidden. */
export interface EmulatorRequests {
  /**
   * The newest first.
   *
   * @throws RangeError for an operation that neither exists nor was asked for, and for a filter that does not exist
   */
  list(filter?: RequestFilter): readonly LoggedRequest[]
  get(requestId: string): LoggedRequest | undefined
  clear(): void
}

/** Events of VOD that a callback wanted, for assertions: those on their way, and the latest thousand that are not any more. */
export type EmulatorEvents = Pick<Deliveries, 'list' | 'get'>

/** An emulator without a socket. */
export interface Emulator extends AsyncDisposable {
  readonly options: Options
  readonly clock: EmulatorClock
  readonly requests: EmulatorRequests
  readonly events: EmulatorEvents
  /** Answers one request of any protocol or of the control plane, as the server would. */
  fetch(request: Request): Promise<Response>
  /** Removes media, objects, uploads, requests and nonces, revokes credentials and puts the clock back to its start. */
  reset(): Promise<void>
  /** Frees everything; a private folder is removed. Closing twice is fine. */
  close(): Promise<void>
}

/**
 * What a server needs of an emulator in addition.
 *
 * @internal
 */
export interface Application extends Emulator {
  /** Loads what answers requests; a request waits for it. */
  readonly answering: () => Promise<Answering>
  /** Takes note of a refusal of HTTP itself, which no protocol sees. */
  readonly onRefused: OnRefused
  /** Takes note of a fault of the emulator outside its protocols. */
  readonly onFailure: (error: unknown) => void
  /** Notes something about the emulator, one sentence. */
  readonly notice: (text: string) => void
  /** The certificates of its port, where that speaks HTTPS. */
  readonly tls: Tls | undefined
}

const hourMs = 3_600_000

/** Loads what answers requests once, when it is first asked for. */
function loadOnce(parts: Composition, options: Options) {
  let loading: Promise<Answering> | undefined
  const answering = (): Promise<Answering> => {
    loading ??= import('./answering.ts').then(({ answering }) => answering(parts, options))
    return loading
  }
  /** Stops the background work of what was loaded. */
  const stop = async () => {
    const loaded = await loading
    await loaded?.urlUploads.stop()
    await loaded?.dueWork.stop()
  }
  return { answering, stop }
}

/** Background work: due work, and the removal of bytes that no record names. */
function upkeep({ log }: Composition, answering: () => Promise<Answering>) {
  const sweep = () =>
    answering()
      .then((loaded) => loaded.sweep())
      .catch((error: unknown) => log.failure(error, 'sweep'))
  const doDueWork = async () => (await answering()).dueWork.run()
  /** What cannot be done now is done later. Due work may also be that of another emulator that has died. */
  const all = async () => {
    await doDueWork().catch(() => undefined)
    await sweep()
    const { urlUploads } = await answering()
    urlUploads.wake()
  }
  return { doDueWork, all, hourly: setInterval(all, hourMs).unref() }
}

/** The certificates of an emulator that listens. A data folder is kept from others before anything is written in it. */
async function tlsFor(options: Options, persistence: Persistence): Promise<Tls | undefined> {
  if (!options.tls) return undefined
  const { openTls } = await import('./tls.ts')
  return openTls(options).catch(async (error) => {
    await persistence.close()
    throw error
  })
}

/**
 * Composes an emulator from checked options.
 *
 * @internal
 * @param listens whether it will have a port
 * @throws Error when a data folder cannot be used, or Node is too old
 */
export async function createApplication(options: Options, listens: boolean): Promise<Application> {
  const reasonNotToRun = oldNode(process.versions.node)
  if (reasonNotToRun !== undefined) throw new Error(`vod-emulator: ${reasonNotToRun}`)
  const log = logTo(options.log)
  const persistence = await openPersistence({ ...options, notice: log.notice })
  const tls = listens ? await tlsFor(options, persistence) : undefined
  await seed(persistence.records, options)
  const parts = compose(options, persistence, log, tls?.ca?.pem)
  const { answering, stop } = loadOnce(parts, options)
  const { doDueWork, all, hourly } = upkeep(parts, answering)
  const { dataDir, records } = options
  // Others, or a process that was killed, may have left something to do.
  if (dataDir !== undefined || records) await all()
  let closed: Promise<void> | undefined
  const { list, get, clear } = parts.requests
  const close = () => {
    clearInterval(hourly)
    closed ??= stop()
      .then(parts.probe.close)
      .then(persistence.close)
      .then(() => tls?.close())
    return closed
  }
  return {
    options,
    clock: emulatorClock(parts.clock, doDueWork),
    requests: { list, get, clear },
    events: {
      list: async (filter) => (await answering()).deliveries.list(filter),
      get: async (id) => (await answering()).deliveries.get(id),
    },
    fetch: async (request) => (await answering()).fetch(request),
    answering,
    onRefused: onRefused(parts),
    onFailure: (error) => log.failure(error, 'server'),
    notice: log.notice,
    tls,
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
  createApplication(resolveOptions(options), false)
