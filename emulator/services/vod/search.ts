import type { Input } from '#contracts/operation.ts'
import type * as contract from '#contracts/vod/search.ts'
import { type SearchFields, type SearchType, searchFields } from '#contracts/vod/search-fields.ts'
import type { Context, Handler, Handlers } from '../../kernel/handler.ts'
import type { MediaRecord } from '../../ports/records/media.ts'
import type { Account } from '../accounts.ts'
import { generationOf } from '../installation.ts'
import { type AccessUrlPorts, accessUrl } from './access-urls.ts'
import type { VodPorts } from './attached-media.ts'
import { findMedia } from './media.ts'
import { categoriesOf, mediaMembers } from './media-answer.ts'
import { orderedPage, type SortKey } from './search/ordered.ts'
import { isScrollToken, scrollToken } from './search/scroll-token.ts'
import {
  categoriesIn,
  demandedId,
  type Searched,
  type SortField,
  selectionOf,
} from './search/selection.ts'
import { MatchFault, readStatement, type Statement } from './search/statement.ts'
import { requireUses } from './search/uses.ts'

/** What a search needs. */
export type SearchPorts = AccessUrlPorts & Pick<VodPorts, 'accounts' | 'records'>

type Contract = typeof contract.SearchMedia
type SearchInput = Input<Contract>
type Fault = Context<Contract>['fault']

/** How many media can be paged through. */
const maxPaged = 5000

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

function requireScrolling(
  { ScrollToken, SortBy = [] }: SearchInput,
  search: string,
  nowMs: number,
  fault: Fault,
): void {
  if (ScrollToken === undefined) return
  if (SortBy.length > 1) throw fault('SortByExceededMax')
  if (!isScrollToken(ScrollToken, search, nowMs)) throw fault('InvalidScrollToken.Expired')
}

function requirePage({ PageNo = 1, PageSize = 10 }: SearchInput, fault: Fault) {
  const end = PageNo * PageSize
  if (end <= maxPaged) return { skip: end - PageSize, limit: PageSize }
  const found = `PageNo: this page ends with media ${end}, and the last that can be asked for is ${maxPaged}.`
  throw fault('InvalidParameter', { parameter: 'PageNo' }, { found })
}

/** What the statement depends on; undefined when it is about a media that there is not. */
async function searchedBy(
  { records }: SearchPorts,
  account: Account,
  statement: Statement | undefined,
  sortedBy: SortField,
): Promise<Searched | undefined> {
  const id = demandedId(statement)
  const named =
    id === undefined ? undefined : await findMedia(records, account, 'attached-media', id)
  if (id !== undefined && !named) return undefined
  const ids = new Set(categoriesIn(statement))
  for (const cateId of ids) if (!(await account.category(cateId))) ids.delete(cateId)
  const { accountId, region } = account
  return { accountId, region, sortedBy, categories: ids, named: named?.value }
}

const picked = <T extends object>(members: T, names: ReadonlySet<string>): Partial<T> =>
  Object.fromEntries(Object.entries(members).filter(([name]) => names.has(name))) as Partial<T>

interface Answering {
  readonly account: Account
  readonly fields: ReadonlySet<string>
  readonly urlOf: (media: MediaRecord) => Promise<string>
}

const describe = async (media: MediaRecord, { account, fields, urlOf }: Answering) => {
  const { mediaId: MediaId, createdAtMs: CreationTime, businessType: BusinessType } = media
  return {
    CreationTime,
    MediaType: 'attached',
    MediaId,
    AttachedMedia: {
      ...picked({ ...mediaMembers(media), BusinessType }, fields),
      MediaId,
      CreationTime,
      ...(fields.has('URL') && { URL: await urlOf(media) }),
      ...(fields.has('Categories') && { Categories: await categoriesOf(media, account) }),
    },
  }
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
    requireScrolling(input, identity, clock.now(), fault)
    const statement = statementOf(input, fields, fault)
    const place = requirePage(input, fault)
    if (type !== 'attached') return nothing
    const order = orderOf(input)
    const searched = await searchedBy(ports, account, statement, order[0].field)
    if (!searched) return nothing
    const selection = selectionOf(statement, searched)
    const Total = await records.count('media', selection)
    if (Total === 0) return nothing
    const answering: Answering = {
      account,
      fields: new Set(input.Fields),
      urlOf: (media) => accessUrl(ports, media, urls),
    }
    const page = await orderedPage(records, selection, order, place)
    return {
      MediaList: await Promise.all(page.map((media) => describe(media, answering))),
      ScrollToken: scrollToken(identity, clock.now()),
      Total,
    }
  }

/** Searches over all kinds of media. */
export const searching = (ports: SearchPorts): Handlers<typeof contract> => ({
  SearchMedia: searchMedia(ports),
})
