import { isInteger, isTime } from '#contracts/derive/measure.ts'
import type { SearchField, SearchFields } from '#contracts/vod/search-fields.ts'
import { type Bound, type FieldTest, MatchFault, type Statement, type Value } from './statement.ts'

const isBound = ({ type }: SearchField, { text, isQuoted }: Bound): boolean =>
  type === 'time' ? isQuoted && isTime(text) : !isQuoted

/** Why a field cannot be used so; undefined when it can. */
function misuse(field: SearchField, { demand }: FieldTest): string | undefined {
  const { type, match, maxValues = Number.POSITIVE_INFINITY } = field
  const isWrong = ({ text }: Value) => type === 'number' && !isInteger(text)
  if ('range' in demand) {
    const bounds = [demand.range.from, demand.range.upTo].filter((bound) => bound !== undefined)
    if (!match.includes('range')) return 'it cannot be compared with a range'
    return bounds.every((bound) => isBound(field, bound))
      ? undefined
      : `a bound must be ${type === 'time' ? "a time as '2026-01-01T00:00:00Z', in quotes" : 'a number'}`
  }
  if ('in' in demand) {
    if (!match.includes('in')) return 'it cannot be compared by "in"'
    return demand.in.length > maxValues ? `"in" has more than ${maxValues} values` : undefined
  }
  if (!match.some((use) => use !== 'range')) return 'it cannot be compared with one value'
  return isWrong(demand.equals) ? 'its value must be an integer' : undefined
}

/** Demands that a statement uses the fields of a type of search as they are meant. @throws MatchFault */
export function requireUses(statement: Statement, fields: SearchFields): void {
  if (!('field' in statement)) {
    const inner = 'all' in statement ? statement.all : statement.any
    for (const one of inner) requireUses(one, fields)
    return
  }
  const { field: name } = statement
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  const reason = field ? misuse(field, statement) : 'there is no such field'
  if (reason !== undefined) throw new MatchFault(name, reason)
}
