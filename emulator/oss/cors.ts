import type { Message } from '../kernel/message.ts'
import { ossError } from '../kernel/oss-errors.ts'
import type { Reply } from './response.ts'

const methods = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD']

/**
 * The answer to a preflight, which no client signs: every origin and header is allowed. Requested headers are
 * echoed, because `*` does not cover Authorization.
 *
 * @throws ApiError BadRequest without Origin or Access-Control-Request-Method, AccessForbidden for a method unknown to OSS
 */
export function preflight({ headers }: Message): Reply {
  if (headers.get('origin') === undefined) throw ossError('BadRequest/origin')
  if (headers.get('access-control-request-method') === undefined)
    throw ossError('BadRequest/method')
  if (!methods.includes(headers.get('access-control-request-method') ?? ''))
    throw ossError('AccessForbidden')
  const requested = headers.get('access-control-request-headers')
  return {
    status: 200,
    headers: {
      'access-control-allow-methods': methods.join(', '),
      ...(requested && { 'access-control-allow-headers': requested }),
      'access-control-max-age': '600',
      vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    },
  }
}
