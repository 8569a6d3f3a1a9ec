import { rpcOperations } from '#contracts/index.ts'
import type { RpcOperation } from '#contracts/operation.ts'
import { type Edition, inEdition } from '#contracts/schema.ts'
import { vodActions } from '#contracts/vod/actions.ts'
import { adjustableClock } from './adapters/adjustable-clock.ts'
import { wasmChecksums } from './adapters/checksums.ts'
import { log as logTo } from './adapters/log.ts'
import type { Persistence } from './adapters/persistence.ts'
import { randomIds } from './adapters/random-ids.ts'
import { statelessCredentials } from './adapters/stateless-credentials.ts'
import type { Options } from './config.ts'
import { epochs } from './kernel/epochs.ts'
import { events } from './kernel/events.ts'
import type { Answer, Message } from './kernel/message.ts'
import { redaction } from './kernel/redaction.ts'
import { requestLog } from './kernel/request-log.ts'
import { searchTime } from './kernel/search-time.ts'
import { ossFace } from './oss/routes.ts'
import type { ObjectAddress } from './ports/object-store.ts'
import { StorageError } from './ports/storage-error.ts'
import { nonces } from './rpc/nonces.ts'
import type { Product } from './rpc/operations.ts'
import { rpcFace } from './rpc/routes.ts'
import { seededAccount } from './services/account.ts'
import { rpcHandlers } from './services/index.ts'
import { completeUploads, mediaOf } from './services/media.ts'
import { housekeep } from './services/oss/housekeeping.ts'
import { multipart as multipartService } from './services/oss/multipart.ts'
import { objects as objectService } from './services/oss/objects.ts'

/** Turns one request into one answer. */
type Answering = (message: Message) => Promise<Answer>

/** The table of contracts meets the table of handlers. */
function productVod(handlers: ReturnType<typeof rpcHandlers>, edition: Edition): Product {
  const operations = Object.values(rpcOperations).map((operation) => {
    const contract: RpcOperation = operation
    const resolved = inEdition(contract, edition)
    return [operation.name, { contract, resolved, handle: handlers[operation.name] }] as const
  })
  return {
    name: 'vod',
    version: '2017-03-21',
    operations: new Map(operations),
    actions: vodActions,
  }
}

const generationOf = ({ records }: Persistence): number => records.get('counter', 'generation') ?? 0

/** The adapters behind the ports. */
function adapters(options: Options, persistence: Persistence) {
  const { records, store, serverSecret } = persistence
  const clock = adjustableClock({ startMs: options.clock, frozen: options.freeze })
  const credentials = statelessCredentials({
    serverSecret,
    accountKeys: options.accessKeys,
    generation: () => generationOf(persistence),
  })
  return {
    clock,
    credentials,
    records,
    store,
    ids: randomIds(),
    nonces: nonces(clock, options.maxNonces),
    requests: requestLog(options.maxLoggedRequests),
    searchTime: searchTime(),
    checksums: wasmChecksums(),
    events: events([completeUploads(records)]),
    epochs: epochs(),
  }
}

type Adapters = ReturnType<typeof adapters>

/** Everything gone, credentials revoked, the clock back at its start. */
const resetting = (ports: Adapters, persistence: Persistence): (() => Promise<void>) =>
  oneAtATime(async () => {
    const generation = generationOf(persistence) + 1
    await ports.epochs.between(async () => {
      await ports.records.clear([{ kind: 'counter', key: 'generation', value: generation }])
      await ports.store.clear()
    })
    ports.nonces.clear()
    ports.requests.clear()
    ports.clock.restart()
  })

/** Why records or bytes cannot be kept just now. */
async function health({ records, store }: Adapters): Promise<readonly string[]> {
  return [...(await records.health()), ...(await store.health())]
}

/** Runs of a task follow each other; a failed one does not stop the next. */
function oneAtATime(task: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return () => {
    const next = last.catch(() => undefined).then(task)
    last = next
    return next
  }
}

const redactionFor = (
  { accessKeys, serverSecret, controlToken }: Options,
  { credentials: { secretOf } }: Adapters,
) => {
  const secrets = [...accessKeys.map(({ secret }) => secret), serverSecret, controlToken]
  return redaction({ own: secrets.filter((secret) => secret !== undefined), secretOf })
}

/** The media whose file an object is, for the log, which does without it while records cannot be read. */
function toldMediaOf({ records }: Adapters, at: ObjectAddress): string | undefined {
  try {
    return mediaOf(records, at)
  } catch (error) {
    if (error instanceof StorageError) return undefined
    throw error
  }
}

/** Everything behind the faces, put together once. */
export function compose(options: Options, persistence: Persistence) {
  const ports = adapters(options, persistence)
  const log = logTo(options.log)
  const report = log.failure
  const account = seededAccount(options)
  const multipart = multipartService(ports)
  const publicHost = options.publicUrl && new URL(options.publicUrl).hostname
  const products = [productVod(rpcHandlers(ports, account, options), options.edition)]
  const { accountId, maxRpcBodyBytes } = options
  const redaction = redactionFor(options, ports)
  const rpc: Answering = rpcFace(
    { ...ports, account, accountId, maxRpcBodyBytes, products, redaction, report },
    options,
  )
  const oss: Answering = ossFace(
    {
      ...ports,
      objects: objectService(ports),
      multipart,
      publicHost,
      buckets: () => [account.defaultBucket],
      ownsBucket: account.ownsBucket,
      mediaOf: (at) => toldMediaOf(ports, at),
      redaction,
      report,
    },
    options,
  )
  return {
    clock: ports.clock,
    records: ports.records,
    requests: ports.requests,
    log,
    redaction,
    rpc,
    oss,
    publicHost,
    reset: resetting(ports, persistence),
    health: () => health(ports),
    housekeep: oneAtATime(() => housekeep(ports, multipart)),
  }
}

export type Composition = ReturnType<typeof compose>
