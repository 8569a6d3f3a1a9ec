import { join } from 'node:path'
import { rpcOperations } from '#contracts/index.ts'
import type { Input } from '#contracts/operation.ts'
import type { Records } from '#emulator/ports/records/records.ts'
import { searchMedia } from '#emulator/services/vod/search.ts'
import { contextFor, readingPorts, seeded } from './handlers.ts'
import { categoryOfEveryTenth, videoCreation } from './media.ts'
import { bySize, type Reading } from './sizes.ts'
import type { Row } from './table.ts'

type SearchInput = Input<typeof rpcOperations.SearchMedia>

/** The handler of SearchMedia on some records. */
function searchOn(records: Records) {
  const handle = searchMedia(readingPorts(records))
  const context = contextFor(rpcOperations.SearchMedia)
  return (input: SearchInput) =>
    handle(
      { SearchType: 'attached', Fields: ['Title', 'Status', 'URL', 'Categories'], ...input },
      context,
    )
}

const searches: Readonly<Record<string, SearchInput>> = {
  'the first page': { PageSize: 50 },
  'a page by category': { PageSize: 50, Match: `CateId = ${categoryOfEveryTenth}` },
  // Of the fewest media it is the last.
  'the 200th page, of 5': { PageSize: 5, PageNo: 200 },
  'the first page by another time': { PageSize: 50, SortBy: ['ModificationTime:Asc'] },
}

/** Searches many times, for one search takes less than can be measured. */
const often =
  (input: SearchInput): Reading =>
  async (records) => {
    const search = searchOn(records)
    for (let i = 0; i < 20; i++) {
      const { MediaList } = await search(input)
      if (MediaList.length !== input.PageSize) throw new Error(`${MediaList.length} in a page`)
    }
    return 20
  }

const videos = { SearchType: 'video', Fields: ['Title', 'Status', 'CateName'] } as const

/** Of some records, a page of videos and the token of the one before, when nine of ten have come. */
const farPages = new WeakMap<Records, SearchInput>()

/** Goes through the videos by tokens. */
async function farPage(records: Records): Promise<SearchInput> {
  const search = searchOn(records)
  const PageSize = 100
  let input: SearchInput = { ...videos, PageNo: 1, PageSize }
  for (;;) {
    const { Total, ScrollToken = '' } = await search(input)
    const PageNo = (input.PageNo ?? 1) + 1
    input = { ...input, PageNo, ScrollToken }
    if (PageNo * PageSize > 0.9 * Total) return { ...input, PageSize: 50, PageNo: 2 * PageNo - 1 }
  }
}

const videoReadings: Readonly<Record<string, Reading>> = {
  'SearchMedia of videos, the first page': often({ ...videos, PageSize: 50 }),
  async 'SearchMedia of videos, a page by a token, after nine tenths'(records) {
    const input = farPages.get(records) ?? (await farPage(records))
    farPages.set(records, input)
    return often(input)(records)
  },
}

const readings = Object.fromEntries(
  Object.entries(searches).map(([name, input]) => [`SearchMedia, ${name}`, often(input)]),
)

const aim = { what: 'among', ratio: 3 }

/** What a page of SearchMedia costs, by how many media there are. */
export const search = async (folder: string): Promise<readonly Row[]> => [
  ...(await bySize(join(folder, 'search'), readings, aim, { first: seeded })),
  ...(await bySize(join(folder, 'videos'), videoReadings, aim, {
    first: seeded,
    create: videoCreation,
  })),
]
