import type { Resolved } from '../edition.ts'
import type { Schema, Shape } from '../schema.ts'
import { requiredWords, requirementOf } from './constraints/required.ts'
import { limits } from './fields.ts'

/** One field of a form in which a person fills in a request; its value is the parameter as it is sent. */
export interface FormField {
  readonly name: string
  readonly control: 'text' | 'number' | 'select' | 'textarea'
  readonly isRequired: boolean
  /** Of `select`. */
  readonly options: readonly string[]
  readonly minimum?: number | undefined
  readonly maximum?: number | undefined
  readonly placeholder: string
  /** Meaning, limits and default, as text. */
  readonly hint: string
}

const booleans = ['true', 'false']

function optionsOf(schema: Resolved<Schema>): readonly string[] {
  if (schema.kind === 'boolean') return booleans
  return schema.kind === 'string' ? (schema.enum ?? []) : []
}

function controlOf(schema: Resolved<Schema>): FormField['control'] {
  if (optionsOf(schema).length > 0) return 'select'
  if (schema.kind === 'integer') return 'number'
  return schema.kind === 'json' ? 'textarea' : 'text'
}

function hintOf(schema: Resolved<Schema>): string {
  const condition = requirementOf(schema)
  const required = condition === true ? '' : requiredWords(condition)
  const parts = [
    schema.describe,
    required && `Required ${required}.`,
    limits(schema).join('; '),
    schema.default && `Default: ${schema.default}`,
  ]
  return parts.filter(Boolean).join(' ')
}

const boundsOf = (schema: Resolved<Schema>) =>
  schema.kind === 'integer'
    ? {
        minimum: schema.minimum,
        maximum: typeof schema.maximum === 'number' ? schema.maximum : undefined,
      }
    : {}

/** The form of a request, field by field in the order of the contract. */
export const formOf = (input: Resolved<Shape>): readonly FormField[] =>
  Object.entries(input).map(([name, schema]) => ({
    name,
    control: controlOf(schema),
    isRequired: requirementOf(schema) === true,
    options: optionsOf(schema),
    ...boundsOf(schema),
    placeholder: schema.example ?? '',
    hint: hintOf(schema),
  }))
