import { sameSignature } from '../kernel/signing.ts'
import type { Principal } from '../ports/credentials.ts'
import { rpcError } from './errors.ts'
import { requireFresh } from './freshness.ts'
import { explainBodyHashV3, explainMismatchV3 } from './mismatch-v3.ts'
import { type AuthenticationPorts, requireUnused, secretOf } from './principal.ts'
import type { RpcRequest } from './request.ts'
import {
  type AlgorithmV3,
  type AuthorizationV3,
  bodyHashV3,
  canonicalRequestsV3,
  isAlgorithmV3,
  parseAuthorizationV3,
  signV3,
  stringToSignV3,
} from './signature-v3.ts'

/** Headers that the gateway acts on: when sent they must be signed. */
const covered = [
  'x-acs-action',
  'x-acs-version',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-security-token',
  'x-acs-content-sha256',
]

type Authorization = AuthorizationV3 & { readonly algorithm: AlgorithmV3 }

const incomplete = (reason: string) => rpcError('IncompleteSignature', { reason })

function readAuthorization({ message }: RpcRequest): Authorization {
  const header = message.headers.get('authorization') ?? ''
  if (/^\s*ACS4-/.test(header))
    throw incomplete('ACS4 is not supported; sign with ACS3-HMAC-SHA256.')
  const authorization = parseAuthorizationV3(header)
  if (!authorization)
    throw incomplete(
      'Expected "ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…" in the Authorization header.',
    )
  const { algorithm } = authorization
  if (algorithm === 'ACS3-RSA-SHA256')
    throw rpcError('InvalidAccessKeyId.NotMatchWithSignatureType')
  if (!isAlgorithmV3(algorithm))
    throw incomplete(`The algorithm ${algorithm} is none of ACS3-HMAC-SHA256 and ACS3-HMAC-SM3.`)
  return { ...authorization, algorithm }
}

const mismatch = (stringToSign: string, canonicalRequest: string, explanation: string) =>
  // The message of V3 differs from the one of V1 in more than its values.
  Object.assign(rpcError('SignatureDoesNotMatch', {}, { explanation }), {
    message: `Specified signature does not match our calculation. server StringToSign is [${stringToSign}] server CanonicalRequest is [${canonicalRequest}]`,
  })

function requireSignature(
  request: RpcRequest,
  authorization: Authorization,
  secret: string,
  ports: AuthenticationPorts,
): void {
  const { message, query, body } = request
  const { algorithm, signedHeaders, signature } = authorization
  const bodyHash = bodyHashV3(algorithm, body)
  const claimed = message.headers.get('x-acs-content-sha256')
  const canonicalRequests = canonicalRequestsV3({
    method: message.method,
    query,
    headers: message.headers,
    signedHeaders,
    bodyHash,
  })
  const refuse = (explanation: string) => {
    const canonicalRequest = canonicalRequests[0] ?? ''
    return mismatch(stringToSignV3(algorithm, canonicalRequest), canonicalRequest, explanation)
  }
  if (claimed !== undefined && claimed !== bodyHash)
    throw refuse(explainBodyHashV3(algorithm, claimed, body))
  const unsigned = covered.find(
    (name) => message.headers.get(name) !== undefined && !signedHeaders.includes(name),
  )
  if (unsigned) throw refuse(`The header ${unsigned} was sent but is not among SignedHeaders.`)
  const matches = canonicalRequests.some((canonicalRequest) =>
    sameSignature(
      signV3(algorithm, stringToSignV3(algorithm, canonicalRequest), secret),
      signature,
    ),
  )
  if (!matches) throw refuse(explainMismatchV3(request, authorization, secret, ports).text)
}

/** ACS3: HMAC over a canonical request, in the Authorization header. */
export function authenticateV3(request: RpcRequest, ports: AuthenticationPorts): Principal {
  const { headers } = request.message
  const authorization = readAuthorization(request)
  const date = headers.get('x-acs-date')
  if (!date) throw rpcError('MissingTimestamp')
  requireFresh(date, false, ports.clock)
  const { accessKeyId } = authorization
  const { secret, principal } = secretOf(accessKeyId, headers.get('x-acs-security-token'), ports)
  requireSignature(request, authorization, secret, ports)
  requireUnused(accessKeyId, headers.get('x-acs-signature-nonce'), ports)
  return principal
}
