import type { Resolved } from '../edition.ts'
import type { ObjectSchema, Schema } from '../schema.ts'
import type { Sibling } from './constraints/constraint.ts'
import { spelling } from './constraints/enum.ts'
import { parsed, scalarText, textsOf } from './occurrences.ts'
import { structureOf } from './structures.ts'

type ResolvedSchema = Resolved<Schema>

/** A text that was found to be of its schema, as the typed value. */
function typedText(schema: ResolvedSchema, text: string): unknown {
  switch (schema.kind) {
    case 'integer':
    case 'decimal':
      return Number(text)
    case 'boolean':
      return text.toLowerCase() === 'true'
    case 'timestamp':
      return Date.parse(text)
    case 'string':
      return schema.enum && schema.ignoreCase ? spelling(schema.enum, text, true) : text
    default:
      return text
  }
}

/** The typed value of a text that was found to be of its schema; undefined when it is absent. */
export function typed(schema: ResolvedSchema, raw: string | undefined, sibling: Sibling): unknown {
  const texts = textsOf(schema, raw)
  const [text] = texts
  if (text === undefined) return undefined
  if (schema.kind === 'list') return texts.map((item) => typedText(schema.items, item))
  if (schema.kind === 'json' && schema.keep !== 'text')
    return typedJson(structureOf(schema.content, sibling), parsed(text), sibling)
  return typedText(schema, text)
}

function typedJson(schema: ResolvedSchema, value: unknown, sibling: Sibling): unknown {
  if (Array.isArray(value) && schema.kind === 'list')
    return value.map((item) => typedJson(schema.items, item, sibling))
  return schema.kind === 'object'
    ? typedMembers(schema, value as Readonly<Record<string, unknown>>, sibling)
    : typed(schema, scalarText(value), sibling)
}

function typedMembers(
  { members }: Resolved<ObjectSchema>,
  value: Readonly<Record<string, unknown>>,
  sibling: Sibling,
): unknown {
  const result: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(members)) {
    const member =
      value[name] === null || value[name] === undefined
        ? undefined
        : typedJson(schema, value[name], sibling)
    if (member !== undefined) result[name] = member
  }
  return result
}
