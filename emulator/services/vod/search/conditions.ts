import { attachedMediaMachine, imageMachine, videoMachine } from '#contracts/vod/states/index.ts'
import type { MediaState } from '../../../ports/records/media.ts'
import type { Condition, Range } from '../../../ports/records/query.ts'
import { constants } from './found.ts'
import type { Bound, Demand, FieldTest, Statement, Value } from './statement.ts'

type Media = Condition<'media'>

/** Holds for everything. */
const always: Media = { all: [] }
/** Holds for nothing. */
const never: Media = { any: [] }

/** The fields that are the id of a media. */
export const idFields = ['VideoId', 'AudioId', 'ImageId', 'MediaId']

const texts = {
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

export const times = { CreationTime: 'createdAtMs', ModificationTime: 'modifiedAtMs' } as const
const numbers = { Size: 'size', Duration: 'duration' } as const

export type TimeField = keyof typeof times

/** Categories that there are; of others nothing is found. */
export type Categories = ReadonlySet<number>

const isTextName = (name: string): name is TextName => Object.hasOwn(texts, name)
const isTimeName = (name: string): name is TimeField => Object.hasOwn(times, name)
const isNumberName = (name: string): name is keyof typeof numbers => Object.hasOwn(numbers, name)

export const valuesOf = (demand: Demand): readonly Value[] => {
  if ('range' in demand) return []
  return 'in' in demand ? demand.in : [demand.equals]
}

export const textsOf = (demand: Demand): readonly string[] =>
  valuesOf(demand).map(({ text }) => text)

/** The bounds of a range. */
interface Bounds {
  readonly from?: Bound
  readonly upTo?: Bound
}

/** What the times of a range are that are printed within it: to the second. */
export const millisecondsOf = ({ from, upTo }: Bounds): Range<number> => ({
  ...(from && { from: Date.parse(from.text) + (from.isIncluded ? 0 : 1000) }),
  ...(upTo && { upTo: Date.parse(upTo.text) + (upTo.isIncluded ? 999 : -1) }),
})

/** The least step from a number to another one; below 1 a smaller one than any number here has decimals. */
const stepAt = (value: number): number => Number.EPSILON * Math.max(1, Math.abs(value))

const numbersOf = ({ from, upTo }: Bounds): Range<number> => {
  const [least, greatest] = [Number(from?.text), Number(upTo?.text)]
  return {
    ...(from && { from: from.isIncluded ? least : least + stepAt(least) }),
    ...(upTo && { upTo: upTo.isIncluded ? greatest : greatest - stepAt(greatest) }),
  }
}

const machines = [videoMachine, imageMachine, attachedMediaMachine]

/** Every state that a media can have. */
export const statuses: readonly MediaState[] = [
  ...new Set<MediaState>(['Uploading', ...machines.flat().map(({ to }) => to)]),
]

function rangeCondition(field: string, range: Bounds): Media {
  if (isTimeName(field)) return { field: times[field], within: millisecondsOf(range) }
  return isNumberName(field) ? { field: numbers[field], within: numbersOf(range) } : never
}

function testCondition({ field, demand }: FieldTest, categories: Categories): Media {
  if ('range' in demand) return rangeCondition(field, demand.range)
  const values = textsOf(demand)
  if (field === 'CateId')
    return { field: 'cateIds', in: values.map(Number).filter((id) => categories.has(id)) }
  if (field === 'Status')
    return { field: 'status', in: statuses.filter((status) => values.includes(status)) }
  if (idFields.includes(field)) return { field: 'mediaId', in: values }
  if (Object.hasOwn(constants, field))
    return values.includes(constants[field as keyof typeof constants]) ? always : never
  if (!isTextName(field)) return never
  return fuzzy.has(field)
    ? { any: values.map((contains) => ({ field: texts[field], contains })) }
    : { field: texts[field], in: values }
}

/** A statement as a condition on records. */
export function conditionOf(statement: Statement, categories: Categories): Media {
  if ('field' in statement) return testCondition(statement, categories)
  return 'all' in statement
    ? { all: statement.all.map((one) => conditionOf(one, categories)) }
    : { any: statement.any.map((one) => conditionOf(one, categories)) }
}
