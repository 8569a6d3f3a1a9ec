import { join } from 'node:path'
import type { Records } from '#emulator/ports/records/records.ts'
import { owner } from './media.ts'
import { bySize, type Reading } from './sizes.ts'
import type { Row } from './table.ts'

const limit = 50
/** As many as the fewest media fill. */
const pagesOfReading = 20

/** One page of a reading, after the one before. */
type Read = (
  records: Records,
  after: string | undefined,
) => Promise<{ readonly items: readonly unknown[]; readonly next?: string }>

const newestFirst = { order: 'descending', limit } as const

const reads: Readonly<Record<string, Read>> = {
  list: (records, after) => records.list('media', { after, limit }),
  'find by time': (records, after) =>
    records.find('media', { index: 'created', equal: owner, after, ...newestFirst }),
  'find by status and time': (records, after) =>
    records.find('media', {
      index: 'status',
      equal: { ...owner, status: 'Uploading' },
      after,
      ...newestFirst,
    }),
}

/** The first pages, one after the other, as a client reads them. */
const readPages =
  (read: Read): Reading =>
  async (records) => {
    let after: string | undefined
    for (let i = 0; i < pagesOfReading; i++) {
      const { items, next } = await read(records, after)
      if (items.length !== limit) throw new Error(`${items.length} records in a page`)
      after = next
    }
    return pagesOfReading
  }

const readings = Object.fromEntries(
  Object.entries(reads).map(([name, read]) => [name, readPages(read)]),
)

/** What a page of records costs, by how many there are. */
export const pages = (folder: string): Promise<readonly Row[]> =>
  bySize(join(folder, 'pages'), readings, { what: `${limit} of`, ratio: 2 })
