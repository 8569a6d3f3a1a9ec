import type { Context, Hono } from 'hono'
import * as v from 'valibot'
import { ApiError } from '../kernel/api-error.ts'
import type { LoggedRequest, RequestLog } from '../kernel/request-log.ts'
import { refuse } from './errors.ts'
import type { ControlEnvironment } from './guard.ts'

const whole = (most: number, name: string) =>
  v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,9}$/, `${name}: a whole number is expected`),
      v.transform(Number),
      v.maxValue(most, `${name}: at most ${most} is expected`),
    ),
  )

const filter = v.strictObject(
  {
    limit: whole(1_000_000, 'limit'),
    operation: v.optional(v.string()),
    status: whole(599, 'status'),
    mediaId: v.optional(v.string()),
  },
  'limit, operation, status and mediaId are the filters',
)

/** @throws ApiError InvalidFilter */
function filterOf(c: Context): v.InferOutput<typeof filter> {
  const result = v.safeParse(filter, c.req.query())
  if (result.success) return result.output
  throw new ApiError('InvalidFilter', 400, result.issues[0].message)
}

/** In the list a request has a line; what it was asked and sent is told of one request. */
const briefly = ({ headers, checks, ...request }: LoggedRequest) => ({
  ...request,
  ...(checks.failed && { failedCheck: checks.failed.name }),
})

/** The log of requests. */
export function requestRoutes(app: Hono<ControlEnvironment>, requests: RequestLog): void {
  app.get('/requests', (c) => c.json({ requests: requests.list(filterOf(c)).map(briefly) }))
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
