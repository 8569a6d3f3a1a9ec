import { type Compared, type Diagnosis, diagnose, type Stage } from '../../diagnosis/mismatch.ts'
import type { SearchTime } from '../../diagnosis/search-time.ts'
import { solve } from '../../diagnosis/solver.ts'
import type { ByteString } from '../../kernel/bytes.ts'
import type { Hide } from '../../kernel/redaction.ts'
import type { Credentials } from '../../ports/credentials.ts'
import type { Address } from '../addressing.ts'
import type { OssRequest } from '../request.ts'
import type { Circumstances } from './common-mistakes.ts'
import type { PartsV4, PresentedSignature } from './signature.ts'
import { type DraftV1, draftV1, signDraftV1, textV1 } from './v1/draft.ts'
import { mistakesV1 } from './v1/mistakes.ts'
import {
  canonicalRequestOf,
  type DraftV4,
  draftV4,
  signDraftV4,
  stringToSignOf,
} from './v4/draft.ts'
import { mistakesV4 } from './v4/mistakes.ts'
import { spellingsV4 } from './v4/signature.ts'

interface SearchPorts {
  readonly credentials: Credentials
  readonly searchTime: SearchTime
}

const stagesOfV1 = (draft: DraftV1): readonly Stage[] => [
  { name: 'string to sign', text: textV1(draft) },
]

const stagesOfV4 = (draft: DraftV4): readonly Stage[] => {
  const canonicalRequest = canonicalRequestOf(draft)
  return [
    { name: 'canonical request', text: canonicalRequest },
    { name: 'string to sign', text: stringToSignOf(draft, canonicalRequest) },
  ]
}

/** The lines of a signed text beside what they were made of: some first ones, the headers, then the last ones. */
function compared(
  text: string,
  { lines }: DraftV1 | DraftV4,
  first: readonly string[],
  last: readonly string[],
): readonly Compared[] {
  const sources = [...first, ...lines.map(({ name, value }) => `header ${name}: ${value}`), ...last]
  return text.split('\n').map((signed, index) => ({ signed, arrived: sources[index] ?? '' }))
}

const targetOf = ({ message: { path, query } }: OssRequest): string =>
  query === '' ? path : `${path}?${query}`

function comparedV1(request: OssRequest, draft: DraftV1): readonly Compared[] {
  const { method, headers, host } = request.message
  const sent = (name: string) => `header ${name}: ${headers.get(name) ?? '(not sent)'}`
  const date = /^\d+$/.test(draft.date) ? `query Expires=${draft.date}` : 'x-oss-date or Date'
  return compared(
    textV1(draft),
    draft,
    [`method ${method}`, sent('content-md5'), sent('content-type'), date],
    [`host ${host}, target ${targetOf(request)}`],
  )
}

function comparedV4(request: OssRequest, draft: DraftV4): readonly Compared[] {
  const { method, host, path, query } = request.message
  return compared(
    canonicalRequestOf(draft),
    draft,
    [`method ${method}`, `host ${host}, path ${path}`, `query ${query}`],
    ['(a blank line)', 'AdditionalHeaders', 'x-oss-content-sha256, or UNSIGNED-PAYLOAD without it'],
  )
}

/** Parameters of the V1 URL that no signature covers. */
const ofUrl: readonly string[] = ['OSSAccessKeyId', 'Expires', 'Signature']

/** A draft in every spelling of parameters without a value that the server takes. */
const spelledV4 = (draft: DraftV4): readonly DraftV4[] =>
  draft.query.some(({ value }) => value === '')
    ? spellingsV4.map((withEquals) => ({ ...draft, withEquals }))
    : [draft]

const spelledV1 = (draft: DraftV1): readonly DraftV1[] =>
  draft.query.some(({ value }) => value === '') ? [draft, { ...draft, empty: '=' }] : [draft]

/** Which key signs, and what the request may mean, likeliest first. */
export interface Asked {
  readonly signing: Pick<DraftV1, 'method' | 'accessKeyId' | 'secret' | 'otherKeys'>
  readonly arounds: readonly Circumstances[]
}

export function asked(
  request: OssRequest,
  { accessKeyId }: PresentedSignature,
  addresses: readonly Address[],
  secret: string,
  { credentials }: Pick<SearchPorts, 'credentials'>,
): Asked {
  const { method, headers } = request.message
  const otherKeys = credentials.accountKeys().filter((key) => key.accessKeyId !== accessKeyId)
  const query = request.query.filter(({ name }) => !ofUrl.includes(name))
  return {
    signing: { method, accessKeyId, secret, otherKeys },
    arounds: addresses.map((address) => ({ headers, query, address })),
  }
}

/** What the server signs under V1: a draft for each reading that it takes. */
export const draftsOfV1 = (
  { signing, arounds }: Asked,
  dates: readonly ByteString[],
): readonly DraftV1[] =>
  arounds.flatMap((around) =>
    dates.flatMap((date) => spelledV1(draftV1({ ...signing, date, around }))),
  )

/** The same under V4. */
export const draftsOfV4 = ({ signing, arounds }: Asked, parts: PartsV4): readonly DraftV4[] =>
  arounds.flatMap((around) => spelledV4(draftV4({ ...signing, parts, around })))

/**
 * Why the signature is not the one of its request.
 *
 * @param addresses what the request may mean, likeliest first
 * @param secret of the key that the request names
 */
export function explainMismatch(
  request: OssRequest,
  presented: PresentedSignature,
  addresses: readonly Address[],
  secret: string,
  ports: SearchPorts,
  hide: Hide,
): Diagnosis {
  const { accessKeyId, signature: given, parts } = presented
  const { searchTime } = ports
  const from = asked(request, presented, addresses, secret, ports)
  if (parts.version === 'V1') {
    const drafts = draftsOfV1(from, parts.dates)
    const solution = solve({ drafts, mistakes: mistakesV1, sign: signDraftV1, given }, searchTime)
    const rows = () => comparedV1(request, solution.server)
    return diagnose(solution, { accessKeyId, hide, stagesOf: stagesOfV1, compared: rows })
  }
  const drafts = draftsOfV4(from, parts)
  const solution = solve({ drafts, mistakes: mistakesV4, sign: signDraftV4, given }, searchTime)
  const rows = () => comparedV4(request, solution.server)
  return diagnose(solution, { accessKeyId, hide, stagesOf: stagesOfV4, compared: rows })
}
