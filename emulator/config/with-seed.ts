import { OptionError } from './option-error.ts'
import type { AccessKey, Options } from './options.ts'
import type { GivenOptions } from './settle.ts'

/** The keys of a seed, with their accounts. */
const keysOf = ({ seed }: Options): readonly AccessKey[] =>
  Object.entries(seed?.accounts ?? {}).flatMap(([accountId, { keys = [] }]) =>
    keys.map((key) => ({ ...key, accountId })),
  )

/** The id that several keys have. */
function repeatedId(keys: readonly AccessKey[]): string | undefined {
  const ids = keys.map(({ id }) => id)
  return ids.find((id, i) => ids.indexOf(id) !== i)
}

/** Adds what a seed says by account to the options that say the same by owner. The default pair makes way for its keys. */
export function withSeed(options: Options, given: GivenOptions): Options {
  const seeded = keysOf(options)
  if (seeded.length === 0) return options
  const accessKeys = [...(given.has('accessKeys') ? options.accessKeys : []), ...seeded]
  const id = repeatedId(accessKeys)
  if (id !== undefined)
    throw new OptionError(
      `${given.get('seed')?.name}: the key ${JSON.stringify(id)} is there twice, expected each id once, also in --access-key`,
    )
  return { ...options, accessKeys }
}
