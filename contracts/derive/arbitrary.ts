import fc from 'fast-check'
import type { Resolved } from '../edition.ts'
import type { RpcOperation } from '../operation.ts'
import type { JsonSchema, Length, ListSchema, Schema, Shape, StringSchema } from '../schema.ts'
import type { AccountSamples, Sibling } from './constraints/constraint.ts'
import { isRequired, requiredBy, requirementOf } from './constraints/required.ts'
import { constraintsOf } from './fields.ts'
import { lengthOf } from './measure.ts'
import { scalarText } from './occurrences.ts'
import { structureOf, structuresOf } from './structures.ts'

type ResolvedSchema = Resolved<Schema>

/** Parameters as a client is given them. */
export type WireInput = Readonly<Record<string, string>>

/** A value of a parameter, or inside its JSON. */
type Data = string | number | readonly Data[] | { readonly [name: string]: Data }

/** What generated values must have in common. */
export interface Wanted {
  /** A member that is there, by the names on its path. */
  readonly present?: readonly string[]
  /** Values that members have, by their names; undefined for one that is absent. */
  readonly fixed?: Readonly<Record<string, string | undefined>>
}

interface Context extends Wanted {
  readonly samples: AccountSamples
  readonly sibling: Sibling
}

const plain = [...'中字幕€éß \t\n\r+*~%&=/?#\'"<>()!;:@$,.-_']
const emoji = ['😀', '🇨🇳', '👩‍💻', '❤️']

/** The longest beginning of a text, in whole code points, within a limit. */
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

function scalar(schema: ResolvedSchema, { samples, sibling }: Context): fc.Arbitrary<string> {
  for (const { applied } of constraintsOf(schema))
    if (applied.accepted) return applied.accepted({ fc, samples, sibling })
  if (schema.kind !== 'string') throw new TypeError(`A ${schema.kind} is not a scalar.`)
  return text(schema)
}

function csv(schema: Resolved<ListSchema>, context: Context): fc.Arbitrary<string> {
  const { items, encoded, maxItems = 20 } = schema
  const written = scalar(items, context)
  const item = encoded
    ? written.map(encodeURIComponent)
    : written.map((value) => value.replaceAll(',', ';').trim() || 'x')
  return fc
    .tuple(fc.array(item, { minLength: 1, maxLength: maxItems }), fc.constantFrom(',', ' , ', ',,'))
    .map(([values, separator]) => values.join(separator))
}

/** Clients write JSON with spaces and without. */
const jsonText = (schema: Resolved<JsonSchema>, context: Context) =>
  fc
    .tuple(
      inJson(structureOf(schema.content, context.sibling), context),
      fc.constantFrom(undefined, 1),
    )
    .map(([value, space]) => JSON.stringify(value, null, space))

/** Maximum number of items generated for a list inside JSON. */
const maxGenerated = 2

/** A value inside JSON, in which numbers may be numbers or strings. */
function inJson(schema: ResolvedSchema, context: Context): fc.Arbitrary<Data> {
  if (schema.kind === 'object')
    return fc
      .tuple(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 2 }),
        members(schema.members, context),
      )
      .map(([undeclared, declared]) => ({ ...(undeclared as Record<string, Data>), ...declared }))
  if (schema.kind === 'list' && schema.style === 'plain') {
    const maxLength = Math.min(schema.maxItems ?? maxGenerated, maxGenerated)
    return fc.array(inJson(schema.items, context), { minLength: 1, maxLength })
  }
  const written = accepted(schema, context)
  return schema.kind === 'integer' || schema.kind === 'decimal'
    ? fc.tuple(written, fc.boolean()).map(([value, isNumber]) => (isNumber ? Number(value) : value))
    : written
}

/** Accepted texts of a parameter. */
function accepted(schema: ResolvedSchema, context: Context): fc.Arbitrary<string> {
  if (schema.kind === 'json') return jsonText(schema, context)
  return schema.kind === 'list' ? csv(schema, context) : scalar(schema, context)
}

/** Names of the members whose values decide what is accepted. */
function dependencies(schema: ResolvedSchema): readonly string[] {
  const required = requiredBy(requirementOf(schema))
  if (schema.kind === 'json')
    return [...required, ...structuresOf(schema.content).flatMap(structureDependencies)]
  if (schema.kind === 'list') return [...required, ...dependencies(schema.items)]
  if (schema.kind === 'object') return outerDependencies(schema.members)
  if (schema.kind === 'timestamp') return [...required, ...(schema.after ? [schema.after] : [])]
  if (schema.kind === 'integer')
    return typeof schema.maximum === 'object' ? [...required, schema.maximum.parameter] : required
  if (schema.kind !== 'string') return required
  const by = [schema.enumBy, schema.extension].flatMap((choice) =>
    choice && 'parameter' in choice ? choice.parameter : [],
  )
  return [...required, ...by]
}

const structureDependencies = ({
  structure,
  choice,
}: ReturnType<typeof structuresOf<Resolved<JsonSchema>['content']>>[number]): readonly string[] => [
  ...(choice ? [choice.parameter] : []),
  ...dependencies(structure),
]

/** Of an object, what is not inside it. */
const outerDependencies = (shape: Resolved<Shape>): readonly string[] =>
  Object.values(shape)
    .flatMap(dependencies)
    .filter((name) => !Object.hasOwn(shape, name))

/** Accepted members of a shape: what others depend on first, then these. */
function members(
  shape: Resolved<Shape>,
  context: Context,
  arbitraryOf: typeof inJson = inJson,
): fc.Arbitrary<Readonly<Record<string, Data>>> {
  const { fixed = {}, present: [wanted, ...inner] = [], sibling: outer } = context
  const after = (
    chosen: Readonly<Record<string, Data>>,
    left: readonly string[],
  ): ReturnType<typeof members> => {
    const sibling: Sibling = (name) =>
      Object.hasOwn(shape, name) ? scalarText(chosen[name]) || undefined : outer(name)
    const ready = left.filter((name) => {
      const schema = shape[name]
      return schema && !dependencies(schema).some((other) => left.includes(other))
    })
    if (ready.length === 0) return fc.constant(chosen)
    const model: Record<string, fc.Arbitrary<Data>> = {}
    const requiredKeys: string[] = []
    for (const name of ready) {
      const schema = shape[name]
      if (!schema || (Object.hasOwn(fixed, name) && fixed[name] === undefined)) continue
      const value = fixed[name]
      model[name] =
        value === undefined
          ? arbitraryOf(schema, { ...context, sibling, present: name === wanted ? inner : [] })
          : fc.constant(value)
      if (name === wanted || value !== undefined || isRequired(requirementOf(schema), sibling))
        requiredKeys.push(name)
    }
    const rest = left.filter((name) => !ready.includes(name))
    return fc.record(model, { requiredKeys }).chain((more) => after({ ...chosen, ...more }, rest))
  }
  return after({}, Object.keys(shape))
}

/** Inputs that the operation accepts: required parameters always, the others now and then. */
export function acceptedInput(
  { input }: Resolved<RpcOperation>,
  samples: AccountSamples,
  wanted: Wanted = {},
): fc.Arbitrary<WireInput> {
  const context = { samples, sibling: () => undefined, ...wanted }
  return members(input, context, accepted) as fc.Arbitrary<WireInput>
}
