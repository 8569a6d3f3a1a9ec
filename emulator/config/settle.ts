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

/** What the value of a member of an object in a list has to be; its own value may be a secret. */
function memberReason({ path, reason }: Finding): string {
  return path.length > 1 ? `: ${pathText(path)}: ${reason}` : ''
}

/** What is wrong with this value in particular, in addition to what is expected. */
const reasonOf = (issue: v.BaseIssue<unknown>): string =>
  issue.type === 'raw_transform'
    ? `: ${issue.message}`
    : (issue.issues?.map(reasonOf).join('') ?? '')

/** Members of an object whose values are not shown. */
const secretMember = /secret|key$/i

/** What is wrong inside an object. */
function memberRefusal(name: string, { path, reason, value }: Finding): OptionError {
  const isShown =
    ['string', 'number', 'boolean'].includes(typeof value) &&
    !secretMember.test(String(path.at(-1)))
  const found = isShown ? `${JSON.stringify(value)} is not accepted, ` : ''
  return new OptionError(`${name}: ${pathText(path)}: ${found}${reason}`)
}

function checked(row: KeyedRow, given: Given | undefined): unknown {
  const value = given ? given.value : row.fallback
  if (value === undefined) return undefined
  const result = v.safeParse(row.value.schema, value)
  if (result.success) return result.output
  const finding = findingOf(result.issues)
  const name = given?.name ?? row.key
  if (isObject(value) && finding.path.length > 0) throw memberRefusal(name, finding)
  const reason = reasonOf(result.issues[0]) || memberReason(finding)
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
