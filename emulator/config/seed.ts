import * as v from 'valibot'
import type { Seed } from './options.ts'
import { policies } from './policies.ts'

const keyId = v.pipe(v.string(), v.regex(/^[\w.-]+$/, 'letters, digits, ".", "_" and "-"'))

const key = v.strictObject({
  id: keyId,
  secret: v.pipe(v.string(), v.regex(/^\S+$/, 'a text without spaces')),
  policies: v.optional(policies),
})

const account = v.strictObject({
  keys: v.optional(v.array(key)),
  acceleration: v.optional(v.boolean()),
  multiApplication: v.optional(v.boolean()),
})

/** What accounts hold at the start, by their ids. */
export const seed: v.GenericSchema<Seed> = v.strictObject({
  $schema: v.optional(v.string()),
  accounts: v.record(v.pipe(v.string(), v.regex(/^\d+$/, 'the id of an account, digits')), account),
})
