import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ossChecks } from '#contracts/oss/checks.ts'
import {
  type OssDraft,
  ossDraft,
  signedHeaderV1,
  signedHeaderV4,
  signedUrlV1,
  signedUrlV4,
} from './oss-draft.ts'
import { ossViolations } from './oss-violations.ts'
import {
  checkOf,
  pairsOf,
  type Refused,
  unexplained,
  violatedAlone,
  wronglyAnswered,
} from './pairs.ts'
import { rpcDraft, signedV1 } from './rpc-draft.ts'
import { type Worlds, worlds } from './worlds.ts'

const schemes = [
  { scheme: 'V1 header', sign: signedHeaderV1 },
  { scheme: 'V1 URL', sign: signedUrlV1 },
  { scheme: 'V4 header', sign: signedHeaderV4 },
  { scheme: 'V4 URL', sign: signedUrlV4 },
] as const

describe.each(schemes)('the checks of OSS under $scheme', ({ scheme, sign }) => {
  const violations = ossViolations[scheme] ?? []
  const pairs = pairsOf(violations)
  let both: Worlds

  beforeAll(async () => {
    both = await worlds((key) => signedV1(rpcDraft(), { key }))
  })

  afterAll(() => both[Symbol.asyncDispose]())

  const ask = async (violate: (draft: OssDraft) => void): Promise<Refused> => {
    const draft = ossDraft()
    violate(draft)
    const here = draft.isExpired ? both.expired : both.fresh
    const response = await here.vod.fetch(sign(draft, here))
    const code = /<Code>([^<]+)<\/Code>/.exec(await response.text())?.[1]
    return { code: code ?? `${response.status}`, check: checkOf(response) }
  }

  test('are those of the contract, in its order', () => {
    expect(violations.map(({ check }) => check)).toEqual(ossChecks[scheme].map(({ name }) => name))
  })

  test('let an sound request pass', async () => {
    expect(await ask(() => undefined)).toEqual({ code: '200', check: 'none' })
  })

  test('refuse, each violated alone', async () => {
    expect(await violatedAlone(violations, ask)).toEqual([])
  })

  test(`answer in their order, every two of them violated together: ${pairs.length} pairs`, async () => {
    expect(await wronglyAnswered(pairs, ask)).toEqual([])
  })

  test('are each in such a pair, or have a reason why not', () => {
    expect(unexplained(violations, pairs)).toEqual([])
  })
})
