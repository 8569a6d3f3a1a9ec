import type { Hono } from 'hono'
import * as v from 'valibot'
import { ApiError } from '../kernel/api-error.ts'
import type { LoggedRequest, RequestLog } from '../kernel/request-log.ts'
import { checked } from './checked.ts'
import { refuse } from './errors.ts'
import type { ControlEnvironment } from './guard.ts'

const whole = (max: number) =>
  v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number), v.maxValue(max)))

const filter = v.strictObject({
  limit: whole(1_000_000),
  operation: v.optional(v.string()),
  status: whole(599),
  mediaId: v.optional(v.string()),
})

const filters = {
  limit: 'an integer from 0 to 1000000',
  operation: 'the name of an operation',
  status: 'an integer from 0 to 599',
  mediaId: 'the id of a media',
}

/** @throws ApiError InvalidFilter */
function listed(requests: RequestLog, query: Readonly<Record<string, string>>) {
  const words = { code: 'InvalidFilter', what: 'filter', expectations: filters }
  const asked = checked(filter, query, words)
  try {
    return requests.list(asked)
  } catch (error) {
    if (error instanceof RangeError) throw new ApiError('InvalidFilter', 400, error.message)
    throw error
  }
}

/** The list has a line per request; what was checked and sent is shown for a single request. */
const briefly = ({ headers, checks, ...request }: LoggedRequest) => ({
  ...request,
  ...(checks.failed && { failedCheck: checks.failed.name }),
})

/** The log of requests. */
export function requestRoutes(app: Hono<ControlEnvironment>, requests: RequestLog): void {
  app.get('/requests', (c) => c.json({ requests: listed(requests, c.req.query()).map(briefly) }))
  app.delete('/requests', (c) => {
    requests.clear()
    return c.body(null, 204)
  })
  app.get('/requests/:requestId', (c) => {
    const request = requests.get(c.req.param('requestId'))
    return request
      ? c.json(request)
      : refuse(c, 404, 'NoSuchRequest', 'The log does not have this request, or no longer.')
  })
}
