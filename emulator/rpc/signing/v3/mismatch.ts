import {
  type Compared,
  type Diagnosis,
  diagnose,
  type Stage,
  tooLarge,
} from '../../../diagnosis/mismatch.ts'
import { solve } from '../../../diagnosis/solver.ts'
import type { ByteString } from '../../../kernel/bytes.ts'
import type { Hide } from '../../../kernel/redaction.ts'
import type { CallPorts } from '../../call.ts'
import type { RpcRequest } from '../../request.ts'
import { canonicalRequestOf, type DraftV3, draftV3, signDraftV3, stringToSignOf } from './draft.ts'
import { mistakesV3, payloadMistakeOf } from './mistakes.ts'
import { type AlgorithmV3, type AuthorizationV3, bodyHashV3, hashV3 } from './signature.ts'

const stagesOf = (draft: DraftV3): readonly Stage[] => {
  const canonicalRequest = canonicalRequestOf(draft)
  return [
    { name: 'canonical request', text: canonicalRequest },
    { name: 'string to sign', text: stringToSignOf(draft, canonicalRequest) },
  ]
}

function compared({ message, body }: RpcRequest, draft: DraftV3): readonly Compared[] {
  const [method = '', path = '', query = '', ...rest] = canonicalRequestOf(draft).split('\n')
  const arrivedAs = (line: ByteString, index: number): ByteString => {
    const header = draft.lines[index]
    if (header) return `header ${header.name}: ${message.headers.all(header.name).join(', ')}`
    if (index === rest.length - 1) return `body of ${body.length} bytes`
    return line === '' ? '(a blank line)' : 'SignedHeaders of Authorization'
  }
  return [
    { signed: method, arrived: `method ${message.method}` },
    { signed: path, arrived: `path ${message.path}` },
    { signed: query, arrived: `query ${message.query}` },
    ...rest.map((line, index) => ({ signed: line, arrived: arrivedAs(line, index) })),
  ]
}

type Authorization = AuthorizationV3 & { readonly algorithm: AlgorithmV3 }

/** What the server signs of a request. @param secret of the key that the request names */
export function draftOfV3(
  { message, query, body, bodyParameters }: RpcRequest,
  { accessKeyId, algorithm, signedHeaders }: Authorization,
  secret: string,
  { credentials }: Pick<CallPorts, 'credentials'>,
): DraftV3 {
  return draftV3({
    method: message.method,
    accessKeyId,
    secret,
    otherKeys: credentials.accountKeys().filter((key) => key.accessKeyId !== accessKeyId),
    algorithm,
    query,
    signedHeaders,
    payload: bodyHashV3(algorithm, body),
    around: { headers: message.headers, rawQuery: message.query, bodyParameters, body },
  })
}

/** Why a V3 signature is not the one of its request. @param secret of the key that the request names */
export function explainMismatchV3(
  request: RpcRequest,
  authorization: Authorization,
  secret: string,
  ports: Pick<CallPorts, 'credentials' | 'searchTime'>,
  hide: Hide,
): Diagnosis {
  const unsearched = tooLarge(request.message.query.length + request.body.length)
  if (unsearched) return unsearched
  const draft = draftOfV3(request, authorization, secret, ports)
  // Clients leave names as they are; it differs only where one holds a reserved character.
  const drafts = [draft, { ...draft, encodeName: (name: ByteString) => name }]
  const { accessKeyId, signature: given } = authorization
  const search = { drafts, mistakes: mistakesV3, sign: signDraftV3, given }
  const solution = solve(search, ports.searchTime)
  return diagnose(solution, {
    accessKeyId,
    hide,
    stagesOf,
    compared: () => compared(request, draft),
  })
}

/** Why `x-acs-content-sha256` is not the hash of the body. */
export function explainBodyHashV3(algorithm: AlgorithmV3, claimed: string, body: Buffer): string {
  const mistake = payloadMistakeOf(claimed, body, hashV3(algorithm))
  const head = mistake ? `Mistake: other-payload-hash. x-acs-content-sha256 is ${mistake}. ` : ''
  return `${head}x-acs-content-sha256 is the lower-case hex hash of the body as it is sent. It is ${claimed}, but the ${body.length} bytes of body that arrived hash to ${bodyHashV3(algorithm, body)}.`
}
