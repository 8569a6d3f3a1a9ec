import type { Length } from '../../schema.ts'
import { beginningOf, isLonger, lengthOf } from '../measure.ts'
import { type Constraint, values } from './constraint.ts'

/** Characters shown of the part that a limit allows. */
const shownOfEnd = 12

/** How long a text is, and where the limit falls in it. */
function tooLong(text: string, limit: Length): string {
  const { value, unit } = limit
  const last = [...beginningOf(text, limit)].slice(-shownOfEnd).join('')
  return `it has ${lengthOf(text, unit)} ${unit}, the limit of ${value} is reached after "…${last}"`
}

/** Texts that pass the limit, by one or by more; of wide characters too, which bytes and characters count differently. */
const longTexts = ({ value, unit }: Length): readonly string[] =>
  ['a', '中', '€'].flatMap((filler) =>
    [1, 2, 40].map((excess) => {
      const widest = filler.repeat(Math.floor(value / lengthOf(filler, unit)))
      return widest + 'a'.repeat(value - lengthOf(widest, unit) + excess)
    }),
  )

export const maxLength: Constraint = (schema) => {
  if (schema.kind !== 'string' || !schema.maxLength) return undefined
  const limit = schema.maxLength
  return {
    words: `at most ${limit.value} ${limit.unit}`,
    limit: limit.value,
    check: ({ texts }) => {
      const long = texts.find((text) => isLonger(text, limit))
      return long === undefined ? undefined : { limit: limit.value, measured: tooLong(long, limit) }
    },
    violations: values(...longTexts(limit)),
  }
}
