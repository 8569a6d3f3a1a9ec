import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type SearchType, searchFields } from '#contracts/vod/search-fields.ts'
import type { MediaRecord } from '../../../ports/records/media.ts'
import { accountId } from '../../../testing/keyring.ts'
import { type Condition, statements } from '../../../testing/searches/conditions.ts'
import { idOf, region, someMedia, startMs } from '../../../testing/searches/media.ts'
import { type SortText, sortedIds, sorting } from '../../../testing/searches/orders.ts'
import { asChanges, fill, recordsToSearch, searchOn } from '../../../testing/searches/searching.ts'

const types = Object.keys(searchFields) as readonly SearchType[]
const { inMemory, onSqlite } = await recordsToSearch()

/** Many, for a condition is seldom right for some media and wrong for others. */
const runs = fc.readConfigureGlobal()?.numRuns ?? 60

const ofOwner = (type: SearchType, said?: Condition) => (media: MediaRecord) =>
  media.region === region &&
  media.accountId === accountId &&
  media.lists.includes(type) &&
  (said?.holds(media) ?? true)

describe.for([
  { name: 'in memory', records: inMemory, numRuns: 6 * runs },
  { name: 'on SQLite', records: onSqlite, numRuns: runs },
])('$name', ({ records, numRuns }) => {
  const search = searchOn(records)

  test.for(types)(
    'a search for %s finds what a filter over a list finds, in its order and page by page',
    async (type) => {
      const statement = fc.option(statements(type), { nil: undefined })
      const pageSizes = fc.integer({ min: 1, max: 5 })
      await fc.assert(
        fc.asyncProperty(
          someMedia(type),
          statement,
          sorting,
          pageSizes,
          async (all, said, SortBy, PageSize) => {
            await fill(records, all)
            const expected = all.filter(ofOwner(type, said))
            const ids: string[] = []
            for (let PageNo = 1; PageNo <= Math.ceil(all.length / PageSize) + 1; PageNo++) {
              const { MediaList, Total, ScrollToken } = await search({
                ...(said && { Match: said.text }),
                ...(SortBy.length > 0 && { SortBy }),
                SearchType: type,
                PageNo,
                PageSize,
              })
              expect(Total).toBe(expected.length)
              expect(ScrollToken).toEqual(
                Total === 0 ? undefined : expect.stringMatching(/^[0-9a-f]{32}$/),
              )
              expect(MediaList.length).toBeLessThanOrEqual(PageSize)
              expect(MediaList.every(({ MediaType }) => MediaType === type)).toBe(true)
              ids.push(...MediaList.map(({ MediaId }) => MediaId))
            }

            expect(ids).toEqual(sortedIds(expected, SortBy))
          },
        ),
        { numRuns },
      )
    },
  )

  test.for(types)(
    'a search for %s by tokens comes to each once, though others are created meanwhile',
    async (type) => {
      const order = fc.constantFrom<SortText>('CreationTime:Desc', 'ModificationTime:Asc')
      const pageSizes = fc.integer({ min: 1, max: 4 })
      await fc.assert(
        fc.asyncProperty(someMedia(type), order, pageSizes, async (all, sortBy, PageSize) => {
          await fill(records, all)
          const expected = all.filter(ofOwner(type))
          const [sample] = expected
          const ids: string[] = []
          let token: string | undefined
          for (let PageNo = 1; ids.length < expected.length; PageNo++) {
            const { MediaList, ScrollToken } = await search({
              SearchType: type,
              SortBy: [sortBy],
              PageNo,
              PageSize,
              ...(token && { ScrollToken: token }),
            })
            token = ScrollToken
            ids.push(...MediaList.map(({ MediaId }) => MediaId))
            const atMs = startMs + 1e9 * PageNo
            const times = { createdAtMs: atMs, modifiedAtMs: atMs }
            if (sample)
              await records.commit(asChanges([{ ...sample, ...times, mediaId: idOf(30 + PageNo) }]))
            expect(MediaList).not.toEqual([])
          }

          expect(ids.slice(0, expected.length)).toEqual(sortedIds(expected, [sortBy]))
        }),
        { numRuns: numRuns / 4 },
      )
    },
  )
})
