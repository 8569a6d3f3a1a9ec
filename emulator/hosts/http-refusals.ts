import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { BodyError } from '../kernel/body.ts'
import { explanationHeader } from '../kernel/explanation.ts'
import { overLimit } from '../kernel/limits.ts'
import type { Answer, Summary } from '../kernel/message.ts'
import { lingeringClose } from './lingering-close.ts'

/** An error of HTTP itself, before it is known which protocol is asked. */
export interface Refusal {
  readonly status: number
  readonly reason: string
  readonly message: string
  readonly explanation?: string
}

const badRequest: Refusal = {
  status: 400,
  reason: 'Bad Request',
  message: 'The request is not valid HTTP.',
}
export const noTunnel: Refusal = {
  status: 405,
  reason: 'Method Not Allowed',
  message: 'The specified method is not allowed against this resource.',
}

const tooLarge = (maxHeaderBytes: number): Refusal => ({
  status: 431,
  reason: 'Request Header Fields Too Large',
  message: 'The request line and headers are too large.',
  explanation: overLimit(
    `Request line and headers have more than ${maxHeaderBytes} bytes`,
    maxHeaderBytes,
    'bytes',
    '--max-header-bytes',
  ),
})

/** Headers that never end. */
export const tooSlow = ({ idleSeconds }: { readonly idleSeconds: number }): Refusal => ({
  status: 408,
  reason: 'Request Timeout',
  message: 'The request was not received in time.',
  explanation: overLimit(
    `Request line and headers were not complete after ${idleSeconds} s`,
    idleSeconds,
    's',
    '--idle-seconds',
  ),
})

/** Whether Node waited for headers, and they did not come. */
export const isTimeout = ({ code }: NodeJS.ErrnoException): boolean =>
  code === 'ERR_HTTP_REQUEST_TIMEOUT'

/** The code of Node's parser, and the bytes it is about. */
export interface ParseError extends NodeJS.ErrnoException {
  readonly rawPacket?: Buffer
}

/** The record of a TLS handshake, of any version. */
const isTlsHello = ({ rawPacket }: ParseError): boolean =>
  rawPacket?.[0] === 0x16 && rawPacket[1] === 3

const tlsOnPlainPort =
  "TLS on the plain-HTTP port: set protocol: 'http' (openapi-*), or begin the endpoint with http:// (pop-core, ali-oss); or start the emulator with --tls."

/** What Node's parser refuses. */
export function refusalOf(
  error: ParseError,
  limits: { readonly maxHeaderBytes: number; readonly idleSeconds: number },
): Refusal {
  if (error.code === 'HPE_HEADER_OVERFLOW') return tooLarge(limits.maxHeaderBytes)
  if (isTimeout(error)) return tooSlow(limits)
  if (isTlsHello(error)) return { ...badRequest, explanation: tlsOnPlainPort }
  return { ...badRequest, explanation: `Node's HTTP parser says ${error.code}.` }
}

/** What it refuses in the middle of a body: the handler that reads the body answers. */
export const malformedBody = ({ code }: NodeJS.ErrnoException): BodyError =>
  new BodyError(
    'malformed',
    `The body is not valid HTTP, or ends too early: Node's parser says ${code}.`,
  )

/** XML is read by clients of either protocol; those of RPC that asked for JSON would not say what it is. */
type Format = 'xml' | 'json'

const bodies: Readonly<Record<Format, (code: string, message: string, id: string) => string>> = {
  xml: (code, message, id) =>
    `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message><RequestId>${id}</RequestId></Error>`,
  json: (Code, Message, RequestId) => JSON.stringify({ RequestId, Code, Message }),
}

/** An error whose protocol is not known for certain. */
function answerOf(
  { status, reason, message, explanation }: Refusal,
  format: Format = 'xml',
): Answer & { body: string } {
  const requestId = randomBytes(12).toString('hex').toUpperCase()
  const code = reason.replaceAll(' ', '')
  const body = bodies[format](code, message, requestId)
  const headers = {
    'Content-Type': `application/${format}`,
    'Content-Length': String(Buffer.byteLength(body)),
    'x-oss-request-id': requestId,
    'x-acs-request-id': requestId,
    ...(explanation && explanationHeader({ text: explanation, source: 'inferred' })),
    'Access-Control-Allow-Origin': '*',
    connection: 'close',
  }
  return {
    status,
    headers,
    body,
    summary: { requestId, code, ...(explanation && { explanation }) },
  }
}

/** Takes note of a refusal of HTTP itself, which no protocol sees. */
export type OnRefused = (summary: Summary & { readonly status: number }) => void

/** Answers on a connection whose request is not known, and closes it. */
export function refuse(
  refusal: Refusal,
  socket: Duplex,
  onRefused: OnRefused,
  format?: Format,
): void {
  const { status, headers, body, summary } = answerOf(refusal, format)
  onRefused({ ...summary, status })
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  lingeringClose(
    socket,
    `HTTP/1.1 ${status} ${refusal.reason}\r\n${lines.join('\r\n')}\r\n\r\n${body}`,
  )
}

const notTls: Refusal = {
  ...badRequest,
  message:
    "This port speaks HTTPS, and plain HTTP came: begin the endpoint with https://, or set protocol: 'https'.",
  explanation:
    "Plain HTTP on the HTTPS port: set protocol: 'https' (openapi-*), or begin the endpoint with https:// (pop-core, ali-oss); or start the emulator without --tls.",
}

/** Calls of RPC are the ones without a path, and their clients ask for JSON. */
const callOfRpc = /^[A-Z]+ \/(?:\?\S*)? HTTP\//

/** Answers what comes to a port of TLS and is something else. */
export const refusePlain = (first: Buffer, socket: Duplex, onRefused: OnRefused): void =>
  refuse(notTls, socket, onRefused, callOfRpc.test(first.toString('latin1')) ? 'json' : 'xml')

/** Answers what Node's parser accepts and the URL parser does not: an invalid Host, or a target that is not a path. */
export function unreadable({ headers }: IncomingMessage): Answer {
  const { host = '' } = headers
  const explanation = /^https?:/.test(host)
    ? `The Host header is "${host}", with a scheme: give the endpoint without one, and protocol: 'http' (openapi-*).`
    : `The Host header "${host}" is not a host, or the target is not a path.`
  return answerOf({ ...badRequest, explanation })
}
