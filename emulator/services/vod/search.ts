import type { Input } from '#contracts/operation.ts'
import type * as contract from '#contracts/vod/search.ts'
import { type SearchFields, type SearchType, searchFields } from '#contracts/vod/search-fields.ts'
import type { Context, Handler, Handlers } from '../../kernel/handler.ts'
import type { MediaKind, MediaRecord } from '../../ports/records/media.ts'
import type { Selection } from '../../ports/records/query.ts'
import type { Account } from '../accounts.ts'
import { generationOf } from '../installation.ts'
import type { AccessUrlPorts } from './access-urls.ts'
import { findMedia } from './media.ts'
import type { TimeField } from './search/conditions.ts'
import { describe } from './search/found.ts'
import { endOf, orderedPage, restFrom, type SortKey } from './search/ordered.ts'
import { type Place, placeOf } from './search/paging.ts'
import { type Progress, progressIn, scrollToken, unbegun } from './search/scroll-token.ts'
import { categoriesIn, demandedIds, type Searched, selectionOf } from './search/selection.ts'
import { MatchFault, readStatement, type Statement } from './search/statement.ts'
import { requireUses } from './search/uses.ts'
import type { VodPorts } from './vod-ports.ts'

/** What a search needs. */
export type SearchPorts = AccessUrlPorts & Pick<VodPorts, 'accounts' | 'records'>

type Contract = typeof contract.SearchMedia
type SearchInput = Input<Contract>
type Fault = Context<Contract>['fault']

function requireFields({ Fields = [] }: SearchInput, fields: SearchFields, fault: Fault): void {
  const wrong = Fields.find((name) => !Object.hasOwn(fields, name) || !fields[name]?.isReturned)
  if (wrong === undefined) return
  const found = `Fields: this search returns no "${wrong}".`
  throw fault('InvalidParameter', { parameter: 'Fields' }, { found })
}

/** The conditions of Match. @throws ApiError ErrorMatchSyntax */
function statementOf(
  { Match }: SearchInput,
  fields: SearchFields,
  fault: Fault,
): Statement | undefined {
  if (Match === undefined) return undefined
  try {
    const statement = readStatement(Match)
    requireUses(statement, fields)
    return statement
  } catch (error) {
    if (!(error instanceof MatchFault)) throw error
    const { field, message } = error
    throw fault('ErrorMatchSyntax', { field }, { found: `Match, at ${field}: ${message}.` })
  }
}

type SortText = NonNullable<SearchInput['SortBy']>[number]

const sortKeys = {
  'CreationTime:Desc': { field: 'CreationTime', isDescending: true },
  'CreationTime:Asc': { field: 'CreationTime', isDescending: false },
  'ModificationTime:Desc': { field: 'ModificationTime', isDescending: true },
  'ModificationTime:Asc': { field: 'ModificationTime', isDescending: false },
} as const satisfies Readonly<Record<SortText, SortKey>>

/** The fields of an order; one that comes again changes nothing. */
function orderOf({ SortBy = [] }: SearchInput): readonly [SortKey, SortKey?] {
  const [first = sortKeys['CreationTime:Desc'], ...others] = SortBy.map((text) => sortKeys[text])
  const second = others.find(({ field }) => field !== first.field)
  return second ? [first, second] : [first]
}

/** What a scroll token belongs to. */
async function identityOf(
  { records }: SearchPorts,
  { SearchType, Match, SortBy }: SearchInput,
  { accountId, region }: Account,
): Promise<string> {
  const generation = await generationOf(records)
  return JSON.stringify([accountId, region, generation, SearchType, Match, SortBy])
}

/** How far the search has come by its token. @throws ApiError SortByExceededMax, InvalidScrollToken.Expired */
function progressOf(
  { ScrollToken, SortBy = [] }: SearchInput,
  search: string,
  nowMs: number,
  fault: Fault,
): Progress | undefined {
  if (ScrollToken === undefined) return undefined
  if (SortBy.length > 1) throw fault('SortByExceededMax')
  const progress = progressIn(ScrollToken, search, nowMs)
  if (!progress) throw fault('InvalidScrollToken.Expired')
  return progress
}

/** @throws ApiError InvalidParameter */
function requirePlace(
  { PageNo: pageNo = 1, PageSize: pageSize = 10 }: SearchInput,
  type: SearchType,
  progress: Progress | undefined,
  fault: Fault,
): Place {
  const place = placeOf({ type, pageNo, pageSize, progress })
  if (typeof place !== 'string') return place
  throw fault('InvalidParameter', { parameter: 'PageNo' }, { found: `PageNo: ${place}.` })
}

const kinds = {
  video: 'video',
  audio: 'video',
  image: 'image',
  attached: 'attached-media',
} as const satisfies Readonly<Record<SearchType, MediaKind>>

/** What the statement depends on; undefined when it is about media that there are not. */
async function searchedBy(
  { records }: SearchPorts,
  account: Account,
  type: SearchType,
  statement: Statement | undefined,
  sortedBy: TimeField,
): Promise<Searched | undefined> {
  const ids = demandedIds(statement)
  const found = await Promise.all(
    (ids ?? []).map((id) => findMedia(records, account, kinds[type], id)),
  )
  const named = found.flatMap((media) => (media ? [media.value] : []))
  if (ids && named.length === 0) return undefined
  const categories = new Set(categoriesIn(statement))
  for (const id of categories) if (!(await account.category(id))) categories.delete(id)
  const { accountId, region } = account
  return { accountId, region, type, sortedBy, categories, named: ids && named }
}

/** A page of what was searched for, and how far the search has come with it, if it can go on from there. */
async function pageOf(
  { records }: SearchPorts,
  whole: Selection<'media'>,
  order: readonly [SortKey, SortKey?],
  { from, end, ...place }: Place,
): Promise<{ readonly page: readonly MediaRecord[]; readonly progress: Progress | undefined }> {
  const [first, second] = order
  const selection = from ? restFrom(whole, from, first) : whole
  const page = await orderedPage(records, selection, order, place)
  const position = second ? undefined : await endOf(page, records, selection, first, place.skip)
  return { page, progress: position && { ...position, passed: end } }
}

const nothing = { MediaList: [], Total: 0 }

export const searchMedia =
  (ports: SearchPorts): Handler<Contract> =>
  async (input, { urls, principal, fault }) => {
    const { records, clock } = ports
    const type: SearchType = input.SearchType ?? 'video'
    const fields: SearchFields = searchFields[type]
    const account = ports.accounts.of(principal.accountId, urls.region)
    const identity = await identityOf(ports, input, account)
    requireFields(input, fields, fault)
    const before = progressOf(input, identity, clock.now(), fault)
    const statement = statementOf(input, fields, fault)
    const place = requirePlace(input, type, before, fault)
    const order = orderOf(input)
    const searched = await searchedBy(ports, account, type, statement, order[0].field)
    if (!searched) return nothing
    const selection = selectionOf(statement, searched)
    const Total = await records.count('media', selection)
    if (Total === 0) return nothing
    const { page, progress = before ?? unbegun } = await pageOf(ports, selection, order, place)
    const answering = { account, urls, fields: new Set(input.Fields) }
    return {
      MediaList: await Promise.all(page.map((media) => describe(ports, media, type, answering))),
      ScrollToken: scrollToken(identity, progress, clock.now()),
      Total,
    }
  }

/** Searches over all kinds of media. */
export const searching = (ports: SearchPorts): Handlers<typeof contract> => ({
  SearchMedia: searchMedia(ports),
})
