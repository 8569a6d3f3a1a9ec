import fc from 'fast-check'
import type { WireInput } from '#contracts/derive/arbitrary.ts'
import type { AccountView } from '#contracts/derive/constraints/constraint.ts'
import { invalidUtf8 } from '#contracts/derive/constraints/utf8.ts'
import { firstIssue } from '#contracts/derive/validate.ts'
import { replaced, violations } from '#contracts/derive/violation.ts'
import type { Resolved } from '#contracts/edition.ts'
import type { RpcOperation } from '#contracts/operation.ts'
import { samples } from '#contracts/samples.ts'

/** One constraint of one parameter, by the name that explanations give it. */
export interface OrderedConstraint {
  readonly name: string
  readonly parameter: string
  /** The names on the way to the member that it is about, in the JSON of its parameter. */
  readonly inner: readonly string[]
  readonly code: string
  /** Inputs that violate it and nothing else. */
  readonly inputs: readonly WireInput[]
  readonly isViolatedBy: (input: WireInput) => Promise<boolean>
}

/** What the samples of the contracts are known for. */
const account: AccountView = {
  knows: (set, value) =>
    samples[set].some((sample) => Number(sample) === Number(value) || sample === value),
}

const tried = 8

/** Every constraint of an operation, in the order of its contract. */
export function constraintsInOrder(
  operation: Resolved<RpcOperation>,
): readonly OrderedConstraint[] {
  const rows = operation.constraintOrder.flatMap((row) =>
    (row.of ?? Object.keys(operation.input)).map((path) => ({ ...row, of: [path] })),
  )
  return violations(operation, samples).map(({ of, violates, requests }, i) => {
    const row = rows[i]
    if (!row) throw new Error(`${violates} of ${of} is not in the constraint order.`)
    const alone = { ...operation, constraintOrder: [row] }
    return {
      name: `${violates} of ${of}`,
      parameter: /^\w+/.exec(of)?.[0] ?? of,
      inner: of.replaceAll('[]', '').split('.').slice(1),
      code: row.error,
      inputs: fc.sample(requests, tried).map(({ input }) => input),
      isViolatedBy: async (input) => {
        const values = Object.entries(input).map(
          ([name, value]) => [name, value === invalidUtf8 ? null : value] as const,
        )
        return (await firstIssue(alone, new Map(values), account)) !== undefined
      },
    }
  })
}

const withValue = (input: WireInput, name: string, value: string | undefined): WireInput => {
  const { [name]: _, ...rest } = input
  return value === undefined ? rest : { ...rest, [name]: value }
}

/** What is at a place in JSON, in the first item of lists. */
const valueAt = (data: unknown, names: readonly string[]): unknown =>
  names.reduce((value, name) => Object(Array.isArray(value) ? value[0] : value)[name], data)

/** JSON in which one member is as in another. */
function* mixedJson(text: string, other: string, names: readonly string[]): Iterable<string> {
  const data: unknown = JSON.parse(text)
  if (valueAt(data, names.slice(0, -1)) === undefined) return
  const value = valueAt(JSON.parse(other), names)
  yield JSON.stringify(replaced(data, names, () => value))
}

/** What may violate two constraints of one parameter. */
function* mixedValues(
  one: OrderedConstraint,
  other: OrderedConstraint,
  [left, right]: readonly [string, string],
): Iterable<string> {
  yield* [left + right, right + left, `${left},${right}`]
  if (one.inner.length === 0 || other.inner.length === 0) return
  yield* mixedJson(left, right, other.inner)
  yield* mixedJson(right, left, one.inner)
}

/** What may violate two constraints: the value of each in its place, or both in one. */
function* mixtures(one: OrderedConstraint, other: OrderedConstraint): Iterable<WireInput> {
  for (const first of one.inputs) {
    for (const second of other.inputs) {
      const [a, b] = [first[one.parameter], second[other.parameter]]
      if (one.parameter === other.parameter) {
        for (const value of mixedValues(one, other, [a ?? '', b ?? '']))
          yield withValue(first, one.parameter, value)
      } else {
        yield withValue(first, other.parameter, b)
        yield withValue(second, one.parameter, a)
      }
    }
  }
}

async function none(constraints: readonly OrderedConstraint[], input: WireInput): Promise<boolean> {
  for (const { isViolatedBy } of constraints) if (await isViolatedBy(input)) return false
  return true
}

/** An input that violates two constraints and none before the first; undefined when they cannot be violated together. */
export async function violatingBoth(
  constraints: readonly OrderedConstraint[],
  first: OrderedConstraint,
  second: OrderedConstraint,
): Promise<WireInput | undefined> {
  const before = constraints.slice(0, constraints.indexOf(first))
  for (const input of mixtures(first, second)) {
    const areBoth = (await first.isViolatedBy(input)) && (await second.isViolatedBy(input))
    if (areBoth && (await none(before, input))) return input
  }
  return undefined
}
