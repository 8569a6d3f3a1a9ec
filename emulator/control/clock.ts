import * as v from 'valibot'
import { time } from '../config/values.ts'
import { ApiError } from '../kernel/api-error.ts'
import type { Message } from '../kernel/message.ts'
import { isoMilliseconds } from '../kernel/time.ts'
import type { AdjustableClock } from '../ports/clock.ts'
import { readObject } from './body.ts'
import { checked } from './checked.ts'

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

const invalid = (reason: string) => new ApiError('InvalidClock', 400, reason)

/**
 * `{"set","advance","freeze"}`, in that order; nothing is changed when the time is out of range.
 *
 * @throws ApiError in the codes of the control plane
 */
export async function changeClock(message: Message, clock: AdjustableClock): Promise<void> {
  const words = { code: 'InvalidClock', what: 'key', expectations: changeKeys }
  const body = await readObject(message, words.code, '{"advance":60}')
  const { set, advance, freeze } = checked(change, body, words)
  const isMoved = set !== undefined || advance !== undefined
  const atMs = (set ?? clock.now()) + (advance ?? 0) * 1000
  try {
    if (isMoved) clock.set(atMs)
    if (freeze === true) clock.freeze()
    // Time has passed until it stood still.
    if (isMoved && freeze === true) clock.set(atMs)
  } catch (error) {
    throw error instanceof RangeError ? invalid(error.message) : error
  }
  if (freeze === false) clock.resume()
}
