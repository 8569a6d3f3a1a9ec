import { unixSeconds } from '../../../kernel/time.ts'
import type { MediaRecord } from '../../../ports/records/media.ts'
import type { Selection } from '../../../ports/records/query.ts'
import type { Records } from '../../../ports/records/records.ts'
import { type TimeField, times } from './conditions.ts'
import type { Place } from './paging.ts'
import type { Position } from './scroll-token.ts'

export interface SortKey {
  readonly field: TimeField
  readonly isDescending: boolean
}

const timeOf = (media: MediaRecord, { field }: SortKey): number => media[times[field]]

/** Number of records read at once where records of one time have to be ordered further. */
const batch = 200

/** The records of a selection in the order of its index, those of one second together. */
async function* byTheSecond(records: Records, selection: Selection<'media'>, first: SortKey) {
  const order = first.isDescending ? 'descending' : 'ascending'
  let together: MediaRecord[] = []
  let after: string | undefined
  do {
    const page = await records.find('media', { ...selection, order, after, limit: batch })
    for (const { value } of page.items) {
      const [last] = together
      if (last && unixSeconds(timeOf(last, first)) !== unixSeconds(timeOf(value, first))) {
        yield together
        together = []
      }
      together.push(value)
    }
    after = page.next
  } while (after !== undefined)
  if (together.length > 0) yield together
}

/** A page of a selection, in the order of one time, and of another one where those are printed alike. */
export async function orderedPage(
  records: Records,
  selection: Selection<'media'>,
  [first, second]: readonly [SortKey, SortKey?],
  { skip, limit }: Pick<Place, 'skip' | 'limit'>,
): Promise<readonly MediaRecord[]> {
  if (!second) {
    const order = first.isDescending ? 'descending' : 'ascending'
    const { items } = await records.find('media', { ...selection, order, skip, limit })
    return items.map(({ value }) => value)
  }
  const found: MediaRecord[] = []
  for await (const together of byTheSecond(records, selection, first)) {
    const sign = second.isDescending ? -1 : 1
    found.push(...together.sort((a, b) => sign * (timeOf(a, second) - timeOf(b, second))))
    if (found.length >= skip + limit) break
  }
  return found.slice(skip, skip + limit)
}

/** What of a selection has the time of a position, or comes after it. */
export const restFrom = (
  selection: Selection<'media'>,
  { atMs }: Position,
  { isDescending }: SortKey,
): Selection<'media'> => ({
  ...selection,
  range: { ...selection.range, ...(isDescending ? { upTo: atMs } : { from: atMs }) },
})

/**
 * Where a page ends; undefined when it is empty.
 *
 * @param skipped number of records of the selection before the page
 */
export async function endOf(
  page: readonly MediaRecord[],
  records: Records,
  selection: Selection<'media'>,
  key: SortKey,
  skipped: number,
): Promise<Position | undefined> {
  const last = page.at(-1)
  if (!last) return undefined
  const atMs = timeOf(last, key)
  const alike = page.filter((media) => timeOf(media, key) === atMs).length
  if (alike < page.length || skipped === 0) return { atMs, rank: alike }
  const { range } = selection
  const earlier = { ...range, ...(key.isDescending ? { from: atMs + 1 } : { upTo: atMs - 1 }) }
  const before = await records.count('media', { ...selection, range: earlier })
  // Others may have come before the page in the meantime.
  return { atMs, rank: Math.max(alike, skipped + alike - before) }
}
