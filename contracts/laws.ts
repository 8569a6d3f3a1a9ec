import fc from 'fast-check'
import { type AccountSamples, acceptedInput, type WireInput } from './derive/arbitrary.ts'
import { type AccountView, validate, type WireValues } from './derive/validate.ts'
import { constraintsOf, invalidUtf8, violations } from './derive/violation.ts'
import type { RpcOperation } from './operation.ts'
import type { Resolved } from './schema.ts'

/** What laws need to examine an operation: the account, and a wire codec, for contracts know no wire. */
export interface LawContext {
  readonly account: AccountView
  readonly samples: AccountSamples
  readonly encode: (input: WireInput) => string
  readonly decode: (encoded: string) => WireInput
}

/** A law throws when an operation violates it. */
export type Law = (operation: Resolved<RpcOperation>, context: LawContext) => void

const valuesOf = (input: WireInput): WireValues =>
  new Map(
    Object.entries(input).map(([name, value]) => [name, value === invalidUtf8 ? null : value]),
  )

const refusal = (operation: Resolved<RpcOperation>, input: WireInput, account: AccountView) => {
  const validation = validate(operation, valuesOf(input), account)
  return 'issue' in validation ? validation.issue : undefined
}

function requireThat(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what)
}

export const laws: Readonly<Record<string, Law>> = {
  'accepts every example': (operation, { account }) => {
    for (const { name, input } of operation.examples) {
      const issue = refusal(operation, input, account)
      requireThat(!issue, `${name}: ${issue?.parameter} ${issue?.measured}`)
    }
  },

  'accepts every generated input after a round trip over the wire': (operation, context) => {
    const { samples, account, encode, decode } = context
    fc.assert(
      fc.property(acceptedInput(operation, samples), (input) => {
        const arrived = decode(encode(input))
        requireThat(JSON.stringify(arrived) === JSON.stringify(input), 'the wire changes the input')
        const issue = refusal(operation, arrived, account)
        requireThat(!issue, `${issue?.parameter}: ${issue?.measured}`)
      }),
    )
  },

  'refuses every violation with the declared error': (operation, { samples, account }) => {
    for (const { parameter, violates, requests } of violations(operation, samples)) {
      fc.assert(
        fc.property(requests, ({ input, error }) => {
          const issue = refusal(operation, input, account)
          const found = `${issue?.error} for ${issue?.violates} of ${issue?.parameter}`
          requireThat(
            issue?.error === error.code &&
              issue.parameter === parameter &&
              issue.violates === violates,
            `expected ${error.code} for ${violates} of ${parameter}, found ${found}`,
          )
        }),
        { numRuns: 20 },
      )
    }
  },

  'names every constraint of every parameter once in its order': (operation) => {
    for (const [parameter, schema] of Object.entries(operation.input)) {
      for (const constraint of constraintsOf(schema)) {
        const rows = operation.constraintOrder.filter(
          ({ violates, of }) => violates === constraint && (of ?? [parameter]).includes(parameter),
        )
        requireThat(
          rows.length === 1,
          `${constraint} of ${parameter} has ${rows.length} constraintOrder`,
        )
      }
    }
  },

  'names no constraint that its parameters do not have': (operation) => {
    for (const { violates, of } of operation.constraintOrder) {
      for (const parameter of of ?? []) {
        const schema = operation.input[parameter]
        requireThat(schema !== undefined, `${parameter} is not a parameter`)
        requireThat(constraintsOf(schema).includes(violates), `${parameter} has no ${violates}`)
      }
    }
  },

  'declares exactly the errors that its constraintOrder name': (operation) => {
    const named = new Set(operation.constraintOrder.map(({ error }) => error))
    const declared = new Set(Object.keys(operation.errors))
    const odd = [...named.symmetricDifference(declared)]
    requireThat(odd.length === 0, `${odd.join(', ')} stands in one of the two only`)
  },
}
