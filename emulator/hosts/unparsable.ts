import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'

const statusOf = (code: string | undefined): readonly [number, string, string] =>
  code === 'HPE_HEADER_OVERFLOW'
    ? [431, 'Request Header Fields Too Large', 'The request line and headers are too large.']
    : [400, 'Bad Request', 'The request is no valid HTTP.']

/** Answers what Node's parser refuses in the shape that clients of either protocol understand, and closes. */
export function refuseUnparsable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, reason, message] = statusOf(error.code)
  const id = randomBytes(12).toString('hex').toUpperCase()
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>BadRequest</Code><Message>${message}</Message><RequestId>${id}</RequestId></Error>`
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    'Content-Type: application/xml',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `x-oss-request-id: ${id}`,
    `x-acs-request-id: ${id}`,
    'Access-Control-Allow-Origin: *',
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
