import type { OssOperation } from '#contracts/operation.ts'
import { ApiError } from '../kernel/api-error.ts'
import { type Answer, hostName, type Message } from '../kernel/message.ts'
import type { MultipartService, ObjectService } from '../kernel/object-service.ts'
import { fromText, percentEncodePath, toText } from '../kernel/octets.ts'
import { ossError } from '../kernel/oss-errors.ts'
import { type UrlOptions, urlsFor } from '../kernel/urls.ts'
import type { Principal } from '../ports/credentials.ts'
import type { Ids } from '../ports/ids.ts'
import type { ObjectAddress } from '../ports/object-store.ts'
import { type Address, bucketOfHost } from './addressing.ts'
import { type AuthenticationPorts, authenticate } from './authentication.ts'
import type { CompletionLimits } from './completion.ts'
import { preflight } from './cors.ts'
import type { OssHandlers } from './handlers.ts'
import { multipartHandlers } from './multipart-handlers.ts'
import { objectHandlers } from './object-handlers.ts'
import { findOperation } from './operation-lookup.ts'
import { ossRequest } from './request.ts'
import { type Call, type Reply, respond, respondError } from './response.ts'

export interface OssOptions extends UrlOptions, CompletionLimits {
  readonly maxParameters: number
}

export interface OssFacePorts extends AuthenticationPorts {
  readonly ids: Ids
  readonly objects: ObjectService
  readonly multipart: MultipartService
  readonly ownsBucket: (bucket: string) => boolean
  /** Notes what was not foreseen, with the id of its request. */
  readonly report: (error: unknown, requestId: string) => void
}

/** Most octets of an object name. */
const longestKey = 1023

/** OSS: one request in, one answer out, never a rejection. */
export function ossFace(ports: OssFacePorts, options: OssOptions) {
  const { clock, ids } = ports
  const handlers: OssHandlers = {
    ...objectHandlers(ports.objects),
    ...multipartHandlers(ports.multipart, options),
  }

  const carryOut = async (message: Message): Promise<Reply> => {
    if (message.method === 'OPTIONS') return preflight(message)
    const request = ossRequest(message, options.maxParameters)
    const { principal, address } = authenticate(request, ports)
    const operation = findOperation(request, address)
    authorise(principal, operation, address)
    const at = existing(address, ports.ownsBucket)
    const location = locationOf(message, at, ports.publicHost, options)
    const reply = await handlers[operation.name]({ request, at, location })
    return { ...reply, summary: { operation: operation.name } }
  }

  return async (message: Message): Promise<Answer> => {
    const requestId = ids.ossRequestId(clock.systemNow())
    const { method, host } = message
    const call: Call = { requestId, method, host, startedAtMs: performance.now() }
    try {
      return await respond(await carryOut(message), call, clock.systemNow())
    } catch (thrown) {
      const error = thrown instanceof ApiError ? thrown : ossError('InternalError')
      if (error !== thrown) ports.report(thrown, requestId)
      return respondError(error, call, clock.systemNow())
    }
  }
}

/** An upload credential allows its operations on its one object. @throws ApiError AccessDenied */
function authorise({ scope }: Principal, operation: OssOperation, address: Address): void {
  if (!scope) return
  const isOwnObject = address.bucket === scope.bucket && toText(address.key ?? '') === scope.key
  if (isOwnObject && operation.access.uploadCredential) return
  throw ossError(
    'AccessDenied/policy',
    {},
    {
      explanation: isOwnObject
        ? `An upload credential does not allow ${operation.name}; use a key of the account.`
        : `The credential is for the object ${scope.key} of the bucket ${scope.bucket} alone.`,
    },
  )
}

/** The URL of an object: as the client addresses it, or on a socket as anybody here can. */
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

/** The bucket must exist and the key be a possible one. @throws ApiError NoSuchBucket, InvalidObjectName */
function existing(
  { bucket, key }: Address,
  ownsBucket: (bucket: string) => boolean,
): ObjectAddress {
  if (bucket === undefined || key === undefined) throw ossError('InvalidObjectName/empty')
  if (!ownsBucket(bucket)) throw ossError('NoSuchBucket', { BucketName: bucket })
  if (key.length > longestKey) throw ossError('InvalidObjectName/long')
  const text = toText(key)
  if (text === undefined) throw ossError('InvalidObjectName/long')
  if (/^[/\\]/.test(text)) throw ossError('InvalidObjectName', { ObjectName: text })
  return { bucket, key: text }
}
