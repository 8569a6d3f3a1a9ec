import { type Edition, inEdition } from '#contracts/edition.ts'
import { rpcOperations } from '#contracts/index.ts'
import type { RpcOperation } from '#contracts/operation.ts'
import { vodActions } from '#contracts/vod/actions.ts'
import type { Options } from '../config/index.ts'
import type { Answer, Message } from '../kernel/message.ts'
import { ossGateway } from '../oss/gateway.ts'
import type { ObjectAddress } from '../ports/object-store.ts'
import { StorageError } from '../ports/storage-error.ts'
import { rpcGateway } from '../rpc/gateway.ts'
import type { Product } from '../rpc/operations.ts'
import { seededAccount } from '../services/accounts.ts'
import { rpcHandlers } from '../services/index.ts'
import { housekeep } from '../services/oss/housekeeping.ts'
import { multipart as multipartService } from '../services/oss/multipart.ts'
import { objects as objectService } from '../services/oss/objects.ts'
import { mediaOf } from '../services/vod/media.ts'
import type { Adapters } from './adapters.ts'
import type { Composition } from './compose.ts'

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

/** The media whose file an object is, for the log, which does without it while records cannot be read. */
async function toldMediaOf({ records }: Adapters, at: ObjectAddress): Promise<string | undefined> {
  try {
    return await mediaOf(records, at)
  } catch (error) {
    if (error instanceof StorageError) return undefined
    throw error
  }
}

/** Turns one request into one answer. */
type Answering = (message: Message) => Promise<Answer>

/** What answers requests, and tidies up behind them. */
export interface Protocols {
  readonly rpc: Answering
  readonly oss: Answering
  readonly housekeep: () => Promise<void>
}

/** The services behind the protocols, and the protocols. */
export function composeProtocols(ports: Composition, options: Options): Protocols {
  const account = seededAccount(options)
  const multipart = multipartService(ports)
  const products = [productVod(rpcHandlers(ports, account, options), options.edition)]
  const { accountId, maxRpcBodyBytes } = options
  const report = ports.log.failure
  return {
    rpc: rpcGateway({ ...ports, report, account, accountId, maxRpcBodyBytes, products }, options),
    oss: ossGateway(
      {
        ...ports,
        report,
        objects: objectService(ports),
        multipart,
        buckets: () => [account.defaultBucket],
        ownsBucket: account.ownsBucket,
        mediaOf: (at) => toldMediaOf(ports, at),
      },
      options,
    ),
    housekeep: () => housekeep(ports, multipart),
  }
}
