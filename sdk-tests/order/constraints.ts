import fc from 'fast-check'
import type { WireInput } from '#contracts/derive/arbitrary.ts'
import { type AccountView, validate } from '#contracts/derive/validate.ts'
import { invalidUtf8, violations } from '#contracts/derive/violation.ts'
import type { RpcOperation } from '#contracts/operation.ts'
import { samples } from '#contracts/samples.ts'
import type { Resolved } from '#contracts/schema.ts'

/** One constraint of one parameter, by the name that explanations give it. */
export interface OrderedConstraint {
  readonly name: string
  readonly parameter: string
  readonly code: string
  /** Inputs that violate it and nothing else. */
  readonly inputs: readonly WireInput[]
  readonly isViolatedBy: (input: WireInput) => boolean
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
    (row.of ?? Object.keys(operation.input)).map((parameter) => ({ ...row, of: [parameter] })),
  )
  return violations(operation, samples).map(({ parameter, violates, requests }, i) => {
    const row = rows[i]
    if (!row) throw new Error(`${violates} of ${parameter} is not a constraint.`)
    const alone = { ...operation, constraintOrder: [row] }
    return {
      name: `${violates} of ${parameter}`,
      parameter,
      code: row.error,
      inputs: fc.sample(requests, tried).map(({ input }) => input),
      isViolatedBy: (input) => {
        const values = Object.entries(input).map(
          ([name, value]) => [name, value === invalidUtf8 ? null : value] as const,
        )
        return 'issue' in validate(alone, new Map(values), account)
      },
    }
  })
}

const withValue = (input: WireInput, name: string, value: string | undefined): WireInput => {
  const { [name]: _, ...rest } = input
  return value === undefined ? rest : { ...rest, [name]: value }
}

/** What may violate two constraints: the value of each in its place, or both in one. */
function* mixtures(one: OrderedConstraint, other: OrderedConstraint): Iterable<WireInput> {
  for (const input of one.inputs) {
    for (const second of other.inputs) {
      const [a = '', b = ''] = [input[one.parameter], second[other.parameter]]
      const both =
        one.parameter === other.parameter
          ? [a + b, b + a, `${a},${b}`].map((value) => withValue(input, one.parameter, value))
          : [withValue(input, other.parameter, second[other.parameter])]
      // A file name is checked only where no extension is given.
      yield* both.flatMap((mixture) => [mixture, withValue(mixture, 'MediaExt', undefined)])
    }
  }
}

/** An input that violates two constraints and none before the first; undefined when they cannot be violated together. */
export function violatingBoth(
  constraints: readonly OrderedConstraint[],
  first: OrderedConstraint,
  second: OrderedConstraint,
): WireInput | undefined {
  const before = constraints.slice(0, constraints.indexOf(first))
  for (const input of mixtures(first, second)) {
    const isRight =
      first.isViolatedBy(input) &&
      second.isViolatedBy(input) &&
      !before.some(({ isViolatedBy }) => isViolatedBy(input))
    if (isRight) return input
  }
  return undefined
}
