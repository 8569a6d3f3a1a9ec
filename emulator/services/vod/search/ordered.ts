import { unixSeconds } from '../../../kernel/time.ts'
import type { MediaRecord } from '../../../ports/records/media.ts'
import type { Selection } from '../../../ports/records/query.ts'
import type { Records } from '../../../ports/records/records.ts'
import type { SortField } from './selection.ts'

export interface SortKey {
  readonly field: SortField
  readonly isDescending: boolean
}

const timeOf = ({ createdAtMs, modifiedAtMs }: MediaRecord, { field }: SortKey): number =>
  field === 'CreationTime' ? createdAtMs : modifiedAtMs

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

export interface Place {
  readonly skip: number
  readonly limit: number
}

/** A page of a selection, in the order of one time, and of another one where those are printed alike. */
export async function orderedPage(
  records: Records,
  selection: Selection<'media'>,
  [first, second]: readonly [SortKey, SortKey?],
  { skip, limit }: Place,
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
