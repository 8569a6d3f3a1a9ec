import {
  type Compared,
  type Diagnosis,
  diagnose,
  type Stage,
  tooLarge,
} from '../../../diagnosis/mismatch.ts'
import { solve } from '../../../diagnosis/solver.ts'
import { type ByteString, formDecode, percentEncode } from '../../../kernel/bytes.ts'
import type { Hide } from '../../../kernel/redaction.ts'
import type { CallPorts } from '../../call.ts'
import type { RpcRequest } from '../../request.ts'
import { type DraftV1, draftV1, type Placed, signDraftV1, textV1 } from './draft.ts'
import { mistakesV1 } from './mistakes.ts'

/** Parameters that are shown beside what arrived. */
const maxRows = 500

const stagesOf = (draft: DraftV1): readonly Stage[] => [
  { name: 'string to sign', text: textV1(draft) },
]

/** The parameters in the order in which they arrived; of one name the last, as the server reads them. */
function placed({ query, bodyParameters, parameters }: RpcRequest): readonly Placed[] {
  const inBody = new Set(bodyParameters.map(({ name }) => name))
  const order = new Set([...query, ...bodyParameters].map(({ name }) => name))
  order.delete('Signature')
  return [...order].map((name) => ({
    name,
    value: parameters.get(name) ?? '',
    place: inBody.has(name) ? 'body' : 'query',
  }))
}

/** Pieces of a query or form as they came over the wire, by decoded name. */
const pieces = (encoded: ByteString): ReadonlyMap<ByteString, ByteString> =>
  new Map(encoded.split('&').map((piece) => [formDecode(piece.split('=', 1)[0] ?? ''), piece]))

function compared({ message, body }: RpcRequest, draft: DraftV1): readonly Compared[] {
  const wire = { query: pieces(message.query), body: pieces(body.toString('latin1')) }
  const lines = [...draft.parameters]
    .map((parameter) => ({ ...parameter, encoded: '' }))
    .sort(draft.order)
    .slice(0, maxRows)
    .map(({ name, value, place }) => ({
      signed: `${percentEncode(name)}=${percentEncode(value)}`,
      arrived: `${place} ${wire[place].get(name) ?? `${name}=${value}`}`,
    }))
  return [{ signed: draft.method, arrived: `method ${message.method}` }, ...lines]
}

/** What the server signs of a request. @param secret of the key that the request names */
export function draftOfV1(
  request: RpcRequest,
  secret: string,
  { credentials }: Pick<CallPorts, 'credentials'>,
): DraftV1 {
  const accessKeyId = request.parameters.get('AccessKeyId') ?? ''
  return draftV1({
    method: request.message.method,
    parameters: placed(request),
    accessKeyId,
    secret,
    otherKeys: credentials.accountKeys().filter((key) => key.accessKeyId !== accessKeyId),
  })
}

/** Why a V1 signature is not the one of its request. @param secret of the key that the request names */
export function explainMismatchV1(
  request: RpcRequest,
  secret: string,
  ports: Pick<CallPorts, 'credentials' | 'searchTime'>,
  hide: Hide,
): Diagnosis {
  const unsearched = tooLarge(request.message.query.length + request.body.length)
  if (unsearched) return unsearched
  const draft = draftOfV1(request, secret, ports)
  // An unescaped + of the Base64 arrives as a space.
  const given = request.parameters.get('Signature')?.replaceAll(' ', '+') ?? ''
  const search = { drafts: [draft], mistakes: mistakesV1, sign: signDraftV1, given }
  const { accessKeyId } = draft
  const solution = solve(search, ports.searchTime)
  return diagnose(solution, {
    accessKeyId,
    hide,
    stagesOf,
    compared: () => compared(request, draft),
  })
}
