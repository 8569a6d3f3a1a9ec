import { isTime } from '../measure.ts'
import { type Constraint, shown } from './constraint.ts'
import { format } from './format.ts'

const text = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

export const after: Constraint = (schema) => {
  if (schema.kind !== 'timestamp' || !schema.after) return undefined
  const other = schema.after
  const earliest = '2026-01-02T00:00:00Z'
  return {
    words: `later than ${other}`,
    check: ({ texts: [value], sibling }) => {
      const bound = sibling(other)
      if (value === undefined || bound === undefined || !isTime(value) || !isTime(bound))
        return undefined
      return Date.parse(value) > Date.parse(bound)
        ? undefined
        : { measured: `${shown(value)} is not later than the ${other}, ${bound}` }
    },
    violations: [earliest, '2026-01-01T23:59:59Z', '2015-01-01T00:00:00Z'].map((value) => ({
      value,
      others: { [other]: earliest },
    })),
    accepted: (generation) => {
      const bound = generation.sibling(other)
      const { fc } = generation
      if (bound === undefined)
        return format(schema)?.accepted?.(generation) ?? fc.constant(earliest)
      return fc
        .integer({ min: 1, max: 1_000_000 })
        .map((seconds) => text(Date.parse(bound) + seconds * 1000))
    },
  }
}
