import type { MediaRecord } from '../../../ports/records/media.ts'
import type { Condition, Range, Selection } from '../../../ports/records/query.ts'
import type { Bound, Demand, FieldTest, Statement, Value } from './statement.ts'

/** The times by which a search is ordered. */
export type SortField = 'CreationTime' | 'ModificationTime'

/** Where a search looks, and what it depends on besides the statement. */
export interface Searched {
  readonly accountId: string
  readonly region: string
  /** The first field of its order. */
  readonly sortedBy: SortField
  /** Categories that there are; of others nothing is found. */
  readonly categories: ReadonlySet<number>
  /** The one media that the statement can be about. */
  readonly named?: MediaRecord | undefined
}

type Media = Condition<'media'>

/** Holds for nothing. */
const never: Media = { any: [] }

const texts = {
  MediaId: 'mediaId',
  AppId: 'appId',
  StorageLocation: 'storageLocation',
  FileName: 'fileName',
  Title: 'title',
  Tags: 'tags',
  Description: 'description',
  BusinessType: 'businessType',
} as const

type TextName = keyof typeof texts

const fuzzy: ReadonlySet<string> = new Set<TextName>(['FileName', 'Title', 'Tags', 'Description'])

const times = { CreationTime: 'createdAtMs', ModificationTime: 'modifiedAtMs' } as const

const isTextName = (name: string): name is TextName => Object.hasOwn(texts, name)
const isTimeName = (name: string): name is SortField => Object.hasOwn(times, name)

const valuesOf = (demand: Demand): readonly Value[] => {
  if ('range' in demand) return []
  return 'in' in demand ? demand.in : [demand.equals]
}

const textsOf = (demand: Demand): readonly string[] => valuesOf(demand).map(({ text }) => text)

/** What the times of a range are that are printed within it: to the second. */
function millisecondsOf({
  from,
  upTo,
}: {
  readonly from?: Bound
  readonly upTo?: Bound
}): Range<number> {
  return {
    ...(from && { from: Date.parse(from.text) + (from.isIncluded ? 0 : 1000) }),
    ...(upTo && { upTo: Date.parse(upTo.text) + (upTo.isIncluded ? 999 : -1) }),
  }
}

const statuses: readonly MediaRecord['status'][] = ['Uploading', 'Normal']

function testCondition({ field, demand }: FieldTest, { categories }: Searched): Media {
  if ('range' in demand)
    return isTimeName(field) ? { field: times[field], within: millisecondsOf(demand.range) } : never
  const values = textsOf(demand)
  if (field === 'CateId')
    return { field: 'cateIds', in: values.map(Number).filter((id) => categories.has(id)) }
  if (field === 'Status')
    return { field: 'status', in: statuses.filter((status) => values.includes(status)) }
  if (!isTextName(field)) return never
  return fuzzy.has(field)
    ? { any: values.map((contains) => ({ field: texts[field], contains })) }
    : { field: texts[field], in: values }
}

/** A statement as a condition on records. */
function conditionOf(statement: Statement, searched: Searched): Media {
  if ('field' in statement) return testCondition(statement, searched)
  return 'all' in statement
    ? { all: statement.all.map((one) => conditionOf(one, searched)) }
    : { any: statement.any.map((one) => conditionOf(one, searched)) }
}

/** The parts of a statement that all have to hold. */
const conjuncts = (statement: Statement | undefined): readonly Statement[] => {
  if (!statement) return []
  return 'all' in statement ? statement.all.flatMap(conjuncts) : [statement]
}

const testsOf = (statement: Statement | undefined): readonly FieldTest[] => {
  if (!statement) return []
  if ('field' in statement) return [statement]
  return ('all' in statement ? statement.all : statement.any).flatMap(testsOf)
}

/** The categories that a statement names. */
export const categoriesIn = (statement: Statement | undefined): readonly number[] =>
  testsOf(statement)
    .filter(({ field }) => field === 'CateId')
    .flatMap(({ demand }) => textsOf(demand).map(Number))

const single = (tests: readonly FieldTest[], field: string): FieldTest | undefined =>
  tests.find((test) => test.field === field && valuesOf(test.demand).length === 1)

const demandedTests = (statement: Statement | undefined): readonly FieldTest[] =>
  conjuncts(statement).filter((part) => 'field' in part)

/** The one media that a statement can be about. */
export function demandedId(statement: Statement | undefined): string | undefined {
  const test = single(demandedTests(statement), 'MediaId')
  return test && textsOf(test.demand)[0]
}

/** Part of the statement that an index answers. */
interface Narrowed {
  readonly selection: Selection<'media'>
  readonly answered: readonly Statement[]
}

/** By what a search that is ordered by CreationTime finds the fewest records. */
function narrowByIndex(tests: readonly FieldTest[], searched: Searched): Narrowed {
  const { accountId, region, categories } = searched
  const owner = { accountId, region, lists: 'attached' } as const
  if (searched.sortedBy === 'ModificationTime')
    return { selection: { index: 'modified', equal: owner }, answered: [] }
  const ofCategory = single(tests, 'CateId')
  if (ofCategory) {
    const cateIds = Number(textsOf(ofCategory.demand)[0])
    const answered = categories.has(cateIds) ? [ofCategory] : []
    return { selection: { index: 'category', equal: { ...owner, cateIds } }, answered }
  }
  const ofStatus = single(tests, 'Status')
  const status = statuses.find((one) => ofStatus && textsOf(ofStatus.demand).includes(one))
  return ofStatus && status
    ? { selection: { index: 'status', equal: { ...owner, status } }, answered: [ofStatus] }
    : { selection: { index: 'created', equal: owner }, answered: [] }
}

/** What a search has to look through: as few records as the indexes allow, of which the rest of the statement leaves some out. */
export function selectionOf(
  statement: Statement | undefined,
  searched: Searched,
): Selection<'media'> {
  const tests = demandedTests(statement)
  const { selection, answered } = narrowByIndex(tests, searched)
  const ofTime = tests.find(({ field }) => field === searched.sortedBy)
  const { named } = searched
  const range = named
    ? { from: named[times[searched.sortedBy]], upTo: named[times[searched.sortedBy]] }
    : ofTime && 'range' in ofTime.demand && millisecondsOf(ofTime.demand.range)
  const done: readonly (Statement | undefined)[] = named ? answered : [...answered, ofTime]
  const rest = conjuncts(statement).filter((part) => !done.includes(part))
  return {
    ...selection,
    ...(range && { range }),
    ...(rest.length > 0 && { where: { all: rest.map((part) => conditionOf(part, searched)) } }),
  }
}
