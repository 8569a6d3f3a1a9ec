import { describe, expect, test } from 'vitest'
import type { VideoRecord } from '../../../ports/records/media.ts'
import { accountId } from '../../../testing/keyring.ts'
import { media as sample } from '../../../testing/records/samples.ts'
import { region, startMs } from '../../../testing/searches/media.ts'
import type { SortText } from '../../../testing/searches/orders.ts'
import { fill, recordsToSearch, searchOn } from '../../../testing/searches/searching.ts'

const { businessType: _, ...common } = sample

const numbers = Array.from({ length: 5234 }, (_, i) => i)
const idOf = (i: number) => `video-${String(i).padStart(4, '0')}`

/** Hundreds are of one time, as under a clock that stands still. */
const videos = numbers.map(
  (i): VideoRecord => ({
    ...common,
    accountId,
    region,
    mediaId: idOf(i),
    title: i % 1000 === 0 ? 'left out' : 'a film',
    createdAtMs: startMs + Math.floor(i / 700),
    kind: 'video',
    lists: ['video'],
  }),
)

const { inMemory, onSqlite } = await recordsToSearch()

interface Scrolled {
  readonly SortBy: [SortText]
  readonly Match?: string
}

const oldest: Scrolled = { SortBy: ['CreationTime:Asc'] }
const newest: Scrolled = { SortBy: ['CreationTime:Desc'] }
// On SQLite a condition reads every record, for every page.
const some = { Match: "Title = 'film'" }

describe.for([
  {
    name: 'in memory',
    records: inMemory,
    searches: [oldest, { ...oldest, ...some }, { ...newest, ...some }],
  },
  { name: 'on SQLite', records: onSqlite, searches: [newest] },
])('$name', ({ records, searches }) => {
  const search = searchOn(records)
  const asked = { SearchType: 'video', PageSize: 100 } as const

  /** Pages of a search one after the other, each with the token of the one before, until one is empty. */
  async function* pages(input: Omit<Parameters<typeof search>[0], 'PageNo'>) {
    let ScrollToken: string | undefined
    for (let PageNo = 1; PageNo < 100; PageNo++) {
      const page = await search({ ...asked, ...input, PageNo, ...(ScrollToken && { ScrollToken }) })
      if (page.MediaList.length === 0) return
      yield { ...page, PageNo }
      ScrollToken = page.ScrollToken
    }
  }

  test.for(searches)(
    'a search by %o comes to every video once, beyond the 5,000th',
    async ({ SortBy, Match }) => {
      await fill(records, videos)
      const ids: string[] = []
      for await (const { MediaList } of pages({ SortBy, ...(Match && { Match }) }))
        ids.push(...MediaList.map((one) => one.MediaId))

      const expected = numbers.filter((i) => !Match || i % 1000 > 0).map(idOf)
      const isDescending = SortBy[0] === 'CreationTime:Desc'
      expect(ids).toEqual(isDescending ? expected.toReversed() : expected)
    },
  )

  test('a page beyond the 5,000th needs the token of one before it, of the same search', async () => {
    await fill(records, videos)
    const tokens: (string | undefined)[] = []
    for await (const { PageNo, ScrollToken } of pages({})) tokens[PageNo] = ScrollToken
    const page = async (PageNo: number, ofPage: number, others = {}) => {
      const ScrollToken = tokens[ofPage] ?? ''
      const { MediaList } = await search({ ...asked, PageNo, ScrollToken, ...others })
      return MediaList.length
    }
    const pageNo = { message: 'The specified parameter "PageNo" is not valid.' }

    expect(await page(51, 50)).toBe(100)
    expect(await page(52, 51)).toBe(100)
    expect(await page(53, 52)).toBe(34)
    expect(await page(54, 53)).toBe(0)
    await expect(search({ ...asked, PageNo: 51 })).rejects.toMatchObject(pageNo)
    await expect(page(52, 50)).rejects.toMatchObject(pageNo)
    await expect(page(51, 52)).rejects.toMatchObject(pageNo)
    const expired = { code: 'InvalidScrollToken.Expired' }
    await expect(page(51, 50, { Match: "Title = 'film'" })).rejects.toMatchObject(expired)
    await expect(page(51, 50, { SearchType: 'audio' })).rejects.toMatchObject(expired)
  })
})
