import { expect, test } from 'vitest'
import { rpcSignatureChecks } from '#contracts/rpc/checks.ts'
import { adjustableClock } from '../../adapters/adjustable-clock.ts'
import { runChecks } from '../../kernel/checks.ts'
import { HeaderList } from '../../kernel/message.ts'
import { isoSeconds } from '../../kernel/time.ts'
import { ampleLimits, localUrls, messageOf, refusalOf } from '../../testing/captures.ts'
import { credentialsWith } from '../../testing/keyring.ts'
import { noSearch, secret } from '../../testing/search.ts'
import { RpcCall } from '../call.ts'
import { rpcError } from '../errors.ts'
import { nonces } from '../nonces.ts'
import { readRequest } from '../request.ts'
import { bodyHashV3, schemeV3, signingInputV3 } from '../signing/v3/signature.ts'
import { rpcCheckFunctions } from './index.ts'

const clock = adjustableClock({})
const algorithm = 'ACS3-HMAC-SHA256'
const emptyHash = bodyHashV3(algorithm, Buffer.alloc(0))

/** A call with these headers, signed over all of them. */
async function callWith(headers: readonly (readonly [name: string, value: string])[]) {
  const date = ['x-acs-date', isoSeconds(clock.systemNow())] as const
  const sent = [['host', 'localhost'] as const, date, ...headers]
  const signedHeaders = [...new HeaderList(sent).names()]
  const message = { method: 'POST', path: '/', query: '', headers: new HeaderList(sent) }
  const signed = { message, query: [], bodyParameters: [], body: Buffer.alloc(0) }
  const named = { algorithm, accessKeyId: 'mine', signedHeaders, signature: '' } as const
  const signature = schemeV3.sign(signingInputV3(signed, named, emptyHash, secret))
  const authorization = `${algorithm} Credential=mine,SignedHeaders=${signedHeaders.join(';')},Signature=${signature}`
  const wire = {
    method: 'POST',
    url: '/',
    headers: [...sent, ['authorization', authorization] as const],
    body: '',
  }
  const request = await readRequest(messageOf(wire), ampleLimits)
  const ports = {
    searchTime: noSearch,
    credentials: credentialsWith([{ accessKeyId: 'mine', accessKeySecret: secret }]),
    clock,
    nonces: nonces(clock, 10),
    products: [],
    ...ampleLimits,
  }
  return RpcCall.of(request, ports, localUrls)
}

test.for([
  { headers: [['x-acs-action', 'A']], code: undefined },
  {
    headers: [
      ['x-other', 'A'],
      ['x-other', 'B'],
    ],
    code: undefined,
  },
  {
    headers: [
      ['x-acs-action', 'A'],
      ['x-acs-action', 'B'],
    ],
    code: 'SignatureDoesNotMatch',
  },
] as const)('a V3 call with $headers is refused with $code', async ({ headers, code }) => {
  const call = await callWith(headers)

  const refusal = await refusalOf(() =>
    runChecks(rpcSignatureChecks.V3, rpcCheckFunctions.V3, call, rpcError),
  )

  expect(refusal).toBe(code)
})
