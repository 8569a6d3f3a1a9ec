import type { Resolved } from '../edition.ts'
import type { InferInput } from '../infer.ts'
import type { RpcOperation } from '../operation.ts'
import type {
  AccountView,
  AppliedConstraint,
  Finding,
  Occurrence,
  Sibling,
} from './constraints/constraint.ts'
import type { ConstraintName } from './constraints/index.ts'
import { constraintsOfField, type Field, fieldsOf, withInner } from './fields.ts'
import { collectText } from './occurrences.ts'
import { typed } from './typed.ts'

/** A parameter as it arrived: its text, or null when it is not valid UTF-8. */
export type WireValues = ReadonlyMap<string, string | null>

/** Why a request is refused: the error of the contract, and what was measured. */
export interface Issue {
  readonly error: string
  readonly violates: ConstraintName
  /** The parameter or member that violates it, as the constraint order names it. */
  readonly of: string
  /** Fill the message of the error. */
  readonly values: {
    readonly parameter: string
    readonly member: string
    readonly limit: number | ''
  }
  /** Row of the constraint order. */
  readonly at: number
  /** One sentence. */
  readonly measured: string
}

export type Validation<O extends RpcOperation> =
  | { readonly value: InferInput<O['input']> }
  | { readonly issue: Issue }

interface Step {
  readonly field: Field
  readonly check: AppliedConstraint['check']
  readonly violates: ConstraintName
  readonly error: string
  readonly at: number
}

/** The constraint order of an operation, compiled once into the steps to check. */
interface Plan {
  readonly parameters: readonly Field[]
  /** Where absence is an answer to look at. */
  readonly required: ReadonlySet<Field>
  readonly steps: readonly Step[]
}

/** What parameters have to be, and in which order that is looked at. */
type Rules = Pick<Resolved<RpcOperation>, 'input' | 'constraintOrder'>

/** Fields of an operation by the names that its constraint order has for them. */
export const fieldsByPath = ({ input }: Pick<Rules, 'input'>): ReadonlyMap<string, Field> =>
  new Map(withInner(fieldsOf(input)).map((field) => [field.path, field]))

function planOf(rules: Rules): Plan {
  const fields = fieldsByPath(rules)
  const parameters = [...fields.values()].filter(({ path, parameter }) => path === parameter)
  const steps = rules.constraintOrder.flatMap(({ violates, of, error }, at) => {
    const named = of?.flatMap((path) => fields.get(path) ?? []) ?? parameters
    return named.flatMap((field) => {
      const found = constraintsOfField(field).find(({ name }) => name === violates)
      return found ? [{ field, check: found.applied.check, violates, error, at }] : []
    })
  })
  const required = steps.filter(({ violates }) => violates === 'required')
  return { parameters, required: new Set(required.map(({ field }) => field)), steps }
}

const plans = new WeakMap<object, Plan>()

function planFor(rules: Rules): Plan {
  const plan = plans.get(rules) ?? planOf(rules)
  plans.set(rules, plan)
  return plan
}

const siblingOf =
  (values: WireValues): Sibling =>
  (name) =>
    values.get(name) || undefined

/** The occurrences of each field, by its index. */
type Occurrences = readonly (readonly Occurrence[] | undefined)[]

function occurrencesOf({ parameters, required }: Plan, values: WireValues): Occurrences {
  const found: Occurrence[][] = []
  const collect = ({ index }: Field, occurrence: Occurrence): void => {
    const others = found[index]
    if (others) others.push(occurrence)
    else found[index] = [occurrence]
  }
  const sibling = siblingOf(values)
  for (const field of parameters) {
    const raw = values.get(field.parameter)
    if (raw !== undefined || required.has(field)) collectText(field, raw, sibling, collect)
  }
  return found
}

function issueOf({ field, violates, error, at }: Step, { measured, limit }: Finding): Issue {
  const { path: of, parameter, member } = field
  return { error, violates, of, at, measured, values: { parameter, member, limit: limit ?? '' } }
}

/** The first violated constraint, in the order of the rules. */
export async function firstIssue(
  rules: Rules,
  values: WireValues,
  account: AccountView,
): Promise<Issue | undefined> {
  const plan = planFor(rules)
  const found = occurrencesOf(plan, values)
  for (const step of plan.steps) {
    const occurrences = found[step.field.index]
    if (!occurrences) continue
    for (const occurrence of occurrences) {
      const result = step.check(occurrence, account)
      const finding = result instanceof Promise ? await result : result
      if (finding) return issueOf(step, finding)
    }
  }
  return undefined
}

/**
 * Wire values → typed input, or the first violated constraint in the contract's order. An empty value counts as absent,
 * items of a comma separated list are trimmed and empty ones dropped before anything is checked.
 */
export async function validate<O extends RpcOperation>(
  operation: Resolved<O>,
  values: WireValues,
  account: AccountView,
): Promise<Validation<O>> {
  const rules: Rules = operation as Resolved<RpcOperation>
  const issue = await firstIssue(rules, values, account)
  if (issue) return { issue }
  const value: Record<string, unknown> = {}
  for (const { parameter, schema } of planFor(rules).parameters) {
    const member = typed(schema, values.get(parameter) ?? undefined, siblingOf(values))
    if (member !== undefined) value[parameter] = member
  }
  return { value: value as InferInput<O['input']> }
}
