import type { Kind } from '../ports/records/index.ts'
import type { KeyRange, Records, Stored } from '../ports/records/records.ts'

const pageSize = 1000

/** All records of a kind whose keys begin with a prefix, page by page. */
export async function* allRecords<K extends Kind>(
  records: Records,
  kind: K,
  range: Omit<KeyRange, 'limit' | 'delimiter'> = {},
): AsyncGenerator<Stored<K>> {
  let after = range.after
  do {
    const page = await records.list(kind, { ...range, after, limit: pageSize })
    yield* page.items
    after = page.next
  } while (after !== undefined)
}
