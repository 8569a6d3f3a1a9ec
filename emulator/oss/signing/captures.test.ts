import { describe, expect, test } from 'vitest'
import { ossSignatureChecks } from '#contracts/oss/checks.ts'
import { fromText } from '../../kernel/bytes.ts'
import { runChecks } from '../../kernel/checks.ts'
import { ossError } from '../../kernel/oss-errors.ts'
import {
  type Capture,
  clockOf,
  credentialsOf,
  messageOf,
  recorded,
  refusalOf,
  type Wire,
  wireOf,
  withParameter,
} from '../../testing/captures.ts'
import { accountId } from '../../testing/keyring.ts'
import { mutationsOf } from '../../testing/mutations.ts'
import { noSearch } from '../../testing/search.ts'
import { OssCall } from '../call.ts'
import { ossCheckFunctions } from '../checks/index.ts'
import { ossRequest } from '../request.ts'

const captures = recorded('ali-oss', 'chain-vod-and-ali-oss').filter(
  ({ signature }) => !signature.type.startsWith('ACS'),
)

/** Form uploads carry policy and signature in their form, which is not read yet. */
const later = ['ali-oss-176', 'ali-oss-177', 'ali-oss-178']

const signed = captures.filter(({ id }) => !later.includes(id))

type OssCheck = (typeof ossSignatureChecks)[keyof typeof ossSignatureChecks][number]

/** Checks a request as if it arrived at the time of its capture, where there is one bucket. */
async function authenticated(wire: Wire, capture: Capture) {
  const call = new OssCall(ossRequest(messageOf(wire), 1000), {
    clock: clockOf(capture),
    credentials: credentialsOf(capture),
    searchTime: noSearch,
    bucketsOf: async () => ['vodemu-bucket'],
    bucketNamed: async (bucket) => ({ bucket, accountId, region: 'cn-shanghai' }),
    region: 'cn-shanghai',
    lenient: [],
  })
  await call.lookUpKey()
  const { scheme } = call.isSigned ? call.parsed : { scheme: 'V1 header' as const }
  const checks: readonly OssCheck[] = ossSignatureChecks[scheme]
  await runChecks(checks, ossCheckFunctions, call, ossError)
  return { principal: call.verified.principal, address: call.address }
}

describe('recorded OSS requests', () => {
  test('are 202, all of them signed in a way that verifies but three form uploads', () => {
    const others = captures.filter(({ signature }) => !/^OSS-V[14]/.test(signature.type))

    expect(captures).toHaveLength(202)
    expect(others.map(({ id }) => id)).toEqual(later)
    expect(signed).toHaveLength(199)
  })

  test.for(signed)('$id verifies and means its object: $scenario', async (capture) => {
    const { bucket, key } = capture.signature.resource ?? { bucket: '?', key: '?' }

    const { principal, address } = await authenticated(wireOf(capture), capture)

    expect(principal).toEqual({
      kind: 'account',
      accountId,
      accessKeyId: capture.credentials?.accessKeyId,
    })
    expect(address).toEqual(key === '' ? { bucket } : { bucket, key: fromText(key) })
  })

  test.for(signed)('$id is refused with any one of its signed bytes changed', async (capture) => {
    const accepted: string[] = []
    let tried = 0

    for (const { place, wire } of mutationsOf(capture)) {
      const code = await refusalOf(() => authenticated(wire, capture))
      if (code === undefined) accepted.push(place)
      tried++
    }

    expect(accepted).toEqual([])
    expect(tried).toBeGreaterThan(100)
  })

  test.for(signed)('$id is refused under another secret', async (capture) => {
    const credentials = { accessKeyId: '', ...capture.credentials, accessKeySecret: 'another' }

    const code = await refusalOf(() => authenticated(wireOf(capture), { ...capture, credentials }))

    expect(code).toBe('SignatureDoesNotMatch')
  })

  test.for(signed)('$id is refused with a sub-resource appended', async (capture) => {
    const appended = withParameter(wireOf(capture), 'tagging')

    const code = await refusalOf(() => authenticated(appended, capture))

    expect(code).toBe('SignatureDoesNotMatch')
  })

  test.for(signed)('$id is refused with a header of OSS added', async (capture) => {
    const wire = wireOf(capture)
    const added = {
      ...wire,
      headers: [...wire.headers, ['x-oss-object-acl', 'public-read']] as const,
    }

    const code = await refusalOf(() => authenticated(added, capture))

    expect(code).toBe('SignatureDoesNotMatch')
  })
})
