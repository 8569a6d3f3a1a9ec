import { Hono } from 'hono'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Edition } from '#contracts/edition.ts'
import { ossOperations, rpcOperations } from '#contracts/index.ts'
import { ApiError } from '../kernel/api-error.ts'
import type { Deliveries } from '../kernel/deliveries.ts'
import type { RequestLog } from '../kernel/request-log.ts'
import { isoMilliseconds } from '../kernel/time.ts'
import type { AdjustableClock } from '../ports/clock.ts'
import type { MediaRecord } from '../ports/records/media.ts'
import type { Records } from '../ports/records/records.ts'
import { StorageError } from '../ports/storage-error.ts'
import { accountRoutes } from './accounts.ts'
import { changeClock, clockState } from './clock.ts'
import { type ControlStatus, refuse } from './errors.ts'
import { eventRoutes } from './events.ts'
import { type ExplorerPorts, explorerRoutes } from './explorer.ts'
import { type ControlEnvironment, type GuardOptions, guard } from './guard.ts'
import { requestRoutes } from './requests.ts'

export interface ControlPorts extends ExplorerPorts {
  readonly clock: AdjustableClock
  readonly records: Records
  readonly requests: RequestLog
  readonly deliveries: Deliveries
  /** Why the emulator cannot work just now; empty when it can. */
  readonly health: () => Promise<readonly string[]>
  readonly reset: () => Promise<void>
  /** PEM of the CA that issued the certificate of the port; undefined where no CA of the emulator did. */
  readonly ca: string | undefined
  /** The start page in HTML. */
  readonly page: (facts: {
    readonly version: string
    readonly url: string
    readonly rpc: readonly string[]
    readonly oss: readonly string[]
  }) => HtmlEscapedString | Promise<HtmlEscapedString>
  /** Does the work that has become due by the clock. */
  readonly dueWork: { run(): Promise<void> }
}

export interface ControlOptions extends GuardOptions {
  readonly version: string
  readonly edition: Edition
  readonly region: string
  readonly accountId: string
  readonly keyIds: readonly string[]
  readonly store: string
}

const operationFacts = () =>
  [...Object.values(rpcOperations), ...Object.values(ossOperations)].map((operation) => ({
    product: 'product' in operation ? operation.product : 'oss',
    name: operation.name,
    evidence: operation.evidence,
  }))

const shown = (media: MediaRecord) => {
  const { credentialExpiresAtMs, createdAtMs, modifiedAtMs, history, lists, ...facts } = media
  return {
    ...facts,
    credentialExpires: isoMilliseconds(credentialExpiresAtMs),
    created: isoMilliseconds(createdAtMs),
    modified: isoMilliseconds(modifiedAtMs),
    history: history.map(({ atMs, event }) => ({ at: isoMilliseconds(atMs), event })),
  }
}

/** Read-only routes of the control plane. */
function readings(
  app: Hono<ControlEnvironment>,
  ports: ControlPorts,
  options: ControlOptions,
): void {
  const { version } = options
  app.get('/', (c) => {
    const [rpc, oss] = [Object.keys(rpcOperations), Object.keys(ossOperations)]
    return c.html(ports.page({ version, url: new URL(c.req.url).origin, rpc, oss }))
  })
  app.get('/health', (c) => c.json({ status: 'ok', version }))
  app.get('/ready', async (c) => {
    const reasons = await ports.health()
    return reasons.length === 0 ? c.json({ ready: true }) : c.json({ ready: false, reasons }, 503)
  })
  app.get('/info', (c) => {
    const { origin } = new URL(c.req.url)
    const { edition, region, accountId, keyIds, store } = options
    const endpoints = { rpc: origin, oss: origin, control: `${origin}/_emulator/` }
    const operations = operationFacts()
    return c.json({ version, edition, region, accountId, keyIds, store, endpoints, operations })
  })
  app.get('/ca.pem', (c) =>
    ports.ca === undefined
      ? refuse(
          c,
          404,
          'NoCa',
          'There is no CA of the emulator: it speaks HTTPS with one of its own if it is started with --tls, and without --tls-cert.',
        )
      : c.body(ports.ca, 200, { 'content-type': 'application/x-pem-file' }),
  )
  app.get('/clock', (c) => c.json(clockState(ports.clock)))
  app.get('/media/:mediaId', async (c) => {
    const media = await ports.records.get('media', c.req.param('mediaId'))
    return media
      ? c.json(shown(media.value))
      : refuse(c, 404, 'NoSuchMedia', 'There is no such media.')
  })
}

function changes(app: Hono<ControlEnvironment>, { clock, dueWork, reset }: ControlPorts): void {
  app.post('/clock', async (c) => {
    await changeClock(c.get('message'), clock)
    await dueWork.run()
    return c.json(clockState(clock))
  })
  app.delete('/clock', async (c) => {
    clock.followSystem()
    await dueWork.run()
    return c.json(clockState(clock))
  })
  app.post('/reset', async (c) => {
    await reset()
    return c.body(null, 204)
  })
}

/** Refuses other methods on a path of the control plane, and says which it takes. */
function refuseOtherMethods(app: Hono<ControlEnvironment>): void {
  const methods = Map.groupBy(app.routes, ({ path }) => path)
  for (const [path, routes] of methods) {
    if (path.includes('*')) continue
    const taken = routes.map(({ method }) => method).join(', ')
    app.all(path, (c) => {
      c.header('allow', taken)
      return refuse(
        c,
        405,
        'MethodNotAllowed',
        `${c.req.method} is not a method of this path, which takes ${taken}.`,
      )
    })
  }
}

/** `/_emulator/…`: JSON in, JSON out, never part of the emulated protocols. */
export function controlPlane(
  ports: ControlPorts,
  options: ControlOptions,
): Hono<ControlEnvironment> {
  const app = new Hono<ControlEnvironment>()
  app.use(guard(options))
  app.onError((error, c) => {
    if (error instanceof ApiError)
      return refuse(c, error.status as ControlStatus, error.code, error.message)
    if (error instanceof StorageError) return refuse(c, 503, 'StorageUnavailable', error.message)
    throw error
  })
  readings(app, ports, options)
  changes(app, ports)
  requestRoutes(app, ports.requests)
  eventRoutes(app, ports.deliveries)
  explorerRoutes(app, ports, options.edition)
  accountRoutes(app, ports.records)
  refuseOtherMethods(app)
  return app
}
