import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rpcChecks } from '#contracts/rpc/checks.ts'
import {
  checkOf,
  pairsOf,
  type Refused,
  unexplained,
  violatedAlone,
  wronglyAnswered,
} from './pairs.ts'
import { type RpcDraft, rpcDraft, signedV1, signedV3 } from './rpc-draft.ts'
import { violationsV1, violationsV3 } from './rpc-violations.ts'
import type { Signers } from './values.ts'
import { type Worlds, worlds } from './worlds.ts'

const schemes = [
  { scheme: 'V1', sign: signedV1, violations: violationsV1 },
  { scheme: 'V3', sign: signedV3, violations: violationsV3 },
] as const

type Sign = (draft: RpcDraft, signers: Signers) => Request

/** A call as it is drafted; its nonce was used before where the draft says so. */
async function ask(
  { fresh, expired }: Worlds,
  sign: Sign,
  violate: (draft: RpcDraft) => void,
): Promise<Refused> {
  const draft = rpcDraft()
  violate(draft)
  const here = draft.isExpired ? expired : fresh
  if (draft.isReplayed) {
    const { nonce, isTemporary } = draft
    const earlier = { ...rpcDraft(), nonce, isTemporary: isTemporary && !draft.isExpired }
    await here.vod.fetch(sign(earlier, here))
  }
  const response = await here.vod.fetch(sign(draft, here))
  const text = await response.text()
  const code = /"Code":"([^"]+)"|<Code>([^<]+)<\/Code>/.exec(text)
  return { code: code?.[1] ?? code?.[2] ?? `${response.status}`, check: checkOf(response) }
}

describe.each(schemes)(
  'the checks of a call signed with $scheme',
  ({ scheme, sign, violations }) => {
    const pairs = pairsOf(violations)
    let both: Worlds

    beforeAll(async () => {
      both = await worlds((key) => signedV1(rpcDraft(), { key }))
    })

    afterAll(() => both[Symbol.asyncDispose]())

    test('are those of the contract, in its order', () => {
      const names = violations.map(({ check }) => check)

      expect(names.slice(0, -1)).toEqual(rpcChecks[scheme].map(({ name }) => name))
    })

    test('let an sound call pass', async () => {
      expect(await ask(both, sign, () => undefined)).toEqual({ code: '200', check: 'none' })
    })

    test('refuse, each violated alone', async () => {
      expect(await violatedAlone(violations, (violate) => ask(both, sign, violate))).toEqual([])
    })

    test(`answer in their order, every two of them violated together: ${pairs.length} pairs`, async () => {
      const wrong = await wronglyAnswered(pairs, (violate) => ask(both, sign, violate))

      expect(wrong).toEqual([])
    })

    test('are each in such a pair, or have a reason why not', () => {
      expect(unexplained(violations, pairs)).toEqual([])
    })
  },
)
