import * as v from 'valibot'
import { time } from '../config/values.ts'
import { ApiError } from '../kernel/api-error.ts'
import { BodyError, readWhole } from '../kernel/body.ts'
import type { Message } from '../kernel/message.ts'
import { isoMilliseconds } from '../kernel/time.ts'
import type { AdjustableClock } from '../ports/clock.ts'
import { checked } from './checked.ts'

const maxBodyBytes = 64 * 1024

const change = v.strictObject({
  set: v.optional(time.schema),
  advance: v.optional(v.pipe(v.number(), v.finite())),
  freeze: v.optional(v.boolean()),
})

const changeKeys = { set: time.expects, advance: 'a number of seconds', freeze: 'true or false' }

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
    new ApiError('BodyTooLarge', 413, `${measured}; the limit is ${maxBodyBytes} bytes.`)
  const refusals = { tooLarge, brokenOff: unfinished }
  const whole = await readWhole(body(), maxBodyBytes, refusals, headers.get('content-length'))
  return whole.toString('utf8')
}

const invalid = (reason: string) => new ApiError('InvalidClock', 400, reason)

const noObject = (problem: string) =>
  invalid(`The body ${problem}, expected a JSON object such as {"advance":60}.`)

function objectIn(text: string): object {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw noObject(text.trim() === '' ? 'is empty' : 'is not valid JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw noObject('is not a JSON object')
  return value
}

/**
 * `{"set","advance","freeze"}`, in that order.
 *
 * @throws ApiError in the codes of the control plane
 */
export async function changeClock(message: Message, clock: AdjustableClock): Promise<void> {
  const words = { code: 'InvalidClock', what: 'key', expectations: changeKeys }
  const { set, advance, freeze } = checked(change, objectIn(await readText(message)), words)
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
