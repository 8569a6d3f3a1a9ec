import type { Message } from '../kernel/message.ts'
import { ossError } from '../kernel/oss-errors.ts'
import type { Reply } from './response.ts'

/**
 * The answer to a preflight, which no client signs: every origin, method and header is allowed. Requested headers are
 * echoed, because `*` does not cover Authorization.
 *
 * @throws ApiError BadRequest without Origin or Access-Control-Request-Method
 */
export function preflight({ headers }: Message): Reply {
  if (headers.get('origin') === undefined) throw ossError('BadRequest/origin')
  if (headers.get('access-control-request-method') === undefined)
    throw ossError('BadRequest/method')
  const requested = headers.get('access-control-request-headers')
  return {
    status: 200,
    headers: {
      'access-control-allow-methods': 'GET, PUT, POST, DELETE, HEAD',
      ...(requested && { 'access-control-allow-headers': requested }),
      'access-control-max-age': '600',
      vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    },
  }
}
