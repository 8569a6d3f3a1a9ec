import { signingTypes } from '#contracts/cdn/signing-types.ts'
import { ApiError } from '../kernel/api-error.ts'
import { type ByteString, percentDecode, toText } from '../kernel/bytes.ts'
import type { Answer, Message } from '../kernel/message.ts'
import type { Redaction } from '../kernel/redaction.ts'
import type { Ids } from '../ports/ids.ts'
import type { ObjectAddress } from '../ports/object-store.ts'
import type { DomainRecord } from '../ports/records/domains.ts'
import { StorageError } from '../ports/storage-error.ts'
import { cdnAddress } from './addressing.ts'
import { type CallPorts, CdnCall } from './call.ts'
import { checkCall, checkNames } from './checks.ts'
import { cdnError } from './errors.ts'
import { isPreflight, preflight } from './preflight.ts'
import { type Envelope, nodeHeaders, respondError } from './response.ts'
import { signedUrl } from './signed-url.ts'

/** What a node asks of the origin for a request that it has let through. */
interface OriginRequest {
  readonly message: Message
  readonly key: ByteString
  readonly at: ObjectAddress | undefined
  readonly requestId: string
  readonly passed: readonly string[]
}

export interface CdnGatewayPorts extends CallPorts {
  readonly ids: Pick<Ids, 'ossRequestId'>
  readonly domains: {
    readonly find: (name: string) => Promise<DomainRecord | undefined>
    readonly addressOf: (domain: DomainRecord, key: string) => Promise<ObjectAddress | undefined>
  }
  /** Reads an object as OSS answers it; never rejects. */
  readonly origin: (request: OriginRequest) => Promise<Answer>
  readonly redaction: Redaction
  /** Logs an unexpected error, with the id of its request. */
  readonly report: (error: unknown, requestId: string) => void
}

/** The hash in the URL, whatever type the domain takes. */
function secretsIn(message: Message): readonly (readonly [name: string, value: ByteString])[] {
  const found = signedUrl(cdnAddress(message).path, message.query, signingTypes)
  return found ? [['Signature', found.md5hash]] : []
}

/** CDN domains: answers one request, and never rejects. */
export function cdnGateway(ports: CdnGatewayPorts) {
  const { clock, ids, domains, origin, redaction, report } = ports

  const read = async (message: Message, requestId: string): Promise<Answer> => {
    const address = cdnAddress(message)
    const domain = await domains.find(address.domain)
    const call = new CdnCall(message, address, domain, ports)
    await checkCall(call)
    const key = percentDecode(call.path.slice(1))
    const name = toText(key)
    const at = name === undefined ? undefined : await domains.addressOf(call.domain, name)
    return origin({ message, key, at, requestId, passed: checkNames })
  }

  const unforeseen = (thrown: unknown, requestId: string): ApiError => {
    if (thrown instanceof StorageError)
      return cdnError('ServiceUnavailable', {}, { found: thrown.message })
    report(thrown, requestId)
    return cdnError('InternalError')
  }

  return async (message: Message): Promise<Answer> => {
    const systemNowMs = clock.systemNow()
    const envelope: Envelope = { requestId: ids.ossRequestId(systemNowMs), systemNowMs }
    if (isPreflight(message)) return preflight(message, envelope)
    try {
      const answer = await read(message, envelope.requestId)
      return { ...answer, headers: { ...answer.headers, ...nodeHeaders(envelope) } }
    } catch (thrown) {
      const error = thrown instanceof ApiError ? thrown : unforeseen(thrown, envelope.requestId)
      const hide = redaction.forTextsAbout(message.headers, secretsIn(message))
      return respondError(error, envelope, hide)
    }
  }
}
