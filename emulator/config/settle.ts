import { inspect } from 'node:util'
import * as v from 'valibot'
import { type Finding, findingOf, pathText } from './finding.ts'
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

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function shown(value: unknown, hides: RegExp | undefined): string {
  const single = Array.isArray(value) && value.length === 1 ? value[0] : value
  const text = typeof single === 'string' ? single : inspect(single, { breakLength: Infinity })
  const masked = hides ? text.replace(hides, '(hidden)') : text
  return typeof single === 'string' && masked !== '(hidden)' ? JSON.stringify(masked) : masked
}

/** What is wrong with this value in particular, in addition to what is expected. */
const reasonOf = (issue: v.BaseIssue<unknown>): string =>
  issue.type === 'raw_transform'
    ? `: ${issue.message}`
    : (issue.issues?.map(reasonOf).join('') ?? '')

/** Members of an object whose values are not shown. */
const secretMember = /secret|key$/i

/** What is wrong inside an object, or one of a list; without the value where an option may hold secrets. */
function memberRefusal(
  name: string,
  { path, reason, value }: Finding,
  hides: RegExp | undefined,
): OptionError {
  const isShown =
    !hides &&
    ['string', 'number', 'boolean'].includes(typeof value) &&
    !secretMember.test(String(path.at(-1)))
  const found = isShown ? `${JSON.stringify(value)} is not accepted, ` : ''
  return new OptionError(`${name}: ${pathText(path)}: ${found}${reason}`)
}

/** Whether it is about a member of an object, alone or in a list, and not about the object or a text. */
function isInObject(value: unknown, { path }: Finding): boolean {
  if (!Array.isArray(value)) return isObject(value) && path.length > 0
  return isObject(value[Number(path[0])]) && path.length > 1
}

function checked(row: KeyedRow, given: Given | undefined): unknown {
  const value = given ? given.value : row.fallback
  if (value === undefined) return undefined
  const result = v.safeParse(row.value.schema, value)
  if (result.success) return result.output
  const finding = findingOf(result.issues)
  const name = given?.name ?? row.key
  if (isInObject(value, finding)) throw memberRefusal(name, finding, row.hides)
  const reason = reasonOf(result.issues[0])
  throw new OptionError(
    `${name}: ${shown(value, row.hides)} is not accepted${reason}, expected ${row.value.expects}`,
  )
}

/** Checks every option, and fills in defaults for those not given. */
export function settle(given: GivenOptions): Options {
  const settled: unknown = Object.fromEntries(
    rows.map((row) => [row.key, checked(row, given.get(row.key))]),
  )
  return settled as Options
}
