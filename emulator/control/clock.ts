import * as v from 'valibot'
import { time } from '../config/values.ts'
import { ApiError } from '../kernel/api-error.ts'
import { BodyError, readWhole } from '../kernel/body.ts'
import type { Message } from '../kernel/message.ts'
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

function unfinished(error: unknown): ApiError {
  if (!(error instanceof BodyError))
    return new ApiError('IncompleteBody', 400, 'The body ended before its announced length.')
  const code = error.reason === 'slow' ? 'RequestTimeout' : 'IncompleteBody'
  return new ApiError(code, 400, error.message)
}

async function readText({ body, headers }: Message): Promise<string> {
  const tooLarge = (measured: string) =>
    new ApiError('BodyTooLarge', 413, `${measured}; the limit is ${largestBody} bytes.`)
  const refusals = { tooLarge, brokenOff: unfinished }
  const whole = await readWhole(body(), largestBody, refusals, headers.get('content-length'))
  return whole.toString('utf8')
}

const invalid = (reason: string) => new ApiError('InvalidClock', 400, reason)

/**
 * `{"set","advance","freeze"}`, in that order.
 *
 * @throws ApiError in the codes of the control plane
 */
export async function changeClock(message: Message, clock: AdjustableClock): Promise<void> {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), change), await readText(message))
  if (!result.success) throw invalid(expectation(result.issues[0]))
  const { set, advance, freeze } = result.output
  try {
    if (set !== undefined) clock.set(set)
    if (advance !== undefined) clock.advance(advance)
    if (freeze === true) clock.freeze()
    // No time passes between the steps.
    if (freeze === true && set !== undefined) clock.set(set + (advance ?? 0) * 1000)
  } catch (error) {
    throw error instanceof RangeError ? invalid(error.message) : error
  }
  if (freeze === false) clock.resume()
}
