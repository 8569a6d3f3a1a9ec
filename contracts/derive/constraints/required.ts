import type { Resolved } from '../../edition.ts'
import type { Required, Schema } from '../../schema.ts'
import type { Change, Constraint, Sibling } from './constraint.ts'

/** When a member must be given; undefined for one that need not. */
export const requirementOf = (schema: Resolved<Schema>): Required | undefined =>
  'required' in schema ? schema.required : undefined

/** Whether a member is required, given the others that are present. */
export function isRequired(required: Required | undefined, sibling: Sibling): boolean {
  if (required === undefined || required === true) return required ?? false
  if ('unless' in required) return required.unless.every((name) => sibling(name) === undefined)
  return required.is.includes(sibling(required.when) ?? '')
}

/** The other members that decide whether one is required. */
export function requiredBy(required: Required | undefined): readonly string[] {
  if (required === undefined || required === true) return []
  return 'unless' in required ? required.unless : [required.when]
}

export function requiredWords(required: Required | undefined): string {
  if (required === undefined) return ''
  if (required === true) return 'yes'
  if ('unless' in required) return `unless ${required.unless.join(' or ')} is given`
  return `when ${required.when} is ${required.is.map((value) => value || 'absent').join(' or ')}`
}

function omissions(required: Required): readonly Change[] {
  if (required === true) return [{}]
  if ('unless' in required)
    return [{ others: Object.fromEntries(required.unless.map((name) => [name, undefined])) }]
  return required.is.map((value) => ({ others: { [required.when]: value || undefined } }))
}

export const required: Constraint = (schema) => {
  const requirement = requirementOf(schema)
  if (!requirement) return undefined
  const reason = requirement === true ? '' : `, and it is required ${requiredWords(requirement)}`
  return {
    words: '',
    check: ({ texts, sibling }) =>
      texts.length === 0 && isRequired(requirement, sibling)
        ? { measured: `it is absent or empty${reason}` }
        : undefined,
    violations: omissions(requirement),
  }
}
