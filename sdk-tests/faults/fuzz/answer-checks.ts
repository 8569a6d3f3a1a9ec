import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { Answer } from './answers.ts'
import type { Plain } from './framing.ts'

type Body = Readonly<Record<string, unknown>>

const parser = new XMLParser({ parseTagValue: false, htmlEntities: true })

/** A refusal of the emulator that was planned though it is a 5xx: a reset met an upload that was still coming. */
const isPlanned = ({ status, body }: Answer, method = 'PUT'): boolean =>
  status === 503 &&
  (method === 'PUT' || method === 'POST') &&
  body.includes('<Code>ServiceUnavailable</Code>')

function xml(text: string): Body | string {
  const utf8 = Buffer.from(text, 'latin1').toString('utf8')
  const validity = XMLValidator.validate(utf8)
  if (validity !== true) return `no XML: ${validity.err.msg}`
  const [, root] =
    Object.entries(parser.parse(utf8) as Body).find(([name]) => name !== '?xml') ?? []
  return typeof root === 'object' && root !== null ? (root as Body) : 'XML without members'
}

function json(text: string): Body | string {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'latin1').toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Body) : 'no JSON object'
  } catch {
    return 'no JSON'
  }
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

/** What is wrong with the body of an error that has a request id; undefined when nothing is. */
function errorFault(body: Body | string, id: string): string | undefined {
  if (typeof body === 'string') return body
  if (!isText(body.Code) || !isText(body.Message)) return 'an error without Code and Message'
  return body.RequestId === id ? undefined : `the header says ${id}, the body ${body.RequestId}`
}

/** The gateway puts its id into errors and results alike. */
function rpcFault({ status, headers, body }: Answer, id: string, isHead: boolean) {
  if (!/^[\dA-F]{8}(?:-[\dA-F]{4}){3}-[\dA-F]{12}$/.test(id)) return `the request id ${id}`
  // A preflight has no body.
  if (isHead || (status === 200 && body === '')) return undefined
  const isJson = headers.get('content-type') === 'application/json;charset=utf-8'
  const read = isJson ? json(body) : xml(body)
  if (status >= 400 || typeof read === 'string') return errorFault(read, id)
  return read.RequestId === id ? undefined : 'a result without its request id'
}

/** To HEAD, the error travels in a header. */
function ossFault({ status, headers, body }: Answer, id: string, isHead: boolean) {
  if (!/^[\dA-F]{24}$/.test(id)) return `the request id ${id}`
  if (status < 400) return undefined
  const inHeader = Buffer.from(headers.get('x-oss-err') ?? '', 'base64').toString('latin1')
  return errorFault(xml(isHead ? inHeader : body), id)
}

/** What neither protocol has read is refused in the shape of both. */
function strangerFault(answer: Answer, rpc: string, oss: string, isHead: boolean) {
  if (rpc !== oss) return 'two request ids'
  return isHead ? undefined : ossFault(answer, oss, false)
}

function controlFault({ status, headers, body }: Answer, isHead: boolean): string | undefined {
  if (status < 400 || isHead) return undefined
  if (!headers.get('content-type')?.startsWith('application/json')) return 'an error without JSON'
  const read = json(body)
  const error = typeof read === 'string' ? undefined : (read.error as Body | undefined)
  return isText(error?.code) && isText(error?.message) ? undefined : 'no error of the control plane'
}

/** What a node refuses itself has a page; the rest is what OSS has answered it. */
function cdnFault(answer: Answer, id: string, oss: string | undefined, isHead: boolean) {
  if (oss !== undefined) return oss === id ? ossFault(answer, id, isHead) : 'two request ids'
  if (!/^[\dA-F]{24}$/.test(id)) return `the request id ${id}`
  if (answer.status < 400) return undefined
  return answer.headers.get('content-type') === 'text/html' ? undefined : 'a refusal without a page'
}

/** Errors repeat the host they were sent to; each request has its own, so that no answer can be taken for another's. */
function hostFault({ status, headers, body }: Answer, request: Plain | undefined) {
  const own = /^127\.\d+\.\d+\.\d+$/.exec(request?.host ?? '')?.[0]
  if (!own || status < 400) return undefined
  const text = body || Buffer.from(headers.get('x-oss-err') ?? '', 'base64').toString('latin1')
  const hostId = /"HostId":"([^"]*)"|<HostId>([^<]*)</.exec(text)
  const host = hostId?.[1] ?? hostId?.[2]
  return host === undefined || host === own ? undefined : `the answer to ${host} was sent to ${own}`
}

const isControlTarget = ({ target }: Plain): boolean => /^\/_emulator(?:[/?]|$)/.test(target)

function protocolFault(answer: Answer, request: Plain | undefined, isHead: boolean) {
  const { headers, status } = answer
  const [rpc, oss] = [headers.get('x-acs-request-id'), headers.get('x-oss-request-id')]
  const cdn = headers.get('eagleid')
  if (cdn !== undefined) return cdnFault(answer, cdn, oss, isHead)
  if (rpc !== undefined && oss !== undefined) return strangerFault(answer, rpc, oss, isHead)
  if (rpc !== undefined) return rpcFault(answer, rpc, isHead)
  if (oss !== undefined) return ossFault(answer, oss, isHead)
  if (request && !isControlTarget(request) && status !== 302) return 'no request id'
  return controlFault(answer, isHead)
}

const explanation = /^[ -~]*$/

/** A malformed request may have been a HEAD: its answer has the length of a body, but no body. */
const looksLikeHead = ({ headers, body }: Answer): boolean =>
  body === '' && (headers.has('x-oss-err') || headers.get('content-length') !== '0')

/** What no answer to this request may be; undefined when it is one that may. A request that is not plain is unknown. */
export function faultOf(answer: Answer, request: Plain | undefined): string | undefined {
  const { status, headers } = answer
  if (status >= 500 && !isPlanned(answer, request?.method)) return `the status ${status}`
  if (!explanation.test(headers.get('x-vod-emulator-explanation') ?? ''))
    return 'an explanation that is not printable ASCII'
  const isHead = request ? request.method === 'HEAD' : looksLikeHead(answer)
  return protocolFault(answer, request, isHead) ?? hostFault(answer, request)
}
