import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ossDraft,
  signedHeaderV1,
  signedHeaderV4,
  signedUrlV1,
  signedUrlV4,
} from '../order/oss-draft.ts'
import { ossViolations } from '../order/oss-violations.ts'
import type { Violation } from '../order/pairs.ts'
import { rpcDraft, signedV1, signedV3 } from '../order/rpc-draft.ts'
import { violationsV1, violationsV3 } from '../order/rpc-violations.ts'
import { type World, type Worlds, worlds } from '../order/worlds.ts'

const oss =
  (sign: typeof signedHeaderV1) => (violation: Violation<ReturnType<typeof ossDraft>>) => {
    const draft = ossDraft()
    violation.ways[0]?.violate(draft)
    return { isExpired: draft.isExpired, request: (here: World) => sign(draft, here) }
  }

const rpc = (sign: typeof signedV1) => (violation: Violation<ReturnType<typeof rpcDraft>>) => {
  const draft = rpcDraft()
  violation.ways[0]?.violate(draft)
  return { isExpired: draft.isExpired, request: (here: World) => sign(draft, here) }
}

const broken = <D>(violations: readonly Violation<D>[]) =>
  // That a nonce was used before is shown with the order of checks; here one request is sent.
  violations.filter(({ check, ways }) => ways.length > 0 && check !== 'unused-nonce')

const cases = [
  ...broken(violationsV1).map((violation) => ({
    scheme: 'RPC V1',
    ...violation,
    ...rpc(signedV1)(violation),
  })),
  ...broken(violationsV3).map((violation) => ({
    scheme: 'RPC V3',
    ...violation,
    ...rpc(signedV3)(violation),
  })),
  ...Object.entries({
    'V1 header': signedHeaderV1,
    'V1 URL': signedUrlV1,
    'V4 header': signedHeaderV4,
    'V4 URL': signedUrlV4,
  }).flatMap(([scheme, sign]) =>
    broken(ossViolations[scheme] ?? []).map((violation) => ({
      scheme: `OSS ${scheme}`,
      ...violation,
      ...oss(sign)(violation),
    })),
  ),
]

describe('a refusal', () => {
  let both: Worlds

  beforeAll(async () => {
    both = await worlds((key) => signedV1(rpcDraft(), { key }))
  })

  afterAll(() => both[Symbol.asyncDispose]())

  test.for(cases)(
    'of $scheme by $check is told whole',
    async ({ check, code, isExpired, request }) => {
      const here = isExpired ? both.expired : both.fresh
      const response = await here.vod.fetch(request(here))

      const { headers } = response
      const id = headers.get('x-acs-request-id') ?? headers.get('x-oss-request-id') ?? ''
      const entry = here.vod.requests.get(id)
      expect(entry).toMatchObject({ code, checks: { failed: { name: check } } })
      // What was found, the rule, and how to remedy it: two sentences at least, and who says so.
      const explanation = entry?.explanation ?? ''
      expect(explanation).toMatch(
        /^.+\. .+ \[check .+, (?:observed|documented|inferred)(?:: https:\/\/.+)?\]$/s,
      )
      const header = headers.get('x-vod-emulator-explanation') ?? ''
      expect(header).toMatch(/^[ -~]+$/)
      expect(decodeURIComponent(header).slice(0, 300)).toBe(explanation.slice(0, 300))
    },
  )

  test('states its rule as a demand', async () => {
    const draft = { ...rpcDraft(), id: 'nobody' }
    const response = await both.fresh.vod.fetch(signedV1(draft, both.fresh))

    expect(response.headers.get('x-vod-emulator-explanation')).toContain(
      'Rule: the AccessKeyId must exist. ',
    )
  })

  test('of an operation itself is stated, not printed as a rule', async () => {
    const draft = { ...ossDraft(), method: 'GET', key: 'nothing' }
    const response = await both.fresh.vod.fetch(signedHeaderV1(draft, both.fresh))

    expect(response.headers.get('x-vod-emulator-explanation')).toMatch(
      /^The specified key does not exist\. Key: nothing\. Upload /,
    )
  })

  test('of an operation of VOD says when it comes, and what was checked before', async () => {
    const { url, method, headers } = signedV1(rpcDraft(), both.fresh)
    const elsewhere = url.replace(/^http:\/\/[^/]+/, 'http://vod.ap-south-1.aliyuncs.com')
    const response = await both.fresh.vod.fetch(new Request(elsewhere, { method, headers }))

    const entry = both.fresh.vod.requests.get(response.headers.get('x-acs-request-id') ?? '')
    expect(entry).toMatchObject({
      code: 'InvalidStorage.NotFound',
      explanation: expect.stringMatching(
        /it is absent, and the account has no storage in the region\. .+\. \[check CreateUploadAttachedMedia InvalidStorage\.NotFound, documented: https:.+\]$/,
      ),
      checks: {
        passed: expect.arrayContaining(['signature', 'known of AppId']),
        failed: { name: 'CreateUploadAttachedMedia InvalidStorage.NotFound' },
      },
    })
  })

  test('for expiry tells when the credential was issued, when it expired, by which clock, and what gives a new one', async () => {
    const draft = { ...ossDraft(), isTemporary: true }
    const response = await both.expired.vod.fetch(signedHeaderV1(draft, both.expired))

    expect(response.headers.get('x-vod-emulator-explanation')).toMatch(
      /^The credential was issued at \S+Z and expired at \S+Z; the emulator's clock shows \S+Z\..*Call CreateUploadAttachedMedia again/,
    )
  })
})
