import type { OrderedConstraint } from '../operation.ts'
import type { Resolved, Schema } from '../schema.ts'

export const code = (text: string): string =>
  text === '' ? '' : `\`${text.replaceAll('|', '\\|')}\``

/** Every limit of a schema in words. */
export function limits(schema: Resolved<Schema>): readonly string[] {
  if (schema.kind === 'list') {
    const most = schema.maxItems === undefined ? [] : [`at most ${schema.maxItems} items`]
    return [...most, ...limits(schema.items).map((limit) => `each ${limit}`)]
  }
  if (schema.kind === 'integer') {
    const { minimum, maximum } = schema
    return minimum === undefined && maximum === undefined ? [] : [`${minimum} … ${maximum}`]
  }
  if (schema.kind !== 'string') return []
  return [
    ...(schema.enum ? [schema.enum.map(code).join(', ')] : []),
    ...(schema.enumBy ? choices(schema.enumBy.values) : []),
    ...(schema.maxLength ? [`at most ${schema.maxLength.value} ${schema.maxLength.unit}`] : []),
    ...(schema.characters === 'text' ? ['no control characters'] : []),
    ...(schema.characters === 'text-without-emoji' ? ['no control characters, no emoji'] : []),
    ...(schema.format === 'decimal' ? ['decimal'] : []),
    ...(schema.format === 'json-object' ? ['a JSON object'] : []),
    ...(schema.known ? [`known to the account (${schema.known})`] : []),
  ]
}

const choices = (values: Readonly<Record<string, readonly string[]>>): readonly string[] =>
  Object.entries(values).map(([name, list]) => `${name}: ${list.map(code).join(' ')}`)

/** A row of the order of constraintOrder in words: `maxLength of Title, Tags`. */
export const constraintName = ({ violates, of }: OrderedConstraint): string =>
  `${violates} of ${of?.join(', ') ?? 'every parameter'}`
