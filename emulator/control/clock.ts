import type { Context } from 'hono'
import * as v from 'valibot'
import type { AdjustableClock } from '../adapters/adjustable-clock.ts'
import { time } from '../config/values.ts'
import { isoMilliseconds } from '../kernel/time.ts'
import { refuse } from './errors.ts'

/** Largest body of the control plane, bytes. */
const bodyLimit = 64 * 1024

const change = v.strictObject({
  set: v.optional(time.schema),
  advance: v.optional(v.pipe(v.number('advance: a number of seconds is expected'), v.finite())),
  freeze: v.optional(v.boolean('freeze: true or false is expected')),
})

const expectation = (issue: v.BaseIssue<unknown>): string =>
  v.getDotPath(issue) === 'set' ? `set: ${time.expects} is expected` : issue.message

export const clockState = (clock: AdjustableClock) => ({
  now: isoMilliseconds(clock.now()),
  mode: clock.mode(),
})

const isJson = (c: Context): boolean =>
  /^application\/json\s*(?:;|$)/i.test(c.req.header('content-type')?.trim() ?? '')

/** `{"set","advance","freeze"}`, in that order. Answers what is wrong, or nothing. */
export async function changeClock(
  c: Context,
  clock: AdjustableClock,
): Promise<Response | undefined> {
  if (!isJson(c)) return refuse(c, 415, 'WrongMediaType', 'The body must be application/json.')
  const text = await c.req.text().catch(() => undefined)
  if (text === undefined)
    return refuse(c, 400, 'IncompleteBody', 'The body ended before its announced length.')
  if (text.length > bodyLimit)
    return refuse(c, 413, 'BodyTooLarge', `The body is larger than ${bodyLimit} bytes.`)
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), change), text)
  if (!result.success) return refuse(c, 400, 'InvalidClock', expectation(result.issues[0]))
  const { set, advance, freeze } = result.output
  if (set !== undefined) clock.set(set)
  if (advance !== undefined) clock.advance(advance)
  if (freeze === true) clock.freeze()
  if (freeze === false) clock.resume()
  return undefined
}
