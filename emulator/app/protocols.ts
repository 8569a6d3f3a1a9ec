import { type Edition, inEdition } from '#contracts/edition.ts'
import { rpcOperations } from '#contracts/index.ts'
import type { RpcOperation } from '#contracts/operation.ts'
import { products } from '#contracts/products.ts'
import { vodActions } from '#contracts/vod/actions.ts'
import * as progressContracts from '#contracts/vod/upload-progress.ts'
import { httpFetcher } from '../adapters/http/fetcher.ts'
import { httpNotifier } from '../adapters/http/notifier.ts'
import { cdnGateway } from '../cdn/gateway.ts'
import type { Options } from '../config/index.ts'
import type { Deliveries } from '../kernel/deliveries.ts'
import type { Answer, Message } from '../kernel/message.ts'
import { ossGateway } from '../oss/gateway.ts'
import { ossOrigin } from '../oss/origin.ts'
import type { ObjectAddress } from '../ports/object-store.ts'
import { StorageError } from '../ports/storage-error.ts'
import { rpcGateway } from '../rpc/gateway.ts'
import type { Product } from '../rpc/operations.ts'
import { deliveries } from '../services/deliveries.ts'
import { schedulingRecords } from '../services/due-work/scheduling-records.ts'
import { type DueWorker, dueWorker } from '../services/due-work/worker.ts'
import { rpcHandlers } from '../services/index.ts'
import { expireUpload, multipart as multipartService } from '../services/oss/multipart.ts'
import { objects as objectService } from '../services/oss/objects.ts'
import { sweep } from '../services/oss/sweep.ts'
import { mediaOf } from '../services/vod/media.ts'
import { processMedia } from '../services/vod/processing.ts'
import { uploadProgress } from '../services/vod/upload-progress.ts'
import { expireRecord } from '../services/vod/url-uploads/expiry.ts'
import {
  type RunnerPorts,
  type UrlUploads,
  urlUploadRunner,
} from '../services/vod/url-uploads/runner.ts'
import type { Adapters } from './adapters.ts'
import type { Composition } from './compose.ts'

/** The table of contracts meets the table of handlers. */
function productVod(
  handlers: ReturnType<typeof rpcHandlers>,
  progress: ReturnType<typeof uploadProgress>,
  edition: Edition,
): Product {
  const unsigned = Object.values(progressContracts).map((contract: RpcOperation) => {
    const handle = progress[contract.name as keyof typeof progress]
    return [contract.name, { contract, resolved: inEdition(contract, edition), handle }] as const
  })
  const operations = Object.values(rpcOperations).map((operation) => {
    const contract: RpcOperation = operation
    const resolved = inEdition(contract, edition)
    return [operation.name, { contract, resolved, handle: handlers[operation.name] }] as const
  })
  return {
    name: 'vod',
    version: products.vod.version,
    operations: new Map(operations),
    unsigned: new Map(unsigned),
    actions: vodActions,
  }
}

/** The media whose file an object is, for the log; omitted while records cannot be read. */
async function toldMediaOf({ records }: Adapters, at: ObjectAddress): Promise<string | undefined> {
  try {
    return await mediaOf(records, at)
  } catch (error) {
    if (error instanceof StorageError) return undefined
    throw error
  }
}

/** Turns one request into one answer. */
type Respond = (message: Message) => Promise<Answer>

/** Answers requests, and does the work that follows from them. */
export interface Protocols {
  readonly rpc: Respond
  readonly oss: Respond
  readonly cdn: Respond
  readonly dueWork: DueWorker
  /** Fetches the files of UploadMediaByURL. */
  readonly urlUploads: UrlUploads
  /** What becomes of events of VOD. */
  readonly deliveries: Deliveries
  /** Removes bytes that no record names. */
  readonly sweep: () => Promise<void>
}

/** Maximum size of a file that is fetched, bytes: 20 GB (documented). */
const maxFetchedBytes = 20 * 1024 ** 3

/** What fetches files from other servers. */
const fetching = (
  ports: Omit<RunnerPorts, 'fetcher' | 'profile'>,
  { fetchHosts, idleSeconds, requestSeconds, processing }: Options,
): UrlUploads =>
  urlUploadRunner({
    ...ports,
    profile: processing,
    fetcher: httpFetcher({
      hosts: fetchHosts,
      maxBytes: maxFetchedBytes,
      idleMs: idleSeconds * 1000,
      totalMs: requestSeconds * 1000,
    }),
  })

/** The services behind the protocols, and the protocols. */
export function composeProtocols(composition: Composition, options: Options): Protocols {
  const { failure: report, notice } = composition.log
  const dueWork = dueWorker(
    { ...composition, notifier: httpNotifier(options.callbackHosts), report, notice },
    {
      'upload.expire': expireUpload(composition),
      'media.process': processMedia(
        { ...composition, objects: objectService(composition) },
        options.processing,
      ),
      'urlUpload.expire': expireRecord,
    },
  )
  const shared = { ...composition, records: schedulingRecords(composition.records, dueWork) }
  const served = { ...shared, objects: objectService(shared), multipart: multipartService(shared) }
  const urlUploads = fetching({ ...served, report, notice }, options)
  composition.whenReset(urlUploads.giveUpAll)
  const ports = { ...served, urlUploads }
  const { accounts } = ports
  const readable = { ...ports, report, mediaOf: (at: ObjectAddress) => toldMediaOf(ports, at) }
  const emulated = [productVod(rpcHandlers(ports, options), uploadProgress(ports), options.edition)]
  const { maxRpcBodyBytes } = options
  return {
    rpc: rpcGateway(
      { ...ports, report, accountOf: accounts.of, maxRpcBodyBytes, products: emulated },
      options,
    ),
    oss: ossGateway(
      {
        ...readable,
        bucketsOf: accounts.bucketsOf,
        bucketNamed: accounts.bucketNamed,
        region: options.region,
        lenient: options.lenient,
      },
      options,
    ),
    cdn: cdnGateway({ ...readable, origin: ossOrigin(readable) }),
    dueWork,
    urlUploads,
    deliveries: deliveries(shared, dueWork.run),
    sweep: () => sweep(ports),
  }
}
