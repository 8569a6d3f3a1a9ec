import { ApiError } from '../kernel/api-error.ts'
import { type ByteString, toText } from '../kernel/bytes.ts'
import type { Answer, Message } from '../kernel/message.ts'
import { ossError } from '../kernel/oss-errors.ts'
import type { ObjectAddress } from '../ports/object-store.ts'
import { type OssGatewayPorts, unforeseen } from './gateway.ts'
import { objectHandlers } from './handlers/object.ts'
import { respond, respondError } from './response.ts'

type OriginPorts = Pick<OssGatewayPorts, 'clock' | 'objects' | 'mediaOf' | 'redaction' | 'report'>

/** What a CDN has examined, and what it asks for. */
export interface OriginRequest {
  /** GET or HEAD. */
  readonly message: Message
  /** Percent-decoded. */
  readonly key: ByteString
  /** Where the object is, if there is one. */
  readonly at: ObjectAddress | undefined
  readonly requestId: string
  /** Names of the checks that it has passed. */
  readonly passed: readonly string[]
}

/** OSS as the origin of a CDN, which reads one object without a signature: answers as it answers clients, and never rejects. */
export function ossOrigin(ports: OriginPorts) {
  const { clock, objects, mediaOf, redaction } = ports
  const { GetObject, HeadObject } = objectHandlers(objects)
  return async ({ message, key, at, requestId, passed }: OriginRequest): Promise<Answer> => {
    const { method, host } = message
    const mediaId = at && (await mediaOf(at))
    const facts = { passed, mediaIds: mediaId === undefined ? [] : [mediaId] }
    const envelope = { requestId, method, host, startedAtMs: performance.now(), facts }
    const read = method === 'HEAD' ? HeadObject : GetObject
    try {
      if (!at) throw ossError('NoSuchKey', { Key: toText(key) ?? key })
      // A CDN sends no parameters on.
      const reply = await read({ request: { message, query: [] }, at, location: '' })
      return await respond(reply, envelope, clock.systemNow())
    } catch (thrown) {
      const error = thrown instanceof ApiError ? thrown : unforeseen(thrown, requestId, ports)
      const hide = redaction.forTextsAbout(message.headers, [])
      return respondError(error, envelope, clock.systemNow(), hide)
    }
  }
}
