import * as v from 'valibot'
import { objectOf } from './object-of.ts'
import type { Seed } from './options.ts'
import { domainOfAccount, keyOfAccount } from './owned.ts'
import {
  application,
  callback,
  categories,
  materials,
  outcome,
  storage,
  templateGroup,
} from './seed-content.ts'
import { problemOf } from './seed-problems.ts'

/** An optional member, with what editors show of it. */
const member = <Schema extends v.GenericSchema>(text: string, schema: Schema) =>
  v.optional(v.pipe(schema, v.description(text)))

const members = objectOf({
  keys: member('Keys; one with policies is that of a RAM user.', v.array(keyOfAccount)),
  acceleration: member('Whether uploads may ask for transfer acceleration.', v.boolean()),
  multiApplication: member('Whether more applications than the system one may be.', v.boolean()),
  storage: member(
    'Storage locations; the first of a region is the default one there.',
    v.array(storage),
  ),
  categories: member('Categories of media, three levels of them.', categories),
  materials: member('Categories of materials, below the built-in one.', materials),
  applications: member(
    'Applications besides the system one.',
    v.pipe(v.array(application), v.maxLength(10, 'at most 10 applications')),
  ),
  templateGroups: member(
    'Template groups besides VOD_NO_TRANSCODE: how videos are processed.',
    v.pipe(v.array(templateGroup), v.maxLength(20, 'at most 20 template groups')),
  ),
  outcomes: member('How uploads end whose title contains a text.', v.array(outcome)),
  domains: member('CDN domains, with signing on if they have a key.', v.array(domainOfAccount)),
  callbacks: member('Where events go, by application and region.', v.array(callback)),
})

const account = v.pipe(
  members,
  v.rawCheck<v.InferOutput<typeof members>>(({ dataset, addIssue }) => {
    const message = dataset.typed ? problemOf(dataset.value) : undefined
    if (message !== undefined) addIssue({ message })
  }),
)

/** What accounts hold at the start, by their ids. */
export const seed: v.GenericSchema<unknown, Seed> = objectOf({
  $schema: v.optional(v.string()),
  accounts: v.record(v.pipe(v.string(), v.regex(/^\d+$/, 'the id of an account, digits')), account),
})
