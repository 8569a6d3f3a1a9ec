import type { Finding } from '../../kernel/api-error.ts'
import { type CheckFunction, type Refusal, required } from '../../kernel/checks.ts'
import { quoted } from '../../kernel/explanation.ts'
import { sameSignature } from '../../kernel/signing.ts'
import type { RpcCall } from '../call.ts'
import {
  type AlgorithmV3,
  bodyHashV3,
  canonicalRequestsV3,
  isAlgorithmV3,
  signV3,
  stringToSignV3,
} from '../signing/v3/signature.ts'

type Names =
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

interface Signing {
  readonly algorithm: AlgorithmV3
  readonly signature: string
  readonly canonicalRequests: readonly string[]
}

/** @throws TypeError before the header was required */
function algorithmOf({ presented }: RpcCall): AlgorithmV3 {
  const algorithm = presented.authorization?.algorithm ?? ''
  if (isAlgorithmV3(algorithm)) return algorithm
  throw new TypeError('The algorithm was not required yet.')
}

const bodyHashOf = (call: RpcCall): string => bodyHashV3(algorithmOf(call), call.request.body)

/** What a signature is computed over. @throws TypeError before the header was required */
function signingOf(call: RpcCall): Signing {
  const { message, query } = call.request
  const { signedHeaders = [], signature = '' } = call.presented.authorization ?? {}
  const { method, headers } = message
  const [algorithm, bodyHash] = [algorithmOf(call), bodyHashOf(call)]
  const canonicalRequests = canonicalRequestsV3({ method, query, headers, signedHeaders, bodyHash })
  return { algorithm, signature, canonicalRequests }
}

/** A refusal with what the message of a mismatch shows. */
function mismatch({ algorithm, canonicalRequests }: Signing, found: Finding): Refusal {
  const [canonicalRequest = ''] = canonicalRequests
  const stringToSign = stringToSignV3(algorithm, canonicalRequest)
  return { values: { stringToSign, canonicalRequest }, found }
}

/** ACS3: HMAC over a canonical request, in the Authorization header. */
export const judgesV3: Readonly<Record<Names, CheckFunction<RpcCall>>> = {
  'authorization-grammar': ({ presented, request: { message } }) => {
    const header = message.headers.get('authorization') ?? ''
    if (/^\s*ACS4-/.test(header)) {
      const reason = 'ACS4 is not supported; sign with ACS3-HMAC-SHA256.'
      return { values: { reason }, found: reason }
    }
    if (presented.authorization) return undefined
    const reason =
      'Expected "ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…" in the Authorization header.'
    return { values: { reason } }
  },
  'no-key-pair': ({ presented: { authorization } }) =>
    authorization?.algorithm === 'ACS3-RSA-SHA256'
      ? { found: 'It was signed with ACS3-RSA-SHA256.' }
      : undefined,
  'known-algorithm': ({ presented: { authorization } }) => {
    const algorithm = authorization?.algorithm ?? ''
    if (isAlgorithmV3(algorithm)) return undefined
    const reason = `The algorithm ${algorithm} is none of ACS3-HMAC-SHA256 and ACS3-HMAC-SM3.`
    return { values: { reason }, found: `The algorithm is ${quoted(algorithm)}.` }
  },
  timestamp: ({ presented }) => (presented.timestamp === undefined ? {} : undefined),

  'body-hash': (call) => {
    const claimed = call.request.message.headers.get('x-acs-content-sha256')
    if (claimed === undefined) return undefined
    const bodyHash = bodyHashOf(call)
    if (claimed === bodyHash) return undefined
    return mismatch(signingOf(call), async () => {
      const { explainBodyHashV3 } = await import('../signing/v3/mismatch.ts')
      return explainBodyHashV3(algorithmOf(call), claimed, call.request.body)
    })
  },
  'signed-headers': (call) => {
    const { headers } = call.request.message
    const signedHeaders = call.presented.authorization?.signedHeaders ?? []
    const unsigned = covered.find(
      (name) => headers.get(name) !== undefined && !signedHeaders.includes(name),
    )
    if (!unsigned) return undefined
    return mismatch(
      signingOf(call),
      `The header ${unsigned} was sent but is not among SignedHeaders.`,
    )
  },
  'signature-v3': (call) => {
    const signing = signingOf(call)
    const { algorithm, signature, canonicalRequests } = signing
    const isSigned = canonicalRequests.some((canonicalRequest) =>
      sameSignature(
        signV3(algorithm, stringToSignV3(algorithm, canonicalRequest), call.secret),
        signature,
      ),
    )
    if (isSigned) return undefined
    const authorization = { ...required(call.presented.authorization), algorithm }
    // Good requests need no search for mistakes, nor does the start.
    return mismatch(signing, async (hide) => {
      const { explainMismatchV3 } = await import('../signing/v3/mismatch.ts')
      return explainMismatchV3(call.request, authorization, call.secret, call.ports, hide).text
    })
  },
}
