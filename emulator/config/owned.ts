/**
 * Values of options for what belongs to accounts: keys and CDN domains.
 *
 * @module
 */
import * as v from 'valibot'
import { signingTypes } from '../../contracts/cdn/signing-types.ts'
import { objectOf } from './object-of.ts'
import type { CdnDomain } from './options.ts'
import { policies } from './policies.ts'
import { digits, list, matching, seconds, text, value } from './values.ts'

const keyEntries = {
  id: matching(/^[\w.-]+$/, 'letters, digits, ".", "_" and "-"'),
  secret: matching(/^\S+$/, 'a text without spaces'),
  policies: v.optional(policies),
}

/** A key by whose account it is listed. */
export const keyOfAccount = objectOf(keyEntries)

const accessKey = objectOf({
  ...keyEntries,
  accountId: v.optional(matching(/^\d+$/, 'digits')),
})

const accessKeyText = v.pipe(
  matching(/^[^:]+:/),
  v.transform((given): v.InferInput<typeof accessKey> => {
    const [, id = '', secret = '', accountId] = /^([^:]+):(.*?)(?::(\d+))?$/s.exec(given) ?? []
    return { id, secret, accountId }
  }),
  accessKey,
)

export const accessKeys = value(
  'ID:SECRET or ID:SECRET:ACCOUNT without spaces, the id of letters, digits, ".", "_" and "-", the account of digits, each id once',
  v.pipe(
    list,
    v.array(v.union([accessKey, accessKeyText])),
    v.nonEmpty(),
    v.check((keys) => new Set(keys.map(({ id }) => id)).size === keys.length),
  ),
)

const domainName = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*$/

/** Names that are the emulator's own on every machine. */
const ownName = /(?:^|\.)localhost$|^host\.docker\.internal$/

/** An address would be every request's host, and a name of the service is never a domain of an account. */
const isDomainName = (name: string): boolean =>
  domainName.test(name) && !name.endsWith('.aliyuncs.com')

/** What a domain must be, where a name is not. */
function nameProblem(name: string): string | undefined {
  if (!isDomainName(name)) return 'a host name with a dot, not of aliyuncs.com'
  return ownName.test(name)
    ? "another name than those of localhost and host.docker.internal, the emulator's own"
    : undefined
}

const domainKey = /^[A-Za-z0-9]{6,32}$/

/** What is wrong with NAME[:KEY[:BACKUP]], without repeating what may be a key. */
function domainProblem([name = '', key, backup, ...rest]: readonly string[]): string | undefined {
  if (rest.length > 0) return 'it has more than three parts'
  const expected = nameProblem(name)
  if (expected !== undefined) return `its NAME is not ${expected}`
  if (key !== undefined && !domainKey.test(key)) return 'its KEY is not 6 to 32 letters and digits'
  if (backup !== undefined && !domainKey.test(backup))
    return 'its BACKUP is not 6 to 32 letters and digits'
  return undefined
}

const domainEntries = {
  name: v.pipe(
    v.string(),
    v.toLowerCase(),
    v.rawCheck(({ dataset, addIssue }) => {
      const expected = dataset.typed ? nameProblem(dataset.value) : undefined
      if (expected !== undefined) addIssue({ message: `expected ${expected}` })
    }),
  ),
  key: v.optional(matching(domainKey, '6 to 32 letters and digits')),
  backupKey: v.optional(matching(domainKey, '6 to 32 letters and digits')),
  signingType: v.optional(v.picklist(signingTypes)),
  validitySeconds: v.optional(seconds.schema),
  https: v.optional(v.boolean()),
  status: v.optional(v.picklist(['online', 'offline'])),
  storageLocation: v.optional(text.schema),
}

/** Without a key signing is off. */
const hasKeyIfSigned = ({ key, backupKey, signingType }: CdnDomain): boolean =>
  key !== undefined || !(backupKey ?? signingType)

const keyWords = 'a key beside backupKey or signingType'

/** A domain by whose account it is listed. */
export const domainOfAccount = v.pipe(objectOf(domainEntries), v.check(hasKeyIfSigned, keyWords))

const cdnDomain = v.pipe(
  objectOf({ ...domainEntries, accountId: v.optional(digits.schema) }),
  v.check(hasKeyIfSigned, keyWords),
)

const cdnDomainText = v.pipe(
  v.string(),
  v.rawTransform<string, CdnDomain>(({ dataset, addIssue, NEVER }) => {
    const [name = '', ...keys] = dataset.value.split(':')
    const problem = domainProblem([name.toLowerCase(), ...keys])
    if (problem === undefined) return { name: name.toLowerCase(), key: keys[0], backupKey: keys[1] }
    addIssue({ message: problem })
    return NEVER
  }),
)

export const cdnDomains = value<readonly CdnDomain[]>(
  'NAME, NAME:KEY or NAME:KEY:BACKUP, each NAME once',
  v.pipe(
    list,
    v.array(v.union([cdnDomain, cdnDomainText])),
    v.check((domains) => new Set(domains.map(({ name }) => name)).size === domains.length),
  ),
)
