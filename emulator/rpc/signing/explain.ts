import {
  type Diagnosis,
  explainMismatch,
  otherKeys,
  type Row,
  type SearchContext,
  tooLarge,
} from '../../diagnosis/mismatch.ts'
import { type ByteString, formDecode, percentEncode } from '../../kernel/bytes.ts'
import type { Hide } from '../../kernel/secrets.ts'
import type { RpcRequest } from '../request.ts'
import { mistakesV1 } from './v1/mistakes.ts'
import { type SigningInputV1, schemeV1, signingInputV1 } from './v1/signature.ts'
import { mistakesV3, payloadMistakeOf } from './v3/mistakes.ts'
import {
  type AlgorithmV3,
  bodyHashV3,
  hashV3,
  readingsV3,
  type SigningInputV3,
  schemeV3,
} from './v3/signature.ts'

const sizeOf = ({ message, body }: RpcRequest): number => message.query.length + body.length

/** Parameters that are shown beside what arrived. */
const maxRows = 500

/** Pieces of a query or form as they came over the wire, by decoded name. */
const pieces = (encoded: ByteString): ReadonlyMap<ByteString, ByteString> =>
  new Map(encoded.split('&').map((piece) => [formDecode(piece.split('=', 1)[0] ?? ''), piece]))

function rowsOfV1({ message, body }: RpcRequest, input: SigningInputV1): readonly Row[] {
  const wire = { query: pieces(message.query), body: pieces(body.toString('latin1')) }
  const lines = input.parameters
    .map((parameter) => ({ ...parameter, encoded: '' }))
    .sort(input.order)
    .slice(0, maxRows)
    .map(({ name, value }) => {
      const place = input.inBody.has(name) ? 'body' : 'query'
      return {
        signed: `${percentEncode(name)}=${percentEncode(value)}`,
        arrived: `${place} ${wire[place].get(name) ?? `${name}=${value}`}`,
      }
    })
  return [{ signed: input.method, arrived: `method ${message.method}` }, ...lines]
}

/** What the search for mistakes of a V1 signature starts from. @param secret of the key that the request names */
export function searchInputV1(
  { message, parameters, bodyParameters }: RpcRequest,
  secret: string,
  context: SearchContext,
): SigningInputV1 {
  const input = signingInputV1(message.method, parameters, secret)
  const inBody = new Set(bodyParameters.map(({ name }) => name))
  return { ...input, inBody, otherKeys: otherKeys(input.accessKeyId, context) }
}

/** Why a V1 signature does not match its request. @param secret of the key that the request names */
export function explainMismatchV1(
  request: RpcRequest,
  secret: string,
  context: SearchContext,
  hide: Hide,
): Diagnosis {
  const unsearched = tooLarge(sizeOf(request))
  if (unsearched) return unsearched
  const input = searchInputV1(request, secret, context)
  const mismatch = {
    scheme: schemeV1,
    mistakes: mistakesV1,
    inputs: [input],
    given: request.parameters.get('Signature') ?? '',
    signer: `the key ${input.accessKeyId}`,
    rowsOf: () => rowsOfV1(request, input),
  }
  return explainMismatch(mismatch, context.searchTime, hide)
}

function rowsOfV3(input: SigningInputV3): readonly Row[] {
  const { message, body } = input.request
  const { canonicalRequest } = schemeV3.textOf(input)
  const [method = '', path = '', query = '', ...rest] = canonicalRequest.split('\n')
  const arrivedAs = (line: ByteString, index: number): ByteString => {
    const header = input.lines[index]
    if (header) return `header ${header.name}: ${message.headers.all(header.name).join(', ')}`
    if (index === rest.length - 1) return `body of ${body.length} bytes`
    return line === '' ? '(an empty line)' : 'SignedHeaders of Authorization'
  }
  return [
    { signed: method, arrived: `method ${message.method}` },
    { signed: path, arrived: `path ${message.path}` },
    { signed: query, arrived: `query ${message.query}` },
    ...rest.map((line, index) => ({ signed: line, arrived: arrivedAs(line, index) })),
  ]
}

/** The same of a V3 signature. @param checked what the server signs */
export function searchInputV3(checked: SigningInputV3, context: SearchContext): SigningInputV3 {
  return { ...checked, otherKeys: otherKeys(checked.accessKeyId, context) }
}

/** Why a V3 signature does not match its request. @param checked what the server signs */
export function explainMismatchV3(
  checked: SigningInputV3,
  given: string,
  context: SearchContext,
  hide: Hide,
): Diagnosis {
  const { message, body } = checked.request
  const unsearched = tooLarge(message.query.length + body.length)
  if (unsearched) return unsearched
  const mismatch = {
    scheme: schemeV3,
    mistakes: mistakesV3,
    inputs: readingsV3(searchInputV3(checked, context)),
    given,
    signer: `the key ${checked.accessKeyId}`,
    rowsOf: rowsOfV3,
  }
  return explainMismatch(mismatch, context.searchTime, hide)
}

/** Why `x-acs-content-sha256` is not the hash of the body. */
export function explainBodyHashV3(algorithm: AlgorithmV3, claimed: string, body: Buffer): string {
  const right = bodyHashV3(algorithm, body)
  const mistake = payloadMistakeOf(claimed, body, hashV3(algorithm))
  const head = mistake ? `Mistake: other-payload-hash. x-acs-content-sha256 is ${mistake}. ` : ''
  return `${head}x-acs-content-sha256 is the lower-case hex hash of the body as it is sent. It is ${claimed}, but the ${body.length} bytes of body that arrived hash to ${right}.`
}
