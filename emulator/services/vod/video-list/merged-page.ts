import type { MediaRecord } from '../../../ports/records/media.ts'
import type { Selection } from '../../../ports/records/query.ts'
import type { Records } from '../../../ports/records/records.ts'

/** A page of the order of times of creation. */
export interface Place {
  readonly isDescending: boolean
  /** Number of media to pass over. */
  readonly skip: number
  /** Maximum number of media on the page. */
  readonly limit: number
}

/** Maximum number of records read at once of each selection. */
const batch = 200

/** Whether one media comes before another: by time, then by id. */
export function precedes(one: MediaRecord, other: MediaRecord, isDescending: boolean): boolean {
  const difference = one.createdAtMs - other.createdAtMs
  if (difference !== 0) return isDescending ? difference > 0 : difference < 0
  return isDescending ? one.mediaId > other.mediaId : one.mediaId < other.mediaId
}

/** The media of a selection in its order, read as they are taken. */
async function* inOrder(
  records: Records,
  selection: Selection<'media'>,
  { isDescending, skip, limit }: Place,
): AsyncGenerator<MediaRecord, undefined> {
  const order = isDescending ? 'descending' : 'ascending'
  const size = Math.min(skip + limit, batch)
  let after: string | undefined
  do {
    const page = await records.find('media', { ...selection, order, after, limit: size })
    for (const { value } of page.items) yield value
    after = page.next
  } while (after !== undefined)
}

/** The media of several selections in their order. */
async function* merged(
  records: Records,
  selections: readonly Selection<'media'>[],
  place: Place,
): AsyncGenerator<MediaRecord, undefined> {
  const sources = selections.map((selection) => inOrder(records, selection, place))
  const heads = await Promise.all(sources.map(async (one) => (await one.next()).value))
  for (;;) {
    let first: MediaRecord | undefined
    for (const head of heads)
      if (head && (!first || precedes(head, first, place.isDescending))) first = head
    if (!first) return
    yield first
    const taken = heads.indexOf(first)
    heads[taken] = (await sources[taken]?.next())?.value
  }
}

/**
 * A page of several selections that have no media in common, as if they were one. It costs what lies between the first
 * media and the end of the page, and of a single selection no more than the page and what is passed over.
 */
export async function mergedPage(
  records: Records,
  selections: readonly Selection<'media'>[],
  place: Place,
): Promise<readonly MediaRecord[]> {
  const { isDescending, skip, limit } = place
  const [only, ...others] = selections
  if (!only) return []
  if (others.length === 0) {
    const order = isDescending ? 'descending' : 'ascending'
    const { items } = await records.find('media', { ...only, order, skip, limit })
    return items.map(({ value }) => value)
  }
  const page: MediaRecord[] = []
  let passed = 0
  for await (const media of merged(records, selections, place)) {
    if (passed++ < skip) continue
    if (page.push(media) === limit) break
  }
  return page
}
