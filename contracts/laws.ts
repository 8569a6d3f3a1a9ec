import fc from 'fast-check'
import { acceptedInput, type WireInput } from './derive/arbitrary.ts'
import type { AccountSamples, AccountView } from './derive/constraints/constraint.ts'
import { invalidUtf8 } from './derive/constraints/utf8.ts'
import { constraintsOfField, fieldsOf, withInner } from './derive/fields.ts'
import { fieldsByPath, type Issue, validate, type WireValues } from './derive/validate.ts'
import { violations } from './derive/violation.ts'
import type { Resolved } from './edition.ts'
import type { RpcOperation } from './operation.ts'

/** What laws need to examine an operation: the account, and a wire codec, since contracts know nothing of the wire. */
export interface LawContext {
  readonly account: AccountView
  readonly samples: AccountSamples
  readonly encode: (input: WireInput) => string
  readonly decode: (encoded: string) => WireInput
}

/** A law rejects when an operation violates it. */
export type Law = (operation: Resolved<RpcOperation>, context: LawContext) => Promise<void>

const valuesOf = (input: WireInput): WireValues =>
  new Map(
    Object.entries(input).map(([name, value]) => [name, value === invalidUtf8 ? null : value]),
  )

async function refusal(
  operation: Resolved<RpcOperation>,
  input: WireInput,
  account: AccountView,
): Promise<Issue | undefined> {
  const validation = await validate(operation, valuesOf(input), account)
  return 'issue' in validation ? validation.issue : undefined
}

function requireThat(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what)
}

/** Laws of what an operation accepts and refuses. */
const behaviour: Readonly<Record<string, Law>> = {
  'accepts every example': async (operation, { account }) => {
    for (const { name, input } of operation.examples) {
      const issue = await refusal(operation, input, account)
      requireThat(!issue, `${name}: ${issue?.of} ${issue?.measured}`)
    }
  },

  'accepts every generated input after a round trip over the wire': async (operation, context) => {
    const { samples, account, encode, decode } = context
    await fc.assert(
      fc.asyncProperty(acceptedInput(operation, samples), async (input) => {
        const arrived = decode(encode(input))
        requireThat(JSON.stringify(arrived) === JSON.stringify(input), 'the wire changes the input')
        const issue = await refusal(operation, arrived, account)
        requireThat(!issue, `${issue?.of}: ${issue?.measured}`)
      }),
    )
  },

  'refuses every violation with the declared error': async (operation, { samples, account }) => {
    for (const { of, violates, requests } of violations(operation, samples)) {
      await fc.assert(
        fc.asyncProperty(requests, async ({ input, error }) => {
          const issue = await refusal(operation, input, account)
          const found = `${issue?.error} for ${issue?.violates} of ${issue?.of}`
          requireThat(
            issue?.error === error.code && issue.of === of && issue.violates === violates,
            `expected ${error.code} for ${violates} of ${of}, found ${found}`,
          )
        }),
        { numRuns: 20 },
      )
    }
  },
}

/** Laws of what an operation declares. */
const declarations: Readonly<Record<string, Law>> = {
  'names every constraint of every field once in its order': async (operation) => {
    for (const field of fieldsByPath(operation).values()) {
      for (const { name } of constraintsOfField(field)) {
        const rows = operation.constraintOrder.filter(
          ({ violates, of }) => violates === name && (of ?? [field.parameter]).includes(field.path),
        )
        requireThat(rows.length === 1, `${name} of ${field.path} stands in ${rows.length} rows`)
      }
    }
  },

  'gives every field a path of its own': async (operation) => {
    const fields = withInner(fieldsOf(operation.input))
    requireThat(new Set(fields.map(({ path }) => path)).size === fields.length, 'two have the same')
  },

  'names no constraint that its fields do not have': async (operation) => {
    const fields = fieldsByPath(operation)
    for (const { violates, of } of operation.constraintOrder) {
      for (const path of of ?? []) {
        const field = fields.get(path)
        requireThat(field !== undefined, `${path} is not a parameter`)
        const has = constraintsOfField(field).some(({ name }) => name === violates)
        requireThat(has, `${path} has no ${violates}`)
      }
    }
  },

  'declares every error of its constraint order': async ({ constraintOrder, errors }) => {
    for (const { error, violates } of constraintOrder)
      requireThat(
        Object.hasOwn(errors, error),
        `${error}, which answers ${violates}, is not declared`,
      )
  },

  'says of every other error when it comes': async ({ constraintOrder, errors }) => {
    const ordered = new Set(constraintOrder.map(({ error }) => error))
    for (const [code, { when }] of Object.entries(errors))
      requireThat(
        ordered.has(code) || (when ?? '') !== '',
        `${code} is in no row of the constraint order, and nothing says when it comes`,
      )
  },
}

export const laws: Readonly<Record<string, Law>> = { ...behaviour, ...declarations }
