import { checkDomains } from './domain-checks.ts'
import { OptionError } from './option-error.ts'
import type { Options } from './options.ts'
import { repeated } from './seed-problems.ts'
import type { GivenOptions } from './settle.ts'

/** Values that must be there once, whichever account has them, by what messages call them. */
const onceOf = ({ accessKeys, cdnDomains, bucket, accountId, seed }: Options) => ({
  'the key': accessKeys.map(({ id }) => id),
  'the domain': cdnDomains.map(({ name }) => name),
  'the bucket': [
    ...(seed?.accounts[accountId]?.storage ? [] : [bucket]),
    ...Object.values(seed?.accounts ?? {}).flatMap(({ storage = [] }) =>
      storage.map((one) => one.bucket),
    ),
  ],
})

/** The bucket of the default storage location. */
function defaultBucket({ bucket, region: own, accountId, seed }: Options): string {
  const storage = seed?.accounts[accountId]?.storage ?? []
  const found = storage.find(({ region = own, appId }) => region === own && appId === undefined)
  return found?.bucket ?? bucket
}

/** Adds what a seed says by account to the options that say the same by owner. The default pair makes way for its keys. */
export function withSeed(options: Options, given: GivenOptions): Options {
  const accounts = Object.entries(options.seed?.accounts ?? {})
  const keys = accounts.flatMap(([accountId, { keys: own = [] }]) =>
    own.map((key) => ({ ...key, accountId })),
  )
  const domains = accounts.flatMap(([accountId, { domains: own = [] }]) =>
    own.map((domain) => ({ ...domain, accountId })),
  )
  const replacesDefault = keys.length > 0 && !given.has('accessKeys')
  const all = {
    ...options,
    bucket: defaultBucket(options),
    accessKeys: [...(replacesDefault ? [] : options.accessKeys), ...keys],
    cdnDomains: [...options.cdnDomains, ...domains],
  }
  for (const [what, values] of Object.entries(onceOf(all))) {
    const value = repeated(values)
    if (value !== undefined)
      throw new OptionError(
        `${given.get('seed')?.name}: ${what} ${JSON.stringify(value)} is there twice, in the accounts of the seed or in another option`,
      )
  }
  checkDomains(options, given)
  return all
}
