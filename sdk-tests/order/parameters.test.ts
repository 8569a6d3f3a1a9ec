import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inEdition } from '#contracts/edition.ts'
import { rpcOperations } from '#contracts/index.ts'
import type { RpcOperation } from '#contracts/operation.ts'
import { constraintsInOrder, type OrderedConstraint, violatingBoth } from './constraints.ts'
import { checkOf } from './pairs.ts'
import { rpcDraft, signedV1 } from './rpc-draft.ts'
import { type World, world } from './worlds.ts'

const utf8 = (...names: readonly string[]) => names.map((name) => `utf8 of ${name}`)

/** What no manual knows. */
const isOfTheEmulator = (name: string) => name.includes('VodEmulator')

/** The constraint order that the manual's first two operations have, written down from the manual. */
const ordersOfTheManual: Readonly<Record<string, readonly string[]>> = {
  CreateUploadAttachedMedia: [
    ...utf8('BusinessType', 'Title', 'MediaExt', 'FileName', 'FileSize', 'Tags'),
    ...utf8('StorageLocation', 'Description', 'UserData', 'CateIds', 'AppId'),
    'required of BusinessType',
    'enum of BusinessType',
    'enumBy of MediaExt',
    'extension of FileName',
    'characters of Title',
    'characters of Description',
    'characters of Tags',
    'maxLength of Title',
    'maxLength of Description',
    'maxLength of Tags',
    'maxItems of Tags',
    'format of CateIds',
    'maxItems of CateIds',
    'format of FileSize',
    'format of UserData',
    'known of CateIds',
    'known of StorageLocation',
    'known of AppId',
  ],
  GetAttachedMediaInfo: [
    ...utf8('MediaIds', 'OutputType', 'AuthTimeout'),
    'required of MediaIds',
    'enum of OutputType',
    'range of AuthTimeout',
    'maxItems of MediaIds',
  ],
}

/** Constraints that no request can violate together with another one of its operation, and why. */
const unpaired: Readonly<Record<string, Readonly<Record<string, string>>>> = {}

const operations: readonly RpcOperation[] = Object.values(rpcOperations)

test.for(operations.filter(({ name }) => name in ordersOfTheManual))(
  'the constraints of $name are in the order of the manual',
  (operation) => {
    const all = constraintsInOrder(inEdition(operation, '2021')).map(({ name }) => name)

    expect(all.filter((name) => !isOfTheEmulator(name))).toEqual(ordersOfTheManual[operation.name])
  },
)

describe.each(operations)('the constraints of $name', (operation) => {
  const constraints = constraintsInOrder(inEdition(operation, '2021'))
  let here: World

  beforeAll(async () => {
    here = await world((key) => signedV1(rpcDraft(), { key }), false)
  })

  afterAll(() => here[Symbol.asyncDispose]())

  const answer = async (input: Readonly<Record<string, string>>) => {
    const { name: action } = operation
    const draft = { ...rpcDraft(), action, businessType: undefined, parameters: { ...input } }
    const response = await here.vod.fetch(signedV1(draft, here))
    const { Code } = (await response.json()) as { readonly Code?: string }
    return `${Code} by ${checkOf(response)}`
  }

  test('come in their order, every two of them provoked together', async () => {
    const wrong: string[] = []
    const paired = new Set<string>()
    let pairs = 0
    for (const [first, second] of twos(constraints)) {
      const input = await violatingBoth(constraints, first, second)
      if (!input) continue
      pairs++
      paired.add(first.name).add(second.name)
      const answered = await answer(input)
      if (answered !== `${first.code} by ${first.name}`)
        wrong.push(`${first.name} and ${second.name} violated: ${answered}`)
    }

    console.log(`${operation.name}: ${pairs} pairs of ${constraints.length} constraints`)
    expect(wrong).toEqual([])
    const alone = constraints.map(({ name }) => name).filter((name) => !paired.has(name))
    // One value is hardly ever wrong in two ways.
    if (Object.keys(operation.input).length > 1)
      expect(alone).toEqual(Object.keys(unpaired[operation.name] ?? {}))
  })
})

const twos = (
  all: readonly OrderedConstraint[],
): readonly (readonly [OrderedConstraint, OrderedConstraint])[] =>
  all.flatMap((first, i) => all.slice(i + 1).map((second) => [first, second] as const))
