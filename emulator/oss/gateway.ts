import { ApiError } from '../kernel/api-error.ts'
import { fromText, percentEncodePath, toText } from '../kernel/bytes.ts'
import { required } from '../kernel/checks.ts'
import { type Explanation, quoted, toleratedBy } from '../kernel/explanation.ts'
import { type Answer, hostName, type Message } from '../kernel/message.ts'
import type { MultipartService, ObjectService } from '../kernel/object-service.ts'
import { ossError } from '../kernel/oss-errors.ts'
import type { Redaction } from '../kernel/redaction.ts'
import { type UrlOptions, urlsFor } from '../kernel/urls.ts'
import type { Ids } from '../ports/ids.ts'
import type { ObjectAddress } from '../ports/object-store.ts'
import { StorageError } from '../ports/storage-error.ts'
import { type Address, bucketOfHost } from './addressing.ts'
import { type CallPorts, OssCall } from './call.ts'
import { checkCall, checkNames } from './checks/index.ts'
import { preflight } from './cors.ts'
import type { CompletionLimits } from './handlers/completion.ts'
import type { Calls, OssHandlers } from './handlers/index.ts'
import { multipartHandlers } from './handlers/multipart.ts'
import { objectHandlers } from './handlers/object.ts'
import { ossRequest } from './request.ts'
import { type CallFacts, type Reply, respond, respondError } from './response.ts'

export interface OssOptions extends UrlOptions, CompletionLimits {
  readonly maxParameters: number
}

export interface OssGatewayPorts extends CallPorts {
  readonly ids: Ids
  readonly objects: ObjectService
  readonly multipart: MultipartService
  /** Which media an object is the file of. */
  readonly mediaOf: (at: ObjectAddress) => Promise<string | undefined>
  readonly redaction: Redaction
  /** Logs an unexpected error, with the id of its request. */
  readonly report: (error: unknown, requestId: string) => void
}

/** OSS: answers one request, and never rejects. */
export function ossGateway(ports: OssGatewayPorts, options: OssOptions) {
  const { clock, ids } = ports
  const handlers: OssHandlers = {
    ...objectHandlers(ports.objects),
    ...multipartHandlers(ports.multipart, options),
  }

  const carryOut = async (call: OssCall): Promise<Reply> => {
    const { request } = call
    const { message } = request
    if (message.method === 'OPTIONS') return preflight(message)
    await call.lookUpKey()
    await checkCall(call)
    const { name, scope } = required(call.operation)
    const callOf: { readonly [Scope in keyof Calls]: () => Calls[Scope] } = {
      service: () => ({ request }),
      bucket: () => ({ request, at: { bucket: required(call.address.bucket) } }),
      object: () => {
        const at = objectAt(call.address)
        return { request, at, location: locationOf(message, at, ports.publicHost, options) }
      },
    }
    return handlers[name](callOf[scope]() as never)
  }

  return async (message: Message): Promise<Answer> => {
    const requestId = ids.ossRequestId(clock.systemNow())
    const { method, host } = message
    const startedAtMs = performance.now()
    const call = new OssCall(ossRequest(message, options.maxParameters), ports)
    const envelope = async () => {
      const facts = await factsOf(call, ports)
      return { requestId, method, host, startedAtMs, facts }
    }
    try {
      return await respond(await carryOut(call), await envelope(), clock.systemNow())
    } catch (thrown) {
      const error = thrown instanceof ApiError ? thrown : unforeseen(thrown, requestId, ports)
      const parameters = call.request.query.map(({ name, value }) => [name, value] as const)
      const hide = ports.redaction.forTextsAbout(message.headers, parameters)
      return respondError(error, await envelope(), clock.systemNow(), hide)
    }
  }
}

/** The error that answers what no handler raises. */
export function unforeseen(
  thrown: unknown,
  requestId: string,
  { report }: Pick<OssGatewayPorts, 'report'>,
): ApiError {
  if (thrown instanceof StorageError)
    return ossError('ServiceUnavailable', {}, { found: thrown.message })
  report(thrown, requestId)
  return ossError('InternalError')
}

/** What is known about a request, including what its signature covers once that is known. */
async function factsOf(call: OssCall, { mediaOf }: OssGatewayPorts): Promise<CallFacts> {
  if (call.request.message.method === 'OPTIONS') return { passed: [] }
  const passed = checkNames(call)
  const { operation, bucket, key, page } = call.known
  const mediaId = bucket && key ? await mediaOf({ bucket, key: toText(key) ?? '' }) : undefined
  const mediaIds = mediaId === undefined ? [] : [mediaId]
  return { operation, page, passed, mediaIds, tolerated: toleratedRegion(call) }
}

function toleratedRegion({
  toleratedRegion: region,
  region: own,
}: OssCall): Explanation | undefined {
  if (region === undefined) return undefined
  const found = `The signature is for the region ${quoted(region)}, the bucket is in ${own}`
  return toleratedBy('any-signing-region', found)
}

/** What the checks have found to be there. */
function objectAt({ bucket, key }: Address): ObjectAddress {
  return { bucket: required(bucket), key: required(toText(required(key))) }
}

/** The URL of an object: as the client addresses it, or on a socket as any local client can. */
function locationOf(
  message: Message,
  { bucket, key }: ObjectAddress,
  publicHost: string | undefined,
  options: UrlOptions,
): string {
  const { scheme, host, localAddress } = message
  const isVirtual = bucketOfHost(hostName(host), publicHost) === bucket
  return isVirtual && localAddress === undefined
    ? `${scheme}://${host}/${percentEncodePath(fromText(key))}`
    : urlsFor(message, options).objectUrl(bucket, key)
}
