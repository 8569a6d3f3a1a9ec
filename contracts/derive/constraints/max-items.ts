import { type Constraint, values } from './constraint.ts'

/** Integers that differ in leading zeros are equal. */
const distinctCount = (items: readonly string[]): number =>
  new Set(items.map((item) => item.replace(/^0+(?=\d)/, ''))).size

const numbered = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => String(1000 + i))

export const maxItems: Constraint = (schema) => {
  if (schema.kind !== 'list' || schema.maxItems === undefined) return undefined
  const { maxItems: limit, distinct } = schema
  const counts = [limit + 1, limit + 9]
  return {
    words: `at most ${limit} items`,
    limit,
    check: ({ texts }) => {
      const count = distinct ? distinctCount(texts) : texts.length
      return count <= limit
        ? undefined
        : { limit, measured: `it has ${count} items, the limit is ${limit}` }
    },
    violations: distinct
      ? values(...counts.map((count) => numbered(count).join(',')))
      : counts.map((items) => ({ items })),
  }
}
