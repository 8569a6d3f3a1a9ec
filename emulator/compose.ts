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
import { ossFace } from './oss/routes.ts'
import { nonces } from './rpc/nonces.ts'
import type { Product } from './rpc/operations.ts'
import { rpcFace } from './rpc/routes.ts'
import { seededAccount } from './services/account.ts'
import { housekeep } from './services/housekeeping.ts'
import { rpcHandlers } from './services/index.ts'
import { completeUploads } from './services/media.ts'
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

/** Everything behind the faces, put together once. */
export function compose(options: Options, persistence: Persistence) {
  const { records, store, serverSecret } = persistence
  const clock = adjustableClock({ startMs: options.clock, frozen: options.freeze })
  const log = logTo(options.log)
  const ids = randomIds()
  const account = seededAccount(options)
  const used = nonces(clock)
  const credentials = statelessCredentials({
    serverSecret,
    accountKeys: options.accessKeys,
    generation: () => records.get('counter', 'generation') ?? 0,
  })
  const ports = { clock, ids, credentials, records }
  const ossPorts = {
    ...ports,
    store,
    checksums: wasmChecksums(),
    events: events([completeUploads(records)]),
  }
  const objects = objectService(ossPorts)
  const multipart = multipartService(ossPorts, objects)
  const publicHost = options.publicUrl && new URL(options.publicUrl).hostname
  const report = log.failure

  const rpc: Answering = rpcFace(
    {
      ...ports,
      account,
      nonces: used,
      products: [productVod(rpcHandlers(ports, account, options), options.edition)],
      report,
    },
    options,
  )
  const oss: Answering = ossFace(
    {
      ...ports,
      objects,
      multipart,
      publicHost,
      buckets: () => [account.defaultBucket],
      ownsBucket: account.ownsBucket,
      report,
    },
    options,
  )

  /** Everything gone, credentials revoked, the clock back at its start. */
  const reset = async () => {
    const generation = (records.get('counter', 'generation') ?? 0) + 1
    await records.clear()
    await records.commit([{ kind: 'counter', key: 'generation', value: generation }])
    await store.clear()
    used.clear()
    clock.restart()
  }

  return {
    clock,
    log,
    records,
    rpc,
    oss,
    publicHost,
    reset,
    health: () => store.health(),
    housekeep: () => housekeep(records, store, multipart),
  }
}

export type Composition = ReturnType<typeof compose>
