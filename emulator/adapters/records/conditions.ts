import { fromText } from '../../kernel/bytes.ts'
import type { Scalar } from '../../ports/records/kind.ts'
import type { AnyCondition, Range } from '../../ports/records/query.ts'
import { scalarBytes, valuesOf } from './entries.ts'

const isWithin = (value: Scalar, { from, upTo }: Range<Scalar>): boolean => {
  const bytes = scalarBytes(value)
  return (
    (from === undefined || bytes >= scalarBytes(from)) &&
    (upTo === undefined || bytes <= scalarBytes(upTo))
  )
}

type Demand = Exclude<AnyCondition, { readonly all: unknown } | { readonly any: unknown }>

function satisfies(value: Scalar, demand: Demand): boolean {
  if ('equals' in demand) return value === demand.equals
  if ('in' in demand) return demand.in.includes(value)
  if ('within' in demand) return isWithin(value, demand.within)
  return typeof value === 'string' && fromText(value).includes(fromText(demand.contains))
}

/**
 * Whether a condition holds for a record. It is evaluated here for every adapter, even where a database could: so it means
 * the same everywhere, and a database reads no more for it than the index leads to.
 */
export function holds(condition: AnyCondition, record: object): boolean {
  if ('all' in condition) return condition.all.every((one) => holds(one, record))
  if ('any' in condition) return condition.any.some((one) => holds(one, record))
  return valuesOf(record, condition.field).some((value) => satisfies(value, condition))
}
