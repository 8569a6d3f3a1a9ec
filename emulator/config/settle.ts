import { inspect } from 'node:util'
import * as v from 'valibot'
import { OptionError } from './option-error.ts'
import type { OptionKey, Options } from './options.ts'
import type { KeyedRow } from './row.ts'
import { rows } from './table.ts'

/** A value as given, and the name it was given under. */
export interface Given {
  readonly name: string
  readonly value: unknown
}

export type GivenOptions = ReadonlyMap<OptionKey, Given>

function shown(value: unknown, hides: RegExp | undefined): string {
  const single = Array.isArray(value) && value.length === 1 ? value[0] : value
  const text = typeof single === 'string' ? single : inspect(single, { breakLength: Infinity })
  const masked = hides ? text.replace(hides, '(hidden)') : text
  return typeof single === 'string' && masked !== '(hidden)' ? JSON.stringify(masked) : masked
}

/** What is wrong with this value in particular, in addition to what is expected. */
const reasonOf = ({ type, message, issues }: v.BaseIssue<unknown>): string =>
  type === 'raw_transform' ? `: ${message}` : (issues?.map(reasonOf).join('') ?? '')

function checked(row: KeyedRow, given: Given | undefined): unknown {
  const value = given ? given.value : row.fallback
  if (value === undefined) return undefined
  const result = v.safeParse(row.value.schema, value)
  if (result.success) return result.output
  const reason = reasonOf(result.issues[0])
  throw new OptionError(
    `${given?.name ?? row.key}: ${shown(value, row.hides)} is not accepted${reason}, expected ${row.value.expects}`,
  )
}

/** Checks every option, and fills in defaults for those not given. */
export function settle(given: GivenOptions): Options {
  const settled: unknown = Object.fromEntries(
    rows.map((row) => [row.key, checked(row, given.get(row.key))]),
  )
  return settled as Options
}
