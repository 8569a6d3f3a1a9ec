import fc from 'fast-check'
import type { Resolved } from '../edition.ts'
import type { RpcOperation } from '../operation.ts'
import { acceptedInput, type WireInput } from './arbitrary.ts'
import type { AccountSamples, Change } from './constraints/constraint.ts'
import type { ConstraintName } from './constraints/index.ts'
import { constraintsOfField, type Field } from './fields.ts'
import { fill } from './fill.ts'
import { itemsOf } from './measure.ts'
import { fieldsByPath } from './validate.ts'

/** A request that violates one constraint, and the answer that must come. */
export interface Violation {
  readonly input: WireInput
  readonly error: { readonly code: string; readonly status: number; readonly message: string }
}

/** One constraint of one parameter or member, and requests that violate it. */
export interface ConstraintViolations {
  /** The parameter, or the member as the constraint order names it. */
  readonly of: string
  readonly violates: ConstraintName
  readonly requests: fc.Arbitrary<Violation>
}

const namesOf = ({ path }: Field): readonly string[] => path.replaceAll('[]', '').split('.')

/** A value in which the member on a path, in the first item of lists, is replaced; undefined omits it. */
export function replaced(
  data: unknown,
  names: readonly string[],
  replace: (old: unknown) => unknown,
): unknown {
  const [name, ...inner] = names
  if (name === undefined) return replace(data)
  if (Array.isArray(data)) return data.with(0, replaced(data[0], names, replace))
  const object = data as Readonly<Record<string, unknown>>
  return { ...object, [name]: replaced(object[name], inner, replace) }
}

const repeated = (list: unknown, count: number): unknown =>
  Array.isArray(list)
    ? Array.from({ length: count }, () => list[0])
    : Array.from({ length: count }, () => itemsOf(String(list))[0]).join(',')

/** An accepted input with the change made to one field of it. */
export function changed(input: WireInput, field: Field, { value, items }: Change): WireInput {
  const { parameter } = field
  const [, ...inner] = namesOf(field)
  const { [parameter]: text = '', ...others } = input
  const replace = (old: unknown): unknown => {
    if (items !== undefined) return repeated(old, items)
    return Array.isArray(old) && value !== undefined ? [value] : value
  }
  const isInJson = inner.length > 0 || (items !== undefined && field.schema.kind === 'json')
  if (isInJson) {
    const data = replaced(JSON.parse(text), inner, replace)
    return { ...input, [parameter]: JSON.stringify(data) }
  }
  const replacement = replace(text)
  return replacement === undefined ? others : { ...input, [parameter]: String(replacement) }
}

/** Accepted inputs in which a field is there, for a change of it; made once for all changes of the field alone. */
function inputsWith(operation: Resolved<RpcOperation>, samples: AccountSamples, field: Field) {
  const { choice } = field
  const chosen = choice && { [choice.parameter]: choice.value || undefined }
  const inputs = (others?: Change['others']) =>
    acceptedInput(operation, samples, { present: namesOf(field), fixed: { ...chosen, ...others } })
  let plain: ReturnType<typeof inputs> | undefined
  return ({ others }: Change) => {
    if (others) return inputs(others)
    plain ??= inputs()
    return plain
  }
}

/** Every constraint of the operation, with requests that violate it and would be accepted otherwise. */
export function violations(
  operation: Resolved<RpcOperation>,
  samples: AccountSamples,
): readonly ConstraintViolations[] {
  const fields = fieldsByPath(operation)
  return operation.constraintOrder.flatMap(({ violates, of, error }) =>
    (of ?? Object.keys(operation.input)).map((path) => {
      const field = fields.get(path)
      const applied =
        field && constraintsOfField(field).find(({ name }) => name === violates)?.applied
      const definition = operation.errors[error]
      if (!applied || !definition)
        throw new TypeError(
          `${operation.name}: ${violates} of ${path} or ${error} is not declared.`,
        )
      const { status, message } = definition
      const { parameter, member } = field
      const { limit = '' } = applied
      const answer = { code: error, status, message: fill(message, { parameter, member, limit }) }
      const inputs = inputsWith(operation, samples, field)
      const requests = fc
        .constantFrom(...applied.violations)
        .chain((change) =>
          inputs(change).map((input) => ({ input: changed(input, field, change), error: answer })),
        )
      return { of: path, violates, requests }
    }),
  )
}
