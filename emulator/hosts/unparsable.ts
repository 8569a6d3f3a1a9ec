import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'

interface Refusal {
  readonly status: number
  readonly reason: string
  readonly message: string
}

const badRequest: Refusal = {
  status: 400,
  reason: 'Bad Request',
  message: 'The request is no valid HTTP.',
}
const tooLarge: Refusal = {
  status: 431,
  reason: 'Request Header Fields Too Large',
  message: 'The request line and headers are too large.',
}
const noTunnel: Refusal = {
  status: 405,
  reason: 'Method Not Allowed',
  message: 'The specified method is not allowed against this resource.',
}

/** An error in the shape that clients of either protocol understand: which of them asks is not known. */
function shape({ reason, message }: Refusal) {
  const id = randomBytes(12).toString('hex').toUpperCase()
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${reason.replaceAll(' ', '')}</Code><Message>${message}</Message><RequestId>${id}</RequestId></Error>`
  const headers = {
    'Content-Type': 'application/xml',
    'Content-Length': String(Buffer.byteLength(body)),
    'x-oss-request-id': id,
    'x-acs-request-id': id,
    'Access-Control-Allow-Origin': '*',
    Connection: 'close',
  }
  return { headers, body }
}

function write(refusal: Refusal, socket: Duplex): void {
  const { headers, body } = shape(refusal)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  socket.end(`HTTP/1.1 ${refusal.status} ${refusal.reason}\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
}

/** Answers what Node's parser refuses, and closes. */
export function refuseUnparsable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy()
  else write(error.code === 'HPE_HEADER_OVERFLOW' ? tooLarge : badRequest, socket)
}

/** Answers CONNECT, which Node would leave without an answer. */
export const refuseTunnel = (socket: Duplex): void => write(noTunnel, socket)

/** Answers what Node's parser takes and the URL parser does not: a Host that is no host, a target that is no path. */
export function unreadable(): Response {
  const { headers, body } = shape(badRequest)
  return new Response(body, { status: badRequest.status, headers })
}
