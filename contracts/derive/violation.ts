import fc from 'fast-check'
import type { Constraint, RpcOperation } from '../operation.ts'
import type { Resolved, Schema, StringSchema } from '../schema.ts'
import { type AccountSamples, acceptedInput, type WireInput } from './arbitrary.ts'
import { fill } from './fill.ts'
import { lengthOf } from './measure.ts'

/** A request that violates one rule, and the answer that must come. */
export interface Violation {
  readonly input: WireInput
  readonly error: { readonly code: string; readonly status: number; readonly message: string }
}

/** One constraint of one parameter, and requests that violate it. */
export interface RuleViolations {
  readonly parameter: string
  readonly violates: Constraint
  readonly requests: fc.Arbitrary<Violation>
}

/** Stands for invalid UTF-8 in a `WireInput`: clients that send text cannot send them. */
export const invalidUtf8 = '\u{FFFF}invalid UTF-8\u{FFFF}'

interface Place {
  readonly schema: Resolved<Schema>
  readonly name: string
  readonly samples: AccountSamples
}

type Breaker = (place: Place) => fc.Arbitrary<(input: WireInput) => WireInput>

const leafOf = ({ schema }: Place): Resolved<StringSchema> => {
  const leaf = schema.kind === 'list' ? schema.items : schema
  if (leaf.kind !== 'string') throw new TypeError(`A ${leaf.kind} has no such rule.`)
  return leaf
}

const replacing =
  (name: string) =>
  (value: string) =>
  (input: WireInput): WireInput => ({ ...input, [name]: value })

const without = (input: WireInput, name: string): WireInput =>
  Object.fromEntries(Object.entries(input).filter(([other]) => other !== name))

const oneOf = ({ name }: Place, ...values: readonly string[]) =>
  fc.constantFrom(...values).map(replacing(name))

/** Text that passes its limit, mostly by one; of wide characters too, which bytes and characters count differently. */
const tooLong = (place: Place): fc.Arbitrary<string> => {
  const { value, unit } = leafOf(place).maxLength ?? { value: 0, unit: 'bytes' }
  return fc
    .tuple(fc.constantFrom('a', '中', '€'), fc.constantFrom(1, 1, 1, 2, 40))
    .map(([filler, more]) => {
      const widest = filler.repeat(Math.floor(value / lengthOf(filler, unit)))
      return widest + 'a'.repeat(value - lengthOf(widest, unit) + more)
    })
}

const illegal = (place: Place): fc.Arbitrary<string> =>
  leafOf(place).characters === 'text'
    ? fc.constantFrom('\u{1}', '\u{7f}', '\u{85}', '\u{1b}')
    : fc.constantFrom('\u{1}', '\u{7f}', '😀', '🇨🇳')

/** More items than allowed, every one different and well formed. */
const tooMany = ({ schema, name }: Place) => {
  const { maxItems = 0 } = schema.kind === 'list' ? schema : {}
  return fc
    .constantFrom(maxItems + 1, maxItems + 1, maxItems + 9)
    .map((count) => Array.from({ length: count }, (_, i) => String(1000 + i)).join(','))
    .map(replacing(name))
}

const unknown = {
  category: '4711',
  storage: 'nowhere.oss-cn-shanghai.aliyuncs.com',
  application: 'app-nobody',
}

/** One function per constraint: how to break it. */
const breakers: Readonly<Record<Constraint, Breaker>> = {
  utf8: (place) => oneOf(place, invalidUtf8),
  required: ({ name }) => fc.constant((input) => without(input, name)),
  enum: (place) => {
    const values = leafOf(place).enum ?? []
    return fc
      .string({ minLength: 1 })
      .filter((value) => !values.includes(value))
      .map(replacing(place.name))
  },
  enumBy: (place) => oneOf(place, 'exe', '.png', 'p ng', 'tar.gz'),
  extension: (place) => {
    const absent = leafOf(place).extension?.unless ?? ''
    return fc
      .constantFrom('setup.exe', 'D:\\a\\b.TXT', 'archive.tar.gz')
      .map((value) => (input) => ({ ...without(input, absent), [place.name]: value }))
  },
  characters: (place) => illegal(place).map((c) => replacing(place.name)(`a${c}b`)),
  maxLength: (place) => tooLong(place).map(replacing(place.name)),
  maxItems: tooMany,
  format: (place) =>
    leafOf(place).format === 'decimal'
      ? oneOf(place, 'abc', '-1', '1.5', '0x10', '9223372036854775808')
      : oneOf(place, '[]', '"text"', '{', 'null', '123', '{"a":}'),
  range: (place) => {
    const { minimum = 0, maximum = 0 } = place.schema.kind === 'integer' ? place.schema : {}
    return oneOf(place, String(minimum - 1), String(maximum + 1), 'soon', '1.5')
  },
  known: (place) => oneOf(place, unknown[leafOf(place).known ?? 'category']),
}

const has = (schema: Resolved<Schema>, constraint: Constraint): boolean => {
  if (constraint === 'utf8') return true
  if (constraint === 'range') return schema.kind === 'integer'
  if (constraint === 'maxItems' || constraint === 'required') return constraint in schema
  const leaf = schema.kind === 'list' ? schema.items : schema
  return leaf.kind === 'string' && constraint in leaf
}

/** Which constraints a parameter has. */
export const constraintsOf = (schema: Resolved<Schema>): readonly Constraint[] =>
  (Object.keys(breakers) as Constraint[]).filter((constraint) => has(schema, constraint))

const limitOf = (schema: Resolved<Schema>, constraint: Constraint): number | '' => {
  if (constraint === 'maxItems' && schema.kind === 'list') return schema.maxItems ?? ''
  const leaf = schema.kind === 'list' ? schema.items : schema
  return constraint === 'maxLength' && leaf.kind === 'string' ? (leaf.maxLength?.value ?? '') : ''
}

/** Every constraint of the operation, with requests that violate it and would be accepted otherwise. */
export function violations(
  operation: Resolved<RpcOperation>,
  samples: AccountSamples,
): readonly RuleViolations[] {
  const base = acceptedInput(operation, samples)
  return operation.constraintOrder.flatMap(({ violates, of, error }) =>
    (of ?? Object.keys(operation.input)).map((parameter) => {
      const schema = operation.input[parameter]
      const definition = operation.errors[error]
      if (!schema || !definition)
        throw new TypeError(`${operation.name}: ${parameter} or ${error} is not declared.`)
      const { status, message } = definition
      const limit = limitOf(schema, violates)
      const answer = { code: error, status, message: fill(message, { parameter, limit }) }
      const place = { schema, name: parameter, samples }
      const requests = fc
        .tuple(base, breakers[violates](place))
        .map(([input, spoil]) => ({ input: spoil(input), error: answer }))
      return { parameter, violates, requests }
    }),
  )
}
