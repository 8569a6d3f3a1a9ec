import type { Hono } from 'hono'
import * as v from 'valibot'
import { ApiError } from '../kernel/api-error.ts'
import type { Deliveries, Delivery } from '../kernel/deliveries.ts'
import { checked } from './checked.ts'
import { refuse } from './errors.ts'
import type { ControlEnvironment } from './guard.ts'

const maxListed = 1000

const filter = v.strictObject({
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,9}$/),
      v.transform(Number),
      v.minValue(1),
      v.maxValue(maxListed),
    ),
  ),
  after: v.optional(v.pipe(v.string(), v.regex(/^[\w-]+$/))),
  type: v.optional(v.string()),
  mediaId: v.optional(v.string()),
})

const filters = {
  limit: `an integer from 1 to ${maxListed}`,
  after: 'the "next" of the page before',
  type: 'the name of an event',
  mediaId: 'the id of a media',
}

/** The list has a line per event; its body and its attempts are shown for a single one. */
const briefly = ({ body, attempts, ...event }: Delivery) => ({
  ...event,
  attempts: attempts.length,
})

/** What a call is refused with. */
const refused =
  (code: string, status: number) =>
  (error: unknown): never => {
    throw error instanceof RangeError ? new ApiError(code, status, error.message) : error
  }

/** Events on their way to callbacks. */
export function eventRoutes(app: Hono<ControlEnvironment>, deliveries: Deliveries): void {
  app.get('/events', async (c) => {
    const words = { code: 'InvalidFilter', what: 'filter', expectations: filters }
    const asked = checked(filter, c.req.query(), words)
    const { events, ...page } = await deliveries.list(asked).catch(refused('InvalidFilter', 400))
    return c.json({ events: events.map(briefly), ...page })
  })
  const none = ['NoSuchEvent', 'There is no such event, or it was removed to make room.'] as const
  app.get('/events/:id', async (c) => {
    const event = await deliveries.get(c.req.param('id'))
    return event ? c.json(event) : refuse(c, 404, ...none)
  })
  app.post('/events/:id/redeliver', async (c) => {
    const id = c.req.param('id')
    const event = await deliveries.redeliver(id).catch(refused('NotRedeliverable', 409))
    return event ? c.json(event) : refuse(c, 404, ...none)
  })
}
