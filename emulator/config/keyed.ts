import { suggestion } from '../kernel/closest-match.ts'
import { OptionError } from './option-error.ts'
import type { OptionKey } from './options.ts'
import type { Given, GivenOptions } from './settle.ts'
import { rows } from './table.ts'

const keys: ReadonlySet<string> = new Set(rows.map(({ key }) => key))

/** Options given under their keys: in a file, or to the library. `place` follows the key in messages. */
export function keyedOptions(values: object, place = ''): GivenOptions {
  const given = new Map<OptionKey, Given>()
  for (const [key, value] of Object.entries(values)) {
    if (!keys.has(key)) {
      throw new OptionError(`${key}${place}: no such option${suggestion(key, keys)}`)
    }
    if (value !== undefined) given.set(key as OptionKey, { name: `${key}${place}`, value })
  }
  return given
}
