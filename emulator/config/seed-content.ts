import * as v from 'valibot'
import { isUrl } from '../../contracts/derive/measure.ts'
import { CreateAppInfo } from '../../contracts/vod/applications.ts'
import { SetMessageCallback } from '../../contracts/vod/callbacks.ts'
import { eventTypes } from '../../contracts/vod/events.ts'
import { exampleAccount } from '../../contracts/vod/example-account.ts'
import { vodRegions } from '../../contracts/vod/regions.ts'
import { definitions, noTranscoding, outcomes } from '../../contracts/vod/template-groups.ts'
import type {
  SeededApplication,
  SeededCallback,
  SeededCategory,
  SeededOutcome,
  SeededStorage,
  SeededTemplateGroup,
} from '../kernel/seed.ts'
import { objectOf } from './object-of.ts'

const text = v.pipe(v.string(), v.nonEmpty('a non-empty text'))

const whole = (source: string, words: string) =>
  v.pipe(v.string(), v.regex(new RegExp(`^(?:${source})$`, 'u'), words))

const patternOf = ({ pattern }: { pattern: { source: string; words: string } }) =>
  whole(pattern.source, pattern.words)

const region = v.optional(v.picklist(vodRegions))

const appId = whole('app-[a-z0-9]{7}', '"app-" and 7 lower-case letters and digits')

export const storage: v.GenericSchema<SeededStorage> = objectOf({
  bucket: whole(
    '[a-z0-9][a-z0-9-]{1,61}[a-z0-9]',
    '3 to 63 lower-case letters, digits and hyphens, no hyphen at either end',
  ),
  region,
  type: v.optional(v.picklist(['vod_oss_bucket', 'user_oss_bucket'])),
  appId: v.optional(appId),
})

const cateId = v.pipe(
  v.number(),
  v.safeInteger('an integer'),
  v.minValue(1, 'an integer from 1'),
  // AddCategory counts on from the greatest, which JSON has to be able to hold.
  v.maxValue(9_999_999_999, 'an integer of at most 10 digits'),
  v.notValue(
    exampleAccount.materials.cateId,
    `another id than ${exampleAccount.materials.cateId}, which every account has`,
  ),
)
const cateName = v.pipe(text, v.maxBytes(64, 'at most 64 bytes of UTF-8'))

const siblings = <Item extends v.GenericSchema>(item: Item) =>
  v.pipe(v.array(item), v.maxLength(100, 'at most 100 categories'))

/** A category at the lowest level. */
const lowest = objectOf({ cateId, cateName })

const categoryAbove = <Below extends v.GenericSchema<SeededCategory>>(below: Below) =>
  objectOf({ cateId, cateName, categories: v.optional(siblings(below)) })

export const categories = siblings(categoryAbove(categoryAbove(lowest)))
export const materials = siblings(lowest)

const { AppName } = CreateAppInfo.input

export const application: v.GenericSchema<SeededApplication> = objectOf({
  appId,
  appName: patternOf(AppName),
  description: v.optional(v.pipe(v.string(), v.maxLength(512, 'at most 512 characters'))),
  resourceGroupId: v.optional(text),
  status: v.optional(v.picklist(['Normal', 'Disable'])),
})

export const templateGroup: v.GenericSchema<SeededTemplateGroup> = objectOf({
  templateGroupId: v.pipe(
    whole('[A-Za-z0-9_-]{1,64}', '1 to 64 letters, digits, hyphens and underscores'),
    v.notValue(noTranscoding, `another id than ${noTranscoding}, which every account has`),
  ),
  definitions: v.optional(
    v.pipe(
      v.array(v.picklist(definitions)),
      v.nonEmpty('at least one definition'),
      v.check((names) => new Set(names).size === names.length, 'each definition once'),
    ),
  ),
  snapshots: v.optional(v.boolean()),
  review: v.optional(v.boolean()),
})

export const outcome: v.GenericSchema<SeededOutcome> = objectOf({
  title: text,
  outcome: v.picklist(outcomes),
})

const events = {
  appId: v.optional(appId),
  region,
  eventTypeList: v.array(v.picklist(eventTypes)),
}

const { AuthKey } = SetMessageCallback.input

const postedCallback = objectOf({
  ...events,
  callbackUrl: v.pipe(
    v.string(),
    v.url('an absolute HTTP or HTTPS URL'),
    v.check(isUrl, 'an absolute HTTP or HTTPS URL'),
    v.maxBytes(256, 'at most 256 bytes'),
  ),
  authKey: v.optional(patternOf(AuthKey)),
})
const queuedCallback = objectOf({ ...events, mnsEndpoint: text, mnsQueueName: text })
const eitherCallback = v.union([postedCallback, queuedCallback])

const isQueued = (given: object): boolean =>
  Object.hasOwn(given, 'mnsEndpoint') || Object.hasOwn(given, 'mnsQueueName')

/** Of the form that its members say, so that what is wrong is told of this form; of both for the JSON Schema, which has no value. */
export const callback: v.GenericSchema<SeededCallback> = v.lazy(
  (given): v.GenericSchema<SeededCallback> => {
    if (typeof given !== 'object' || given === null) return eitherCallback
    return isQueued(given) ? queuedCallback : postedCallback
  },
)
