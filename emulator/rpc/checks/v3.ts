import type { DeferredText } from '../../kernel/api-error.ts'
import type { CheckFunction, Refusal } from '../../kernel/checks.ts'
import { quoted } from '../../kernel/explanation.ts'
import { once } from '../../kernel/once.ts'
import { sameSignature } from '../../kernel/signing.ts'
import type { RpcCall } from '../call.ts'
import {
  isAlgorithmV3,
  type KnownAuthorizationV3,
  readingsV3,
  type SigningInputV3,
  schemeV3,
  signingInputV3,
} from '../signing/v3/signature.ts'

type V3Check =
  | 'authorization-grammar'
  | 'no-key-pair'
  | 'known-algorithm'
  | 'timestamp'
  | 'body-hash'
  | 'signed-headers'
  | 'signature-v3'

/** Headers that the gateway acts on: when sent they must be signed. */
const covered = [
  'x-acs-action',
  'x-acs-version',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-security-token',
  'x-acs-content-sha256',
]

/** @throws TypeError before the header was checked */
function authorizationOf({ parsed: { authorization } }: RpcCall): KnownAuthorizationV3 {
  const algorithm = authorization?.algorithm ?? ''
  if (authorization && isAlgorithmV3(algorithm)) return { ...authorization, algorithm }
  throw new TypeError('The algorithm was not checked yet.')
}

/** What the signature is computed over. @throws TypeError before header and key were checked */
const inputOf = (call: RpcCall): SigningInputV3 =>
  signingInputV3(call.request, authorizationOf(call), call.bodyHash, call.secret)

/** A refusal with the values that the message of a mismatch shows. */
const mismatch = (input: SigningInputV3, found: DeferredText): Refusal => ({
  values: { ...schemeV3.textOf(input) },
  found,
})

// Neither good requests nor the start need the search for mistakes.
const explaining = once(() => import('../signing/explain.ts'))

/** ACS3: HMAC over a canonical request, in the Authorization header. */
export const checksV3: Readonly<Record<V3Check, CheckFunction<RpcCall>>> = {
  'authorization-grammar': ({ parsed, request: { message } }) => {
    const header = message.headers.get('authorization') ?? ''
    if (/^\s*ACS4-/.test(header)) {
      const reason = 'ACS4 is not supported; sign with ACS3-HMAC-SHA256.'
      return { values: { reason }, found: reason }
    }
    if (parsed.authorization) return undefined
    const reason =
      'Expected "ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…" in the Authorization header.'
    return { values: { reason } }
  },
  'no-key-pair': ({ parsed: { authorization } }) =>
    authorization?.algorithm === 'ACS3-RSA-SHA256'
      ? { found: 'It was signed with ACS3-RSA-SHA256.' }
      : undefined,
  'known-algorithm': ({ parsed: { authorization } }) => {
    const algorithm = authorization?.algorithm ?? ''
    if (isAlgorithmV3(algorithm)) return undefined
    const reason = `The algorithm ${algorithm} is none of ACS3-HMAC-SHA256 and ACS3-HMAC-SM3.`
    return { values: { reason }, found: `The algorithm is ${quoted(algorithm)}.` }
  },
  timestamp: ({ parsed }) => (parsed.timestamp === undefined ? {} : undefined),

  'body-hash': (call) => {
    const claimed = call.request.message.headers.get('x-acs-content-sha256')
    if (claimed === undefined || claimed === call.bodyHash) return undefined
    return mismatch(inputOf(call), async () => {
      const { explainBodyHashV3 } = await explaining()
      return explainBodyHashV3(authorizationOf(call).algorithm, claimed, call.request.body)
    })
  },
  'signed-headers': (call) => {
    const { headers } = call.request.message
    const { signedHeaders } = authorizationOf(call)
    const unsigned = covered.find(
      (name) => headers.get(name) !== undefined && !signedHeaders.includes(name),
    )
    if (unsigned)
      return mismatch(inputOf(call), `The header ${unsigned} was sent but is not in SignedHeaders.`)
    // Only one of the values would be acted on.
    const repeated = covered.find((name) => headers.all(name).length > 1)
    return repeated === undefined
      ? undefined
      : mismatch(inputOf(call), `The header ${repeated} was sent more than once.`)
  },
  'signature-v3': (call) => {
    const { signature } = authorizationOf(call)
    const input = inputOf(call)
    if (readingsV3(input).some((reading) => sameSignature(schemeV3.sign(reading), signature)))
      return undefined
    return mismatch(input, async (hide) => {
      const { explainMismatchV3 } = await explaining()
      return explainMismatchV3(input, signature, await call.searchContext(), hide).text
    })
  },
}
