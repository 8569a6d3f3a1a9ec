import type { ListSchema, Schema } from '../schema.ts'

/** A value of an answer as JSON has it. */
export type Wire = string | number | boolean | readonly Wire[] | { readonly [name: string]: Wire }

/**
 * Typed value → wire value: members in the order of the contract, times as `2026-01-01T00:00:00Z`, absent optional
 * members left out.
 *
 * @throws TypeError when the value is not of the schema: the emulator contradicts its own contract.
 */
export function serialise(schema: Schema, value: unknown, path = 'the answer'): Wire {
  switch (schema.kind) {
    case 'string':
    case 'json':
      if (typeof value === 'string') return value
      break
    case 'integer':
      if (Number.isInteger(value)) return value as number
      break
    case 'decimal':
      if (Number.isFinite(value)) return value as number
      break
    case 'boolean':
      if (typeof value === 'boolean') return value
      break
    case 'timestamp':
      if (typeof value === 'number') return `${new Date(value).toISOString().slice(0, 19)}Z`
      break
    case 'list':
      if (Array.isArray(value)) return array(schema, value, path)
      break
    case 'object':
      if (typeof value === 'object' && value !== null) return members(schema.members, value, path)
  }
  throw new TypeError(`${path} should be a ${schema.kind}, but is ${String(value)}.`)
}

function array({ items, wrapped }: ListSchema, values: readonly unknown[], path: string): Wire {
  const wire = values.map((item, i) => serialise(items, item, `${path}[${i}]`))
  return wrapped === undefined ? wire : { [wrapped]: wire }
}

function members(shape: { readonly [name: string]: Schema }, value: object, path: string): Wire {
  const wire: Record<string, Wire> = {}
  const given = value as Readonly<Record<string, unknown>>
  for (const [name, schema] of Object.entries(shape)) {
    const member = given[name]
    if (member === undefined && schema.optional) continue
    wire[name] = serialise(schema, member, `${path}.${name}`)
  }
  return wire
}
