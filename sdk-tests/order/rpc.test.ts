import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rpcChecks } from '#contracts/rpc/checks.ts'
import { brokenAlone, checkOf, pairsOf, type Refused, wronglyAnswered } from './pairs.ts'
import { breakersV1, breakersV3 } from './rpc-breakers.ts'
import { type RpcDraft, rpcDraft, signedV1, signedV3 } from './rpc-draft.ts'
import type { Signers } from './values.ts'
import { type Worlds, worlds } from './worlds.ts'

const schemes = [
  { scheme: 'V1', sign: signedV1, breakers: breakersV1, pairs: 453 },
  { scheme: 'V3', sign: signedV3, breakers: breakersV3, pairs: 366 },
] as const

type Sign = (draft: RpcDraft, signers: Signers) => Request

/** A call as it is spoilt; its nonce was used before where the draft says so. */
async function ask(
  { fresh, expired }: Worlds,
  sign: Sign,
  spoil: (draft: RpcDraft) => void,
): Promise<Refused> {
  const draft = rpcDraft()
  spoil(draft)
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
  ({ scheme, sign, breakers, pairs }) => {
    let both: Worlds

    beforeAll(async () => {
      both = await worlds((key) => signedV1(rpcDraft(), { key }))
    })

    afterAll(() => both[Symbol.asyncDispose]())

    test('are those of the contract, in its order', () => {
      const names = breakers.map(({ check }) => check)

      expect(names.slice(0, -1)).toEqual(rpcChecks[scheme].map(({ name }) => name))
    })

    test('let an unspoilt call pass', async () => {
      expect(await ask(both, sign, () => undefined)).toEqual({ code: '200', check: 'none' })
    })

    test('refuse, each broken alone', async () => {
      expect(await brokenAlone(breakers, (spoil) => ask(both, sign, spoil))).toEqual([])
    })

    test(`answer in their order, every two of them broken together: ${pairs} pairs`, async () => {
      const broken = pairsOf(breakers)

      const wrong = await wronglyAnswered(broken, (spoil) => ask(both, sign, spoil))

      expect(wrong).toEqual([])
      expect(broken).toHaveLength(pairs)
    })
  },
)
