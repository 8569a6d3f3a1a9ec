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
import { events } from './kernel/events.ts'
import type { Answer, Message } from './kernel/message.ts'
import { searchTime } from './kernel/search-time.ts'
import { ossFace } from './oss/routes.ts'
import { nonces } from './rpc/nonces.ts'
import type { Product } from './rpc/operations.ts'
import { rpcFace } from './rpc/routes.ts'
import { seededAccount } from './services/account.ts'
import { rpcHandlers } from './services/index.ts'
import { completeUploads } from './services/media.ts'
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
    nonces: nonces(clock),
    searchTime: searchTime(),
    checksums: wasmChecksums(),
    events: events([completeUploads(records)]),
  }
}

type Adapters = ReturnType<typeof adapters>

/** Everything gone, credentials revoked, the clock back at its start. */
async function reset(ports: Adapters, persistence: Persistence): Promise<void> {
  const generation = generationOf(persistence) + 1
  await ports.records.clear([{ kind: 'counter', key: 'generation', value: generation }])
  await ports.store.clear()
  ports.nonces.clear()
  ports.clock.restart()
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

/** Everything behind the faces, put together once. */
export function compose(options: Options, persistence: Persistence) {
  const ports = adapters(options, persistence)
  const log = logTo(options.log)
  const report = log.failure
  const account = seededAccount(options)
  const multipart = multipartService(ports)
  const publicHost = options.publicUrl && new URL(options.publicUrl).hostname
  const products = [productVod(rpcHandlers(ports, account, options), options.edition)]
  const rpc: Answering = rpcFace({ ...ports, account, products, report }, options)
  const oss: Answering = ossFace(
    {
      ...ports,
      objects: objectService(ports),
      multipart,
      publicHost,
      buckets: () => [account.defaultBucket],
      ownsBucket: account.ownsBucket,
      report,
    },
    options,
  )
  return {
    clock: ports.clock,
    records: ports.records,
    log,
    rpc,
    oss,
    publicHost,
    reset: () => reset(ports, persistence),
    health: () => ports.store.health(),
    housekeep: oneAtATime(() => housekeep(ports, multipart)),
  }
}

export type Composition = ReturnType<typeof compose>
