import type { MediaRecord } from '../../ports/records/media.ts'
import type { Condition, Query, Selection } from '../../ports/records/query.ts'
import type { KeyRange } from '../../ports/records/records.ts'

/** What records ought to answer: said as plainly as possible, however slowly. */
export type Model<T> = ReadonlyMap<string, T>

const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

export function listed(model: Model<unknown>, range: Omit<KeyRange, 'limit'>): readonly string[] {
  const { prefix = '', after, delimiter } = range
  const entries = [...model.keys()]
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const at = delimiter ? key.indexOf(delimiter, prefix.length) : -1
      return at < 0 ? key : key.slice(0, at + (delimiter ?? '').length)
    })
  // What is listed as one is over when the listing goes on in the middle of it.
  const start =
    delimiter && after?.startsWith(prefix) ? after.indexOf(delimiter, prefix.length) : -1
  const group = start < 0 ? undefined : after?.slice(0, start + (delimiter ?? '').length)
  return [...new Set(entries)]
    .filter((entry) => after === undefined || (compare(entry, after) > 0 && entry !== group))
    .sort(compare)
}

type Member = string | number | readonly (string | number)[] | undefined

const orderOf = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : compare(String(a), String(b))

function holds(media: MediaRecord, condition: Condition<'media'>): boolean {
  if ('all' in condition) return condition.all.every((one) => holds(media, one))
  if ('any' in condition) return condition.any.some((one) => holds(media, one))
  const member: Member = media[condition.field]
  const values = [member ?? []].flat()
  if ('equals' in condition) return values.some((value) => value === condition.equals)
  if ('in' in condition) return condition.in.some((one) => values.some((value) => value === one))
  if ('contains' in condition)
    return values.some((value) => String(value).includes(condition.contains))
  const { from, upTo } = condition.within
  return values.some(
    (value) =>
      (from === undefined || orderOf(value, from) >= 0) &&
      (upTo === undefined || orderOf(value, upTo) <= 0),
  )
}

const memberOf = (record: object, field: string): unknown =>
  (record as Readonly<Record<string, unknown>>)[field]

/** Whether a media has all values that a selection names. */
const fits = (media: MediaRecord, { equal }: Selection<'media'>): boolean =>
  Object.entries(equal).every(([field, value]) => [memberOf(media, field)].flat().includes(value))

/** The keys of the media that a query finds, all its pages together. */
export function found(
  model: Model<MediaRecord>,
  query: Selection<'media'> & Pick<Query<'media'>, 'order' | 'skip'>,
): readonly string[] {
  const { range: { from = -Infinity, upTo = Infinity } = {}, where, order, skip } = query
  const timeOf = ({ createdAtMs, modifiedAtMs }: MediaRecord) =>
    query.index === 'modified' ? modifiedAtMs : createdAtMs
  const ascending = [...model]
    .filter(([, media]) => fits(media, query) && (!where || holds(media, where)))
    .filter(([, media]) => timeOf(media) >= from && timeOf(media) <= upTo)
    .sort(([a, one], [b, other]) => timeOf(one) - timeOf(other) || compare(a, b))
    .map(([key]) => key)
  return (order === 'descending' ? ascending.reverse() : ascending).slice(skip)
}
