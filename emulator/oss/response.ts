import type { Readable } from 'node:stream'
import type { ApiError } from '../kernel/api-error.ts'
import { checkOfOperation } from '../kernel/checks.ts'
import {
  type Explanation,
  explain,
  explanationHeader,
  explanationText,
  stated,
} from '../kernel/explanation.ts'
import type { Answer, Summary } from '../kernel/message.ts'
import type { Hide } from '../kernel/secrets.ts'
import { httpDate } from '../kernel/time.ts'
import { writeXml, type XmlTree } from '../kernel/xml.ts'

const declaration = '<?xml version="1.0" encoding="UTF-8"?>'

/** Headers that scripts in a browser may read; `*` does not cover them when the request carries a signature. */
const exposed = [
  'ETag',
  'Content-Length',
  'Content-MD5',
  'Content-Range',
  'Date',
  'Last-Modified',
  'x-oss-request-id',
  'x-oss-hash-crc64ecma',
  'x-oss-next-append-position',
  'x-oss-object-type',
  'x-oss-server-time',
  'x-oss-version-id',
  'x-oss-symlink-target',
  'x-oss-err',
  'x-oss-ec',
  'x-vod-emulator-explanation',
]

/** An answer before the headers that every one carries. */
export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly xml?: XmlTree
  readonly body?: Readable
}

/** What is known about a request as far as its pipeline got, for the log and its explanation. */
export type CallFacts = Pick<Summary, 'operation' | 'mediaIds' | 'passed'> & {
  /** Page of the manual about the operation. */
  readonly page?: string | undefined
  /** A tolerance without which the request would have been refused. */
  readonly tolerated?: Explanation | undefined
}

/** The parts of the request that an answer repeats. */
export interface Envelope {
  readonly requestId: string
  readonly method: string
  readonly host: string
  readonly facts: CallFacts
  readonly startedAtMs: number
}

const exposedFor = (headers: Readonly<Record<string, string>>): string =>
  [...exposed, ...Object.keys(headers).filter((name) => name.startsWith('x-oss-meta-'))].join(', ')

/** Completes a reply: XML, length, request id, CORS. */
export async function respond(
  reply: Reply,
  envelope: Envelope,
  systemNowMs: number,
  refused: Pick<Summary, 'code' | 'explanation' | 'passed' | 'failed'> = {},
): Promise<Answer> {
  const text = reply.xml && (await writeXml(reply.xml, declaration))
  const own = reply.headers ?? {}
  const hasBody = reply.status !== 204 && reply.status !== 304
  const isMeasured = reply.body !== undefined || 'content-length' in own
  const headers = {
    server: 'AliyunOSS',
    date: httpDate(systemNowMs),
    'x-oss-request-id': envelope.requestId,
    'x-oss-server-time': String(Math.max(0, Math.round(performance.now() - envelope.startedAtMs))),
    'access-control-allow-origin': '*',
    'access-control-expose-headers': exposedFor(own),
    vary: 'Origin',
    ...(text !== undefined && { 'content-type': 'application/xml' }),
    ...(envelope.facts.tolerated && explanationHeader(envelope.facts.tolerated)),
    ...own,
    // After a length, Node takes the bytes of Content-Disposition for UTF-8 and refuses most of them.
    ...(hasBody && !isMeasured && { 'content-length': String(Buffer.byteLength(text ?? '')) }),
  }
  const body = reply.body ?? text
  const { page: _, tolerated, ...facts } = envelope.facts
  const explanation = tolerated && explanationText(tolerated)
  const summary = {
    requestId: envelope.requestId,
    ...facts,
    ...(explanation && { explanation }),
    ...refused,
  }
  return { status: reply.status, headers, summary, ...(body !== undefined && { body }) }
}

const recommend = (ec: string) => ({
  EC: ec,
  RecommendDoc: `https://api.aliyun.com/troubleshoot?q=${ec}`,
})

/** Clients take 16 KiB of headers in all: headers that repeat much of the request are left out. */
const briefly = (error: XmlTree): XmlTree =>
  Object.fromEntries(
    Object.entries(error).filter(([, value]) => typeof value !== 'string' || value.length <= 1024),
  )

/** An error as XML; to HEAD, which has no body, the same XML in Base64 as `x-oss-err`. */
export async function respondError(
  error: ApiError,
  envelope: Envelope,
  systemNowMs: number,
  hide: Hide,
): Promise<Answer> {
  const { elements, accessDeniedDetail, ec, passed = envelope.facts.passed ?? [] } = error.details
  const { status, code } = error
  const { details } = error
  const { operation, page } = envelope.facts
  const { evidence } = details
  const check = details.check ?? checkOfOperation(operation, code, { evidence, page })
  const found = details.found ?? (details.check ? undefined : stated(error))
  const explanation = await explain({ ...details, check, found }, hide)
  const xml = {
    Error: {
      Code: code,
      Message: error.message,
      RequestId: envelope.requestId,
      HostId: envelope.host,
      ...(accessDeniedDetail && { AccessDeniedDetail: accessDeniedDetail }),
      ...elements,
      ...(ec && recommend(ec)),
    },
  }
  const headers = { ...(ec && { 'x-oss-ec': ec }), ...explanationHeader(explanation) }
  const text = explanationText(explanation)
  const refused = { code, explanation: text, passed, failed: check }
  if (envelope.method !== 'HEAD')
    return respond({ status, headers, xml }, envelope, systemNowMs, refused)
  const brief = await writeXml({ Error: briefly(xml.Error) }, declaration)
  const encoded = { 'x-oss-err': Buffer.from(brief, 'utf8').toString('base64') }
  return respond({ status, headers: { ...headers, ...encoded } }, envelope, systemNowMs, refused)
}
