import type { SearchType } from '#contracts/vod/search-fields.ts'
import type { MediaRecord } from '../../../ports/records/media.ts'
import type { Range, Selection } from '../../../ports/records/query.ts'
import {
  type Categories,
  conditionOf,
  idFields,
  millisecondsOf,
  statuses,
  type TimeField,
  textsOf,
  times,
  valuesOf,
} from './conditions.ts'
import type { FieldTest, Statement } from './statement.ts'

/** Where a search looks, and what it depends on besides the statement. */
export interface Searched {
  readonly accountId: string
  readonly region: string
  readonly type: SearchType
  /** The first field of its order. */
  readonly sortedBy: TimeField
  readonly categories: Categories
  /** The media that the statement can be about alone. */
  readonly named?: readonly MediaRecord[] | undefined
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

const demandedTests = (statement: Statement | undefined): readonly FieldTest[] =>
  conjuncts(statement).filter((part) => 'field' in part)

/** The ids of the media that a statement can be about alone. */
export function demandedIds(statement: Statement | undefined): readonly string[] | undefined {
  const test = demandedTests(statement).find(({ field }) => idFields.includes(field))
  return test && textsOf(test.demand)
}

const single = (tests: readonly FieldTest[], field: string): FieldTest | undefined =>
  tests.find((test) => test.field === field && valuesOf(test.demand).length === 1)

/** Part of the statement that an index answers. */
interface Narrowed {
  readonly selection: Selection<'media'>
  readonly answered: readonly Statement[]
}

/** By what a search that is ordered by CreationTime finds the fewest records. */
function narrowByIndex(tests: readonly FieldTest[], searched: Searched): Narrowed {
  const { accountId, region, type, categories } = searched
  const equal = { accountId, region, lists: type }
  if (searched.sortedBy === 'ModificationTime')
    return { selection: { index: 'modified', equal }, answered: [] }
  const ofCategory = single(tests, 'CateId')
  if (ofCategory) {
    const cateIds = Number(textsOf(ofCategory.demand)[0])
    const answered = categories.has(cateIds) ? [ofCategory] : []
    return { selection: { index: 'category', equal: { ...equal, cateIds } }, answered }
  }
  const ofStatus = single(tests, 'Status')
  const status = statuses.find((one) => ofStatus && textsOf(ofStatus.demand).includes(one))
  return ofStatus && status
    ? { selection: { index: 'status', equal: { ...equal, status } }, answered: [ofStatus] }
    : { selection: { index: 'created', equal }, answered: [] }
}

/** From the first of some times to the last. */
const rangeOver = (found: readonly number[]): Range<number> => ({
  from: Math.min(...found),
  upTo: Math.max(...found),
})

/** What a search has to look through: as few records as the indexes allow, of which the rest of the statement leaves some out. */
export function selectionOf(
  statement: Statement | undefined,
  searched: Searched,
): Selection<'media'> {
  const { named, sortedBy, categories } = searched
  const tests = demandedTests(statement)
  const { selection, answered } = narrowByIndex(tests, searched)
  const ofTime = tests.find(({ field }) => field === sortedBy)
  const range = named
    ? rangeOver(named.map((media) => media[times[sortedBy]]))
    : ofTime && 'range' in ofTime.demand && millisecondsOf(ofTime.demand.range)
  const done: readonly (Statement | undefined)[] = named ? answered : [...answered, ofTime]
  const rest = conjuncts(statement).filter((part) => !done.includes(part))
  return {
    ...selection,
    ...(range && { range }),
    ...(rest.length > 0 && { where: { all: rest.map((part) => conditionOf(part, categories)) } }),
  }
}
