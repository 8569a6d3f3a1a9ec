import fc from 'fast-check'
import type { RpcOperation } from '../operation.ts'
import type {
  AccountSet,
  EnumBy,
  Length,
  ListSchema,
  Resolved,
  Schema,
  StringSchema,
} from '../schema.ts'
import { lengthOf } from './measure.ts'

/** Parameters as a client is given them. */
export type WireInput = Readonly<Record<string, string>>

/** Values that the account knows, for parameters that must name one. */
export type AccountSamples = Readonly<Record<AccountSet, readonly string[]>>

const plain = [...'中字幕€éß \t\n\r+*~%&=/?#\'"<>()!;:@$,.-_']
const emoji = ['😀', '🇨🇳', '👩‍💻', '❤️']

/** The longest beginning of a text, in whole code points, that keeps a limit. */
function cut(text: string, { value, unit }: Length): string {
  let room = value
  let end = 0
  for (const c of text) {
    room -= lengthOf(c, unit)
    if (room < 0) break
    end += c.length
  }
  return text.slice(0, end)
}

/** Text of every kind of character that a parameter allows, up to its limit and often exactly at it. */
function text(schema: Resolved<StringSchema>): fc.Arbitrary<string> {
  const { maxLength: length = { value: 64, unit: 'bytes' }, characters } = schema
  const special = characters === 'text' ? [...plain, ...emoji] : plain
  const unit = fc.oneof(fc.string({ minLength: 1, maxLength: 1 }), fc.constantFrom(...special))
  const written = fc.array(unit, { minLength: 1, maxLength: 40 }).map((parts) => parts.join(''))
  return fc
    .tuple(written, fc.boolean())
    .map(([value, full]) => cut(full ? value + 'x'.repeat(length.value) : value, length))
    .filter((value) => value !== '')
}

const largest = 2n ** 63n - 1n

const decimal = fc
  .tuple(fc.bigInt({ min: 0n, max: largest }), fc.constantFrom('', '0', '00'))
  .map(([value, zeros]) => zeros + value)

const jsonObject = fc
  .dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }))
  .map((value) => JSON.stringify(value))

const mixedCase = (word: string): fc.Arbitrary<string> =>
  fc.mixedCase(fc.constant(word), { toggleCase: (c) => c.toUpperCase() })

const allowed = (by: Resolved<EnumBy>, input: WireInput): readonly string[] =>
  by.values[input[by.parameter] ?? ''] ?? []

const stem = fc.string({
  unit: fc.constantFrom(...'abcxyz019 _-'),
  minLength: 1,
  maxLength: 12,
})

/** A file name or path whose extension, if it has one, is allowed. */
const fileName = (extensions: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom('', 'D:\\', '/home/me/', 'a.b/'),
      stem,
      fc.option(fc.constantFrom(...extensions).chain(mixedCase), { nil: undefined }),
    )
    .map(([folder, stem, extension]) => folder + stem + (extension ? `.${extension}` : ''))

function leaf(
  schema: Resolved<StringSchema>,
  samples: AccountSamples,
  input: WireInput,
): fc.Arbitrary<string> {
  if (schema.known) return fc.constantFrom(...samples[schema.known])
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.enumBy) return fc.constantFrom(...allowed(schema.enumBy, input)).chain(mixedCase)
  if (schema.extension) return fileName(allowed(schema.extension, input))
  if (schema.format === 'decimal') return decimal
  return schema.format === 'json-object' ? jsonObject : text(schema)
}

function csv(schema: Resolved<ListSchema>, samples: AccountSamples): fc.Arbitrary<string> {
  const { items, maxItems = 20 } = schema
  if (items.kind !== 'string') throw new TypeError('Items of a comma separated list are strings.')
  const item = leaf(items, samples, {}).map((value) => value.replaceAll(',', ';').trim() || 'x')
  return fc
    .tuple(fc.array(item, { minLength: 1, maxLength: maxItems }), fc.constantFrom(',', ' , ', ',,'))
    .map(([values, separator]) => values.join(separator))
}

/** Accepted values of one parameter, given those that it depends on. */
function accepted(
  schema: Resolved<Schema>,
  samples: AccountSamples,
  input: WireInput = {},
): fc.Arbitrary<string> {
  switch (schema.kind) {
    case 'string':
      return leaf(schema, samples, input)
    case 'integer':
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1_000_000 }).map(String)
    case 'list':
      return csv(schema, samples)
    case 'timestamp':
    case 'object':
      throw new TypeError(`A ${schema.kind} is not a parameter.`)
  }
}

const isRequired = (schema: Resolved<Schema>): boolean =>
  'required' in schema && schema.required === true

const dependsOn = (schema: Resolved<Schema>): string | undefined =>
  schema.kind === 'string' ? (schema.enumBy ?? schema.extension)?.parameter : undefined

const choose = (
  names: readonly string[],
  { input }: Resolved<RpcOperation>,
  arbitraryOf: (schema: Resolved<Schema>) => fc.Arbitrary<string>,
): fc.Arbitrary<WireInput> => {
  const schemas = Object.entries(input).filter(([name]) => names.includes(name))
  const model = Object.fromEntries(schemas.map(([name, schema]) => [name, arbitraryOf(schema)]))
  const requiredKeys = schemas.filter(([, schema]) => isRequired(schema)).map(([name]) => name)
  return fc.record(model, { requiredKeys })
}

/** Inputs that the operation accepts: required parameters always, the others now and then. */
export function acceptedInput(
  operation: Resolved<RpcOperation>,
  samples: AccountSamples,
): fc.Arbitrary<WireInput> {
  const entries = Object.entries(operation.input)
  const controlling = new Set(entries.map(([, schema]) => dependsOn(schema)))
  const [first, rest] = [
    entries.map(([name]) => name).filter((name) => controlling.has(name)),
    entries.map(([name]) => name).filter((name) => !controlling.has(name)),
  ]
  return choose(first, operation, (schema) => accepted(schema, samples)).chain((chosen) =>
    choose(rest, operation, (schema) => accepted(schema, samples, chosen)).map((others) => ({
      ...chosen,
      ...others,
    })),
  )
}
