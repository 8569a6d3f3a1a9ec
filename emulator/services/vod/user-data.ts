import { isLonger, isUrl } from '#contracts/derive/measure.ts'
import { isObject, type Members, parsed } from '#contracts/derive/occurrences.ts'
import { bytes } from '#contracts/schema.ts'
import { outcomes } from '#contracts/vod/template-groups.ts'
import type { CallbackTarget } from '../../ports/records/callbacks.ts'

/** An object, or the same object as JSON in a text; without members where it is neither. */
export function objectOf(value: unknown): Members {
  const read = typeof value === 'string' ? parsed(value) : value
  return isObject(read) ? read : {}
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** The callback that a UserData names; undefined when it names none, or not properly. */
export function callbackOf(userData: string | undefined): CallbackTarget | undefined {
  const { MessageCallback } = objectOf(userData)
  const { CallbackType, CallbackURL, MnsEndpoint, MnsQueueName } = objectOf(MessageCallback)
  const type = String(CallbackType ?? 'http').toLowerCase()
  if (type === 'mns')
    return isText(MnsEndpoint) && isText(MnsQueueName)
      ? { type: 'MNS', endpoint: MnsEndpoint, queue: MnsQueueName }
      : undefined
  return type === 'http' &&
    isText(CallbackURL) &&
    isUrl(CallbackURL) &&
    !isLonger(CallbackURL, bytes(256))
    ? { type: 'HTTP', url: CallbackURL }
    : undefined
}

/** What events of a media say again of its UserData; undefined when there is nothing, or too much. */
export function extendOf(userData: string | undefined): string | undefined {
  const { Extend } = objectOf(userData)
  const text = isObject(Extend) ? JSON.stringify(Extend) : Extend
  return isText(text) && !isLonger(text, bytes(512)) ? text : undefined
}

export type Outcome = (typeof outcomes)[number]

/** How the upload or its processing is to end, as `{"VodEmulator":{"Outcome":"TranscodeFail"}}` asks for it; undefined: well. */
export function outcomeIn(userData: string | undefined): Outcome | undefined {
  const { Outcome: asked } = objectOf(objectOf(userData).VodEmulator)
  return outcomes.find((one) => one === asked)
}
