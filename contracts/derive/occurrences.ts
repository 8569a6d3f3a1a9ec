import type { Resolved } from '../edition.ts'
import type { JsonSchema, Schema } from '../schema.ts'
import type { Occurrence, Sibling } from './constraints/constraint.ts'
import type { Field } from './fields.ts'
import { decoded, isInteger, itemsOf } from './measure.ts'
import { isChosenBy, structureOf } from './structures.ts'

type ResolvedSchema = Resolved<Schema>
/** Members of a JSON object. */
export type Members = Readonly<Record<string, unknown>>

/** Receives the occurrences of each field. */
export type Collect = (field: Field, occurrence: Occurrence) => void

const isNone = (schema: ResolvedSchema, raw: string): boolean =>
  schema.kind === 'integer' && isInteger(raw) && schema.none?.includes(Number(raw)) === true

/** The items of a list, else the one value; none when it is absent, empty, or stands for none. */
export function textsOf(schema: ResolvedSchema, raw: string | null | undefined): readonly string[] {
  if (!raw || isNone(schema, raw)) return []
  if (schema.kind !== 'list') return [raw]
  const items = itemsOf(raw)
  return schema.encoded ? items.map(decoded) : items
}

/** A JSON scalar as text; undefined when absent, and for an array or object. */
export const scalarText = (value: unknown): string | undefined =>
  typeof value === 'object' || value === undefined ? undefined : String(value)

/** Items as text; what stands for an object does not matter. */
const itemTexts = (items: readonly unknown[]): readonly string[] =>
  items.map((item) => scalarText(item) ?? '{}')

const isAbsent = (value: unknown): boolean => value === undefined || value === null

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A text parsed as JSON; undefined when it is not JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Why a JSON value does not have the declared structure; undefined when it does. */
function malformed(schema: ResolvedSchema, value: unknown, name = 'it'): string | undefined {
  if (schema.kind === 'list' && schema.style === 'plain') {
    if (!Array.isArray(value)) return `${name} is not a JSON array`
    return firstOf(value, (item, i) => malformed(schema.items, item, `its item ${i + 1}`))
  }
  if (schema.kind === 'object') {
    if (!isObject(value)) return `${name} is not a JSON object`
    return firstOf(Object.entries(schema.members), ([member, inner]) =>
      isAbsent(value[member]) ? undefined : malformed(inner, value[member], `its ${member}`),
    )
  }
  return scalarText(value) === undefined ? `${name} is neither text nor a number` : undefined
}

function firstOf<T>(
  values: readonly T[],
  find: (value: T, i: number) => string | undefined,
): string | undefined {
  for (const [i, value] of values.entries()) {
    const found = find(value, i)
    if (found !== undefined) return found
  }
  return undefined
}

/** Why a JSON parameter does not have the declared structure. It is there, whatever is in it: a list without items is not an omitted one. */
function problemOf(structure: ResolvedSchema, value: unknown): string | undefined {
  const isEmpty = Array.isArray(value) && value.length === 0
  return malformed(structure, value) ?? (isEmpty ? 'it has no item' : undefined)
}

function collectJson(
  field: Field & { readonly schema: Resolved<JsonSchema> },
  raw: string,
  sibling: Sibling,
  collect: Collect,
): void {
  const value = parsed(raw)
  const reason = problemOf(structureOf(field.schema.content, sibling), value)
  const texts = reason === undefined && Array.isArray(value) ? itemTexts(value) : [raw]
  collect(field, { raw, texts, sibling, malformed: reason })
  if (reason !== undefined) return
  const members = field.members.filter(({ choice }) => isChosenBy(choice, sibling))
  collectMembers(members, value, sibling, collect)
}

function collectMembers(
  members: readonly Field[],
  value: unknown,
  outer: Sibling,
  collect: Collect,
): void {
  for (const object of Array.isArray(value) ? value : [value]) {
    if (!isObject(object)) continue
    const sibling: Sibling = (name) =>
      members.some(({ member }) => member === name)
        ? scalarText(object[name] ?? undefined) || undefined
        : outer(name)
    for (const member of members) collectMember(member, object[member.member], sibling, collect)
  }
}

function collectMember(field: Field, value: unknown, sibling: Sibling, collect: Collect): void {
  if (isAbsent(value) || typeof value !== 'object') {
    collectText(field, scalarText(value ?? undefined), sibling, collect)
    return
  }
  const texts = Array.isArray(value) ? itemTexts(value) : ['{}']
  collect(field, { raw: '{}', texts, sibling })
  collectMembers(field.members, value, sibling, collect)
}

const isJson = (field: Field): field is Field & { readonly schema: Resolved<JsonSchema> } =>
  field.schema.kind === 'json'

/** Collects a value that arrived as text, and everything inside it. */
export function collectText(
  field: Field,
  raw: string | null | undefined,
  sibling: Sibling,
  collect: Collect,
): void {
  if (raw && isJson(field)) collectJson(field, raw, sibling, collect)
  else collect(field, { raw, texts: textsOf(field.schema, raw), sibling })
}
