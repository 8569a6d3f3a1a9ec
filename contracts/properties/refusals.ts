import fc from 'fast-check'
import { acceptedInput } from '../derive/arbitrary.ts'
import { type ConstraintViolations, violations } from '../derive/violation.ts'
import { inEdition } from '../edition.ts'
import { rpcOperations } from '../index.ts'
import type { RpcOperation } from '../operation.ts'
import { samples } from '../samples.ts'
import { type Claim, create, requireThat, succeeded } from './claim.ts'

const operations: readonly RpcOperation[] = Object.values(rpcOperations)

const refusalOf = (name: string, { of, violates, requests }: ConstraintViolations): Claim => ({
  statement: `${name} refuses what violates ${violates} of ${of} with the declared error`,
  evidence: 'inferred',
  needs: [],
  calls: 1,
  check: (world) =>
    fc.assert(
      fc.asyncProperty(requests, async ({ input, error }) => {
        const answer = await world.call(name, input)
        requireThat(!answer.ok, 'it was accepted')
        const { code, message, status = error.status } = answer
        requireThat(
          code === error.code && message === error.message && status === error.status,
          `expected ${error.status} ${error.code} ${error.message}, found ${status} ${code} ${message}`,
        )
      }),
      { numRuns: Math.ceil(world.runs / 12) },
    ),
})

/** A claim for every constraint of every operation that text can violate: no SDK can send invalid UTF-8. */
export const refusals: readonly Claim[] = operations.flatMap((operation) =>
  violations(inEdition(operation, '2021'), samples)
    .filter(({ violates }) => violates !== 'utf8')
    .map((violated) => refusalOf(operation.name, violated)),
)

const inputs = acceptedInput(inEdition(rpcOperations[create], '2021'), samples)

export const orderOfParametersIsFree: Claim = {
  statement: 'the order of parameters changes nothing',
  evidence: 'documented',
  needs: [],
  calls: 2,
  check: (world) =>
    fc.assert(
      fc.asyncProperty(inputs, fc.infiniteStream(fc.nat()), async (input, keys) => {
        const shuffled = Object.entries(input)
          .map((entry) => ({ entry, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ entry }) => entry)
        await succeeded(world.call(create, Object.fromEntries(shuffled)))
        const broken = { ...Object.fromEntries(shuffled.toReversed()), BusinessType: 'nothing' }
        const answer = await world.call(create, broken)
        requireThat(!answer.ok && answer.code === 'InvalidParameter', 'another answer')
      }),
      { numRuns: Math.ceil(world.runs / 2) },
    ),
}
