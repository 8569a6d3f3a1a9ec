import {
  type Diagnosis,
  explainMismatch,
  otherKeys,
  type Row,
  type SearchContext,
} from '../../diagnosis/mismatch.ts'
import type { Hide } from '../../kernel/secrets.ts'
import type { Address } from '../addressing.ts'
import type { OssRequest } from '../request.ts'
import type { ParsedSignature } from './parsed-signature.ts'
import type { OssSigningInput } from './signing-input.ts'
import { mistakesV1 } from './v1/mistakes.ts'
import { readingsV1, type SigningInputV1, schemeV1 } from './v1/signature.ts'
import { mistakesV4 } from './v4/mistakes.ts'
import { readingsV4, type SigningInputV4, schemeV4 } from './v4/signature.ts'

/** The lines of a signed text beside what they were made of: some first ones, the headers, then the last ones. */
function rows(
  text: string,
  { lines }: OssSigningInput,
  first: readonly string[],
  last: readonly string[],
): readonly Row[] {
  const sources = [...first, ...lines.map(({ name, value }) => `header ${name}: ${value}`), ...last]
  return text.split('\n').map((signed, index) => ({ signed, arrived: sources[index] ?? '' }))
}

const targetOf = ({ message: { path, query } }: OssRequest): string =>
  query === '' ? path : `${path}?${query}`

function rowsOfV1(input: SigningInputV1): readonly Row[] {
  const { request } = input.context
  const { method, headers, host } = request.message
  const sent = (name: string) => `header ${name}: ${headers.get(name) ?? '(not sent)'}`
  const date = /^\d+$/.test(input.date) ? `query Expires=${input.date}` : 'x-oss-date or Date'
  return rows(
    schemeV1.textOf(input).stringToSign,
    input,
    [`method ${method}`, sent('content-md5'), sent('content-type'), date],
    [`host ${host}, target ${targetOf(request)}`],
  )
}

function rowsOfV4(input: SigningInputV4): readonly Row[] {
  const { method, host, path, query } = input.context.request.message
  return rows(
    schemeV4.textOf(input).canonicalRequest,
    input,
    [`method ${method}`, `host ${host}, path ${path}`, `query ${query}`],
    ['(an empty line)', 'AdditionalHeaders', 'UNSIGNED-PAYLOAD, whatever the body'],
  )
}

/** What the search for mistakes starts from. @param secret of the key that the request names */
export function searchInputs<Input extends OssSigningInput>(
  readings: Iterable<Input>,
  { accessKeyId }: ParsedSignature,
  context: SearchContext,
): readonly Input[] {
  const others = otherKeys(accessKeyId, context)
  return Array.from(readings, (input) => ({ ...input, otherKeys: others }))
}

/**
 * Why the signature does not match its request.
 *
 * @param addresses what the request may address, likeliest first
 * @param secret of the key that the request names
 */
export function explainOssMismatch(
  request: OssRequest,
  parsed: ParsedSignature,
  addresses: readonly Address[],
  secret: string,
  context: SearchContext,
  hide: Hide,
): Diagnosis {
  const { accessKeyId, signature: given } = parsed
  const signer = `the key ${accessKeyId}`
  if (parsed.version === 'V1') {
    const inputs = searchInputs(readingsV1(request, parsed, secret, addresses), parsed, context)
    const v1 = { scheme: schemeV1, mistakes: mistakesV1, rowsOf: rowsOfV1 }
    return explainMismatch({ ...v1, inputs, given, signer }, context.searchTime, hide)
  }
  const inputs = searchInputs(readingsV4(request, parsed, secret, addresses), parsed, context)
  const v4 = { scheme: schemeV4, mistakes: mistakesV4, rowsOf: rowsOfV4 }
  return explainMismatch({ ...v4, inputs, given, signer }, context.searchTime, hide)
}
