import type { Resolved } from '../edition.ts'
import type { Schema, Shape } from '../schema.ts'
import type { AppliedConstraint } from './constraints/constraint.ts'
import { type ConstraintName, constraints } from './constraints/index.ts'
import { type Choice, structuresOf } from './structures.ts'

type ResolvedSchema = Resolved<Schema>

/** A parameter, or a member inside its JSON: what a constraint is about. */
export interface Field {
  /** Its place among all fields of its operation. */
  readonly index: number
  /** `UpdateContent[].Title` */
  readonly path: string
  /** `UpdateContent` */
  readonly parameter: string
  /** `Title` */
  readonly member: string
  readonly schema: ResolvedSchema
  /** Of the object that it is, or of each of its items. */
  readonly members: readonly Field[]
  /** What chooses the structure that it is a member of, if anything does. */
  readonly choice?: Choice | undefined
}

/** The only structure of JSON; of what is not JSON, or has several, itself. */
function contentOf(schema: ResolvedSchema): ResolvedSchema {
  if (schema.kind !== 'json') return schema
  const [only, ...others] = structuresOf(schema.content)
  return only && others.length === 0 ? only.structure : schema
}

/** What fields inside another one have from it. */
type Outer = Pick<Field, 'parameter' | 'choice'>

/** Makes the fields of one shape, numbered in their order. */
class Numbering {
  #next = 0

  fields(shape: Resolved<Shape>, outer?: Outer, prefix = '') {
    return Object.entries(shape).map(([member, schema]): Field => {
      const [index, path] = [this.#next++, prefix + member]
      const { parameter = member, choice } = outer ?? {}
      const members = this.#members(schema, path, { parameter, choice })
      return { index, path, parameter, member, schema, members, choice }
    })
  }

  #members(schema: ResolvedSchema, path: string, outer: Outer) {
    if (schema.kind !== 'json') return this.#inside(schema, path, outer)
    return structuresOf(schema.content).flatMap(({ structure, choice = outer.choice }) =>
      this.#inside(structure, path, { ...outer, choice }),
    )
  }

  #inside(schema: ResolvedSchema, path: string, outer: Outer): readonly Field[] {
    if (schema.kind === 'object') return this.fields(schema.members, outer, `${path}.`)
    if (schema.kind !== 'list' || schema.items.kind !== 'object') return []
    return this.fields(schema.items.members, outer, `${path}[].`)
  }
}

/** The parameters of a shape, with what is inside them. */
export const fieldsOf = (shape: Resolved<Shape>): readonly Field[] => new Numbering().fields(shape)

/** Fields and all that are inside them, each before what is inside it. */
export const withInner = (fields: readonly Field[]): readonly Field[] =>
  fields.flatMap((field) => [field, ...withInner(field.members)])

/** A constraint of a field: of its value, or of each of the items of its list. */
export interface FieldConstraint {
  readonly name: ConstraintName
  readonly applied: AppliedConstraint
  readonly isOfItems: boolean
}

const names = Object.keys(constraints) as ConstraintName[]

const applying = (schema: ResolvedSchema, isOfItems: boolean): readonly FieldConstraint[] =>
  names.flatMap((name) => {
    const applied = constraints[name](schema)
    return applied ? [{ name, applied, isOfItems }] : []
  })

/** The constraints of a schema, of its JSON and of the items of its list. */
export function constraintsOf(schema: ResolvedSchema): readonly FieldConstraint[] {
  const own = applying(schema, false)
  const content = contentOf(schema)
  const inner = [
    ...(content === schema ? [] : applying(content, false)),
    ...(content.kind === 'list' && content.items.kind !== 'object'
      ? applying(content.items, true)
      : []),
  ]
  return [...own, ...inner.filter(({ name }) => !own.some((other) => other.name === name))]
}

/** The constraints of a field. JSON that was read is valid UTF-8 in all its members. */
export const constraintsOfField = ({
  schema,
  path,
  parameter,
}: Field): readonly FieldConstraint[] =>
  constraintsOf(schema).filter(({ name }) => name !== 'utf8' || path === parameter)

/** Every limit of a schema in words. */
export const limits = (schema: ResolvedSchema): readonly string[] =>
  constraintsOf(schema)
    .filter(({ applied }) => applied.words !== '')
    .map(({ applied, isOfItems }) => (isOfItems ? `each ${applied.words}` : applied.words))
