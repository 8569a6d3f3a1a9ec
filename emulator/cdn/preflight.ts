import type { Answer, Message } from '../kernel/message.ts'
import { type Envelope, nodeHeaders } from './response.ts'

/** Whether a browser asks what a page of another origin may do. */
export const isPreflight = ({ method, headers }: Message): boolean =>
  method === 'OPTIONS' &&
  headers.get('origin') !== undefined &&
  headers.get('access-control-request-method') !== undefined

/** Every origin may read, with any headers; requested ones are repeated, because `*` does not cover all. */
export function preflight({ headers }: Message, envelope: Envelope): Answer {
  const requested = headers.get('access-control-request-headers')
  return {
    status: 200,
    headers: {
      ...nodeHeaders(envelope),
      'content-length': '0',
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD',
      ...(requested && { 'access-control-allow-headers': requested }),
      'access-control-max-age': '600',
      vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    },
    summary: { requestId: envelope.requestId },
  }
}
