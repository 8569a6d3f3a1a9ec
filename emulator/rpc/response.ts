import { hash, randomUUID } from 'node:crypto'
import { serialise, type Wire } from '#contracts/derive/serialise.ts'
import type { RpcOperation } from '#contracts/operation.ts'
import type { ProductName } from '#contracts/products.ts'
import type { ApiError } from '../kernel/api-error.ts'
import {
  type Explanation,
  explain,
  explanationHeader,
  explanationText,
} from '../kernel/explanation.ts'
import { type Answer, hostName, type Summary } from '../kernel/message.ts'
import type { Hide } from '../kernel/secrets.ts'
import { writeXml, type XmlTree } from '../kernel/xml.ts'
import type { Format } from './format.ts'

// Clients compare these values to the byte, spaces included.
const contentTypes = {
  JSON: 'application/json;charset=utf-8',
  XML: 'text/xml;charset=utf-8',
} as const
const declaration = "<?xml version='1.0' encoding='UTF-8'?>"

const cors = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': '*',
}

/** Headers that a browser may ask for beside those it names. */
const allowedHeaders =
  'X-Requested-With, X-Sequence, x-acs-action, x-acs-version, x-acs-date, Content-Type, Authorization'

export interface Envelope {
  readonly format: Format
  readonly summary: Summary
  /** A tolerance without which the request would have been refused. */
  readonly tolerated?: Explanation | undefined
}

/** What an error says of its request. */
export interface ErrorEnvelope extends Envelope {
  readonly product: ProductName
  readonly host: string
}

const answer = (
  status: number,
  body: string,
  { format, tolerated, summary }: Envelope,
): Answer => ({
  status,
  summary: tolerated ? { ...summary, explanation: explanationText(tolerated) } : summary,
  headers: {
    'content-type': contentTypes[format],
    'content-length': String(Buffer.byteLength(body)),
    vary: 'Accept-Encoding',
    ...cors,
    'x-acs-request-id': summary.requestId,
    'x-acs-trace-id': randomUUID().replaceAll('-', ''),
    etag: hash('sha1', body, 'base64').slice(0, 24),
    ...(tolerated && explanationHeader(tolerated)),
  },
  body,
})

/** A result in its format: members flat beside RequestId, under XML in an element named after the operation. */
export async function respond(
  operation: RpcOperation,
  output: object,
  envelope: Envelope,
): Promise<Answer> {
  const wire = serialise(operation.output, { RequestId: envelope.summary.requestId, ...output })
  if (envelope.format === 'JSON') return answer(200, JSON.stringify(wire), envelope)
  const tree = { [`${operation.name}Response`]: wire as Exclude<Wire, readonly Wire[]> }
  return answer(200, await writeXml(tree, declaration), envelope)
}

const recommend = (code: string, product: ProductName, requestId: string) =>
  `https://api.aliyun.com/troubleshoot?q=${code}&product=${product}&requestId=${requestId}`

/** An error in the gateway's shape; the explanation goes beside it, into a header. */
export async function respondError(
  error: ApiError,
  envelope: ErrorEnvelope,
  hide: Hide,
): Promise<Answer> {
  const explanation = await explain(error.details, hide)
  const body = await errorBody(error, envelope)
  const { passed = [], check } = error.details
  const summary = {
    ...envelope.summary,
    code: error.code,
    explanation: explanationText(explanation),
    passed,
    failed: check,
  }
  const plain = answer(error.status, body, { ...envelope, summary })
  return { ...plain, headers: { ...plain.headers, ...explanationHeader(explanation) } }
}

async function errorBody(
  error: ApiError,
  { format, product, host, summary: { requestId } }: ErrorEnvelope,
): Promise<string> {
  const { code: Code, message: Message } = error
  const { accessDeniedDetail } = error.details
  const [HostId, link] = [hostName(host), recommend(Code, product, requestId)]
  const detail = accessDeniedDetail && { AccessDeniedDetail: accessDeniedDetail }
  if (format === 'JSON')
    return JSON.stringify({
      RequestId: requestId,
      Message,
      Recommend: link,
      HostId,
      Code,
      ...detail,
    })
  const members = { RequestId: requestId, HostId, Code, Message, Recommend: { __cdata: link } }
  return writeXml({ Error: { ...members, ...detail } } satisfies XmlTree, declaration)
}

/** The answer to a preflight: whatever the browser asks for is allowed. */
export const respondPreflight = (requested: string | undefined, requestId: string): Answer => ({
  status: 200,
  summary: { requestId },
  headers: {
    ...cors,
    'access-control-allow-methods': 'POST, GET, OPTIONS, PUT, DELETE, HEAD',
    'access-control-allow-headers': requested ? `${allowedHeaders}, ${requested}` : allowedHeaders,
    'access-control-max-age': '172800',
    'content-length': '0',
    'x-acs-request-id': requestId,
  },
})
