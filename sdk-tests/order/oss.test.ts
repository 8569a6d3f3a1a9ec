import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ossChecks } from '#contracts/oss/checks.ts'
import { ossBreakers } from './oss-breakers.ts'
import {
  type OssDraft,
  ossDraft,
  signedHeaderV1,
  signedHeaderV4,
  signedUrlV1,
  signedUrlV4,
} from './oss-draft.ts'
import { brokenAlone, checkOf, pairsOf, type Refused, wronglyAnswered } from './pairs.ts'
import { rpcDraft, signedV1 } from './rpc-draft.ts'
import { type Worlds, worlds } from './worlds.ts'

const schemes = [
  { scheme: 'V1 header', sign: signedHeaderV1, pairs: 194 },
  { scheme: 'V1 URL', sign: signedUrlV1, pairs: 197 },
  { scheme: 'V4 header', sign: signedHeaderV4, pairs: 281 },
  { scheme: 'V4 URL', sign: signedUrlV4, pairs: 202 },
] as const

describe.each(schemes)('the checks of OSS under $scheme', ({ scheme, sign, pairs }) => {
  const breakers = ossBreakers[scheme] ?? []
  let both: Worlds

  beforeAll(async () => {
    both = await worlds((key) => signedV1(rpcDraft(), { key }))
  })

  afterAll(() => both[Symbol.asyncDispose]())

  const ask = async (spoil: (draft: OssDraft) => void): Promise<Refused> => {
    const draft = ossDraft()
    spoil(draft)
    const here = draft.isExpired ? both.expired : both.fresh
    const response = await here.vod.fetch(sign(draft, here))
    const code = /<Code>([^<]+)<\/Code>/.exec(await response.text())?.[1]
    return { code: code ?? `${response.status}`, check: checkOf(response) }
  }

  test('are those of the contract, in its order', () => {
    expect(breakers.map(({ check }) => check)).toEqual(ossChecks[scheme].map(({ name }) => name))
  })

  test('let an unspoilt request pass', async () => {
    expect(await ask(() => undefined)).toEqual({ code: '200', check: 'none' })
  })

  test('refuse, each broken alone', async () => {
    expect(await brokenAlone(breakers, ask)).toEqual([])
  })

  test(`answer in their order, every two of them broken together: ${pairs} pairs`, async () => {
    const broken = pairsOf(breakers)

    expect(await wronglyAnswered(broken, ask)).toEqual([])
    expect(broken).toHaveLength(pairs)
  })
})
