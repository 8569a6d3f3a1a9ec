import type { Resolved } from '../../edition.ts'
import type { DecimalSchema, IntegerSchema } from '../../schema.ts'
import { isInteger } from '../measure.ts'
import {
  type AppliedConstraint,
  type Change,
  type Constraint,
  everyText,
  type Sibling,
  shown,
  values,
} from './constraint.ts'
import { chosenBy } from './enum-by.ts'

type Integer = Resolved<IntegerSchema>
type Decimal = Resolved<DecimalSchema>

const isNumber = (text: string): boolean => /^-?\d+(?:\.\d+)?$/.test(text)

const maximumOf = ({ maximum }: Integer, sibling: Sibling): number | undefined =>
  typeof maximum === 'object' ? chosenBy(maximum, sibling) : maximum

const between = (minimum: number | undefined, maximum: number | undefined): string => {
  if (minimum === undefined) return maximum === undefined ? '' : `at most ${maximum}`
  return maximum === undefined ? `at least ${minimum}` : `${minimum} … ${maximum}`
}

function integerWords({ minimum, maximum }: Integer): string {
  if (typeof maximum !== 'object') return between(minimum, maximum)
  const each = Object.entries(maximum.values).map(
    ([name, most]) => `${name || 'absent'}: ${between(minimum, most)}`,
  )
  return [`by ${maximum.parameter}`, between(minimum, undefined), ...each]
    .filter(Boolean)
    .join('; ')
}

const integerDemand = (minimum: number | undefined, maximum: number | undefined): string =>
  minimum === undefined && maximum === undefined
    ? 'an integer'
    : `an integer between ${minimum ?? '−2^53'} and ${maximum ?? '2^53'}`

function pastMaximum({ maximum }: Integer): readonly Change[] {
  if (typeof maximum !== 'object') return maximum === undefined ? [] : values(String(maximum + 1))
  return Object.entries(maximum.values).map(([choice, most]) => ({
    value: String(most + 1),
    others: { [maximum.parameter]: choice || undefined },
  }))
}

function integerRange(schema: Integer): AppliedConstraint {
  const { minimum, none = [] } = schema
  const holds = (text: string, maximum: number | undefined) =>
    isInteger(text) &&
    Number(text) >= (minimum ?? Number.MIN_SAFE_INTEGER) &&
    Number(text) <= (maximum ?? Number.MAX_SAFE_INTEGER)
  return {
    words: [integerWords(schema), ...none.map((value) => `${value} for none`)]
      .filter(Boolean)
      .join('; '),
    check: ({ texts, sibling }) => {
      const maximum = maximumOf(schema, sibling)
      const wrong = texts.find((text) => !holds(text, maximum))
      return wrong === undefined
        ? undefined
        : { measured: `${shown(wrong)} is not ${integerDemand(minimum, maximum)}` }
    },
    violations: [
      ...values('soon', '1.5', '9007199254740993'),
      ...(minimum === undefined ? [] : values(String(minimum - 1)).filter(isNotNone(none))),
      ...pastMaximum(schema),
      ...none.flatMap((value) => values(` ${value}`, `${value}.0`)),
    ],
    accepted: ({ fc, sibling }) =>
      fc.oneof(
        fc
          .integer({ min: minimum ?? 0, max: maximumOf(schema, sibling) ?? 2_147_483_647 })
          .map(String),
        ...none.map((value) => fc.constant(String(value))),
      ),
  }
}

const isNotNone =
  (none: readonly number[]) =>
  ({ value }: Change): boolean =>
    !none.includes(Number(value))

function decimalWords({ minimum, maximum, above, below, orInteger }: Decimal): string {
  const bounds = [
    between(minimum, maximum),
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
  ]
  const range = bounds.filter(Boolean).join(', ')
  return orInteger
    ? `${range}; or an integer, ${between(orInteger.minimum, orInteger.maximum)}`
    : range
}

function decimalRange(schema: Decimal): AppliedConstraint {
  const { minimum, maximum, above, below, orInteger } = schema
  const isWithin = (value: number) =>
    value >= (minimum ?? -Infinity) &&
    value <= (maximum ?? Infinity) &&
    value > (above ?? -Infinity) &&
    value < (below ?? Infinity)
  const isOther = (text: string) =>
    orInteger !== undefined &&
    isInteger(text) &&
    Number(text) >= orInteger.minimum &&
    Number(text) <= orInteger.maximum
  const isAllowed = (text: string) => isNumber(text) && (isWithin(Number(text)) || isOther(text))
  const words = decimalWords(schema)
  const bounds = [minimum, maximum, above, below, orInteger?.minimum, orInteger?.maximum]
  const near = bounds.flatMap((bound) =>
    bound === undefined ? [] : [bound, bound - 0.5, bound + 0.5, bound - 1, bound + 1].map(String),
  )
  const [low, high] = [minimum ?? above ?? 0, maximum ?? below ?? 1_000_000]
  return {
    words,
    check: everyText(isAllowed, (text) =>
      isNumber(text)
        ? `${shown(text)} is out of range: ${words}`
        : `${shown(text)} is not a decimal number`,
    ),
    violations: values(...['x', '1,5', '1e2', '.5', ...near].filter((text) => !isAllowed(text))),
    accepted: ({ fc }) => {
      const inside = fc
        .double({ min: low, max: high, noNaN: true })
        .map((value) => value.toFixed(3).replace(/\.?0+$/, ''))
        .filter(isAllowed)
      return orInteger
        ? fc.oneof(
            inside,
            fc.integer({ min: orInteger.minimum, max: orInteger.maximum }).map(String),
          )
        : inside
    },
  }
}

export const range: Constraint = (schema) => {
  if (schema.kind === 'integer') return integerRange(schema)
  return schema.kind === 'decimal' ? decimalRange(schema) : undefined
}
