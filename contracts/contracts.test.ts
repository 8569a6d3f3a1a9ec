import { describe, expect, test } from 'vitest'
import { fromText, toText } from '#emulator/kernel/bytes.ts'
import { parsePairs } from '#emulator/kernel/pairs.ts'
import { type Edition, editions, inEdition } from './edition.ts'
import { ossOperations, rpcOperations } from './index.ts'
import { type LawContext, laws } from './laws.ts'
import type { RpcOperation } from './operation.ts'
import { newAccount, samples } from './samples.ts'
import { MadeUp } from './testing/made-up.ts'
import { type Tolerance, tolerances } from './tolerances.ts'
import { vodActions } from './vod/actions.ts'
import * as uploadProgress from './vod/upload-progress.ts'

const context: LawContext = {
  account: newAccount,
  samples,
  encode: (input) => new URLSearchParams(input).toString(),
  decode: (encoded) =>
    Object.fromEntries(
      parsePairs(fromText(encoded)).map(({ name, value }) => [name, toText(value) ?? '']),
    ),
}

const operations: readonly RpcOperation[] = Object.values(rpcOperations)
const cases: readonly { name: string; edition: Edition; operation: RpcOperation }[] = [
  ...operations.flatMap((operation) =>
    editions.map((edition) => ({ name: operation.name, edition, operation })),
  ),
  { name: MadeUp.name, edition: 'latest', operation: MadeUp },
]

describe.each(cases)('$name in edition $edition', ({ operation, edition }) => {
  const resolved = inEdition(operation, edition)

  test.each(Object.entries(laws))('%s', (_, law) => law(resolved, context), 60_000)
})

describe('the manifests', () => {
  test('name in tolerances only operations and parameters that there are', () => {
    for (const { of } of Object.values<Tolerance>(tolerances))
      if (of) {
        const named = of.parameter === undefined ? [] : ['input', of.parameter]
        expect({ ...rpcOperations, ...uploadProgress }).toHaveProperty([of.operation, ...named])
      }
  })

  test('name every operation by its own name', () => {
    for (const [name, operation] of Object.entries({ ...rpcOperations, ...ossOperations }))
      expect(operation.name).toBe(name)
  })

  test('hold only actions of the published API', () => {
    for (const name of Object.keys(rpcOperations)) expect(vodActions).toContain(name)
  })
})
