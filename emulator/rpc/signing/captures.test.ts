import { describe, expect, test } from 'vitest'
import { rpcChecks, rpcSignatureChecks } from '#contracts/rpc/checks.ts'
import { runChecks } from '../../kernel/checks.ts'
import {
  ampleLimits,
  type Capture,
  clockOf,
  credentialsOf,
  localUrls,
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
import { RpcCall } from '../call.ts'
import { callChecks } from '../checks/call.ts'
import { rpcCheckFunctions } from '../checks/index.ts'
import { rpcError } from '../errors.ts'
import { nonces } from '../nonces.ts'
import { readRequest } from '../request.ts'
import { coveredBySignature } from './signed-parameters.ts'

const captures = recorded(
  'alicloud-openapi-core',
  'alicloud-openapi-client',
  'alicloud-pop-core',
  'alicloud-vod20170321',
  'chain-vod-and-ali-oss',
).filter(({ signature }) => !signature.type.startsWith('OSS'))

/** Requests that cannot verify: sent without a key, with a bearer token, signed with ACS4. */
const unverifiable: Readonly<Record<string, string>> = {
  'alicloud-openapi-core-014': 'MissingAccessKeyId',
  'alicloud-openapi-core-015': 'UnsupportedSignatureType',
  'alicloud-openapi-core-016': 'IncompleteSignature',
  'alicloud-openapi-client-014': 'MissingAccessKeyId',
  'alicloud-openapi-client-015': 'UnsupportedSignatureType',
  'alicloud-openapi-client-016': 'IncompleteSignature',
}

const signed = captures.filter(({ id }) => !Object.hasOwn(unverifiable, id))
const signedInQuery = signed.filter(({ url }) => url.includes('Signature='))
const signedElsewhere = signed.filter(({ url }) => !url.includes('Signature='))

// Signed too: both schemes take "/" for it.
const [, pathCheck] = rpcChecks.V1

/** Checks a request as if it arrived at the time of its capture, where no nonce was used before. */
async function authenticated(wire: Wire, capture: Capture) {
  const clock = clockOf(capture)
  const credentials = credentialsOf(capture)
  const ports = {
    clock,
    nonces: nonces(clock, 1000),
    credentials,
    products: [],
    searchTime: noSearch,
    ...ampleLimits,
  }
  const request = await coveredBySignature(await readRequest(messageOf(wire), ampleLimits), ports)
  const call = await RpcCall.of(request, ports, localUrls)
  const { path } = callChecks
  await runChecks([pathCheck], { path }, call, rpcError)
  if (call.parsed.scheme === 'V1')
    await runChecks(rpcSignatureChecks.V1, rpcCheckFunctions.V1, call, rpcError)
  else await runChecks(rpcSignatureChecks.V3, rpcCheckFunctions.V3, call, rpcError)
  return { parameters: request.parameters, principal: call.principal }
}

describe('recorded RPC requests', () => {
  test('are 69, and 63 of them are signed in a way that verifies', () => {
    expect(captures).toHaveLength(69)
    expect(signed).toHaveLength(63)
  })

  test.for(signed)('$id verifies: $scenario', async (capture) => {
    const { principal } = await authenticated(wireOf(capture), capture)

    expect(principal).toEqual({
      kind: 'account',
      accountId,
      accessKeyId: capture.credentials?.accessKeyId,
    })
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
    expect(tried).toBeGreaterThan(250)
  })

  test.for(signed)('$id is refused under another secret', async (capture) => {
    const credentials = { accessKeyId: '', ...capture.credentials, accessKeySecret: 'another' }

    const code = await refusalOf(() => authenticated(wireOf(capture), { ...capture, credentials }))

    expect(code).toBe('SignatureDoesNotMatch')
  })

  test.for(signedElsewhere)('$id is refused with a parameter appended', async (capture) => {
    const appended = withParameter(wireOf(capture), 'Appended=1')

    const code = await refusalOf(() => authenticated(appended, capture))

    expect(code).toBe('SignatureDoesNotMatch')
  })

  test.for(signedInQuery)(
    '$id verifies with a parameter appended, which is not used',
    async (capture) => {
      const appended = withParameter(wireOf(capture), 'Appended=1')

      const { parameters } = await authenticated(appended, capture)

      expect(parameters.has('Action')).toBe(true)
      expect(parameters.has('Appended')).toBe(false)
    },
  )

  test.for(captures.filter(({ id }) => Object.hasOwn(unverifiable, id)))(
    '$id is refused: $scenario',
    async (capture) => {
      const known = { accessKeyId: 'known', accessKeySecret: 'secret' }

      const code = await refusalOf(() =>
        authenticated(wireOf(capture), { credentials: known, ...capture }),
      )

      expect(code).toBe(unverifiable[capture.id])
    },
  )
})
