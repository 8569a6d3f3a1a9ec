import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { Context } from 'hono'
import * as v from 'valibot'
import { time } from '../config/values.ts'
import { ApiError } from '../kernel/api-error.ts'
import { readWhole } from '../kernel/body.ts'
import { isoMilliseconds } from '../kernel/time.ts'
import type { AdjustableClock } from '../ports/clock.ts'

/** Largest body, bytes. */
const largestBody = 64 * 1024

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

async function readText({ raw }: Context['req']): Promise<string> {
  const body = raw.body
    ? Readable.fromWeb(raw.body as ReadableStream<Uint8Array>)
    : Readable.from([])
  const whole = await readWhole(body, largestBody, {
    tooLarge: () =>
      new ApiError('BodyTooLarge', 413, `The body is larger than ${largestBody} bytes.`),
    brokenOff: () =>
      new ApiError('IncompleteBody', 400, 'The body ended before its announced length.'),
  })
  return whole.toString('utf8')
}

const invalid = (reason: string) => new ApiError('InvalidClock', 400, reason)

/**
 * `{"set","advance","freeze"}`, in that order.
 *
 * @throws ApiError in the codes of the control plane
 */
export async function changeClock(c: Context, clock: AdjustableClock): Promise<void> {
  if (!isJson(c)) throw new ApiError('WrongMediaType', 415, 'The body must be application/json.')
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), change), await readText(c.req))
  if (!result.success) throw invalid(expectation(result.issues[0]))
  const { set, advance, freeze } = result.output
  try {
    if (set !== undefined) clock.set(set)
    if (advance !== undefined) clock.advance(advance)
  } catch (error) {
    throw error instanceof RangeError ? invalid(error.message) : error
  }
  if (freeze === true) clock.freeze()
  if (freeze === false) clock.resume()
}
