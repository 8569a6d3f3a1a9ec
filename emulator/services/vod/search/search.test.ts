import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rpcOperations } from '#contracts/index.ts'
import type { Input } from '#contracts/operation.ts'
import { exampleAccount } from '#contracts/vod/example-account.ts'
import { adjustableClock } from '../../../adapters/adjustable-clock.ts'
import { memoryRecords } from '../../../adapters/memory/records.ts'
import { randomIds } from '../../../adapters/random-ids.ts'
import { isoSeconds } from '../../../kernel/time.ts'
import type { MediaRecord } from '../../../ports/records/media.ts'
import { handlerContext } from '../../../testing/handler-context.ts'
import { accountId, credentialsWith } from '../../../testing/keyring.ts'
import { media as sample } from '../../../testing/records/samples.ts'
import { accounts } from '../../accounts.ts'
import { seedChanges } from '../../seed.ts'
import { searchMedia } from '../search.ts'

type SearchInput = Input<typeof rpcOperations.SearchMedia>

const region = 'cn-shanghai'
const startMs = Date.UTC(2026, 0, 1)
const key = { accessKeyId: 'key', accessKeySecret: 'secret' }

const records = memoryRecords()
const ports = {
  records,
  accounts: accounts(records),
  clock: adjustableClock({ startMs, frozen: true }),
  credentials: credentialsWith([key]),
  ids: randomIds(),
  domains: { forStorage: async () => undefined },
  domainKeys: { of: () => undefined },
}
const handle = searchMedia(ports)

const search = (input: SearchInput) =>
  handle({ SearchType: 'attached', ...input }, handlerContext(rpcOperations.SearchMedia))

const seeded = seedChanges({ accountId, region, bucket: 'outin', accessKeys: [], cdnDomains: [] })
const cateIds = exampleAccount.categories.map(({ cateId }) => cateId)
const deletedCategory = 4711
const letters = fc.string({ unit: fc.constantFrom(...'abC '), maxLength: 4 })
/** Some within a second, and some far apart. */
const time = fc.constantFrom(0, 1, 999, 1000, 1001, 2000, 60_000).map((ms) => startMs + ms)
const named = (id: string) => `media-${id}`

const someMedia: fc.Arbitrary<MediaRecord> = fc
  .record({
    businessType: fc.constantFrom('watermark', 'subtitle', 'material'),
    status: fc.constantFrom('Uploading' as const, 'Normal' as const),
    title: letters,
    description: letters,
    tags: fc.array(letters, { maxLength: 2 }),
    fileName: letters,
    cateIds: fc.uniqueArray(fc.constantFrom(...cateIds, deletedCategory)),
    appId: fc.constantFrom('app-1000000', 'app-other'),
    storageLocation: fc.constantFrom('one', 'two'),
    createdAtMs: time,
    modifiedAtMs: time,
    region: fc.constantFrom(region, region, region, 'cn-beijing'),
    accountId: fc.constantFrom(accountId, accountId, accountId, 'another'),
  })
  .map((some) => ({ ...sample, ...some }))

const all = fc
  .array(someMedia, { minLength: 3, maxLength: 12 })
  .map((many) => many.map((one, i) => ({ ...one, mediaId: named(String.fromCharCode(97 + i)) })))

/** A statement, and what it says of a media. */
interface Condition {
  readonly text: string
  readonly holds: (media: MediaRecord) => boolean
}

const quoted = (value: string | number) => `'${value}'`

const contains =
  (field: string, of: (media: MediaRecord) => readonly string[]) =>
  (values: readonly string[]): Condition => ({
    text:
      values.length === 1
        ? `${field} = '${values[0]}'`
        : `${field} in (${values.map(quoted).join(', ')})`,
    holds: (media) => of(media).some((text) => values.some((value) => text.includes(value))),
  })

const isOneOf =
  (field: string, of: (media: MediaRecord) => readonly string[]) =>
  (values: readonly string[]): Condition => ({
    text:
      values.length === 1
        ? `${field}="${values[0]}"`
        : `${field} IN(${values.map(quoted).join(',')})`,
    holds: (media) => of(media).some((text) => values.includes(text)),
  })

const some = (value: fc.Arbitrary<string>) => fc.array(value, { minLength: 1, maxLength: 3 })
const one = (value: fc.Arbitrary<string>) => value.map((text) => [text])

const inRange = (field: string, of: (media: MediaRecord) => number) =>
  fc
    .record({
      from: fc.option(time, { nil: undefined }),
      upTo: fc.option(time, { nil: undefined }),
      fromIncluded: fc.boolean(),
      upToIncluded: fc.boolean(),
    })
    .map(({ from, upTo, fromIncluded, upToIncluded }): Condition => {
      const shown = (ms: number | undefined) => (ms === undefined ? '' : quoted(isoSeconds(ms)))
      return {
        text: `${field} = ${fromIncluded ? '[' : '('}${shown(from)},${shown(upTo)}${upToIncluded ? ']' : ')'}`,
        holds: (media) => {
          // Texts of one form stand in the order of their times.
          const printed = isoSeconds(of(media))
          const [lowest, highest] = [isoSeconds(from ?? 0), isoSeconds(upTo ?? 4e12)]
          return (
            (fromIncluded ? printed >= lowest : printed > lowest) &&
            (upToIncluded ? printed <= highest : printed < highest)
          )
        },
      }
    })

const ofCategory = fc.tuple(fc.constantFrom(...cateIds, deletedCategory), fc.boolean()).map(
  ([id, isQuoted]): Condition => ({
    text: `CateId = ${isQuoted ? quoted(id) : id}`,
    holds: (media) => id !== deletedCategory && media.cateIds.includes(id),
  }),
)

const tests = fc.oneof(
  some(letters).map(contains('Title', ({ title = '' }) => [title])),
  some(letters).map(contains('Description', ({ description = '' }) => [description])),
  some(letters).map(contains('Tags', ({ tags = [] }) => tags)),
  some(letters).map(contains('FileName', ({ fileName }) => [fileName])),
  one(fc.constantFrom('a', 'b', 'z').map(named)).map(isOneOf('MediaId', (m) => [m.mediaId])),
  one(fc.constantFrom('watermark', 'material', 'x')).map(
    isOneOf('BusinessType', (m) => [m.businessType ?? '']),
  ),
  some(fc.constantFrom('Normal', 'Uploading', 'UploadFail')).map(
    isOneOf('Status', (m) => [m.status]),
  ),
  some(fc.constantFrom('app-1000000', 'app-none')).map(isOneOf('AppId', (m) => [m.appId])),
  some(fc.constantFrom('one', 'three')).map(isOneOf('StorageLocation', (m) => [m.storageLocation])),
  ofCategory,
  inRange('CreationTime', ({ createdAtMs }) => createdAtMs),
  inRange('ModificationTime', ({ modifiedAtMs }) => modifiedAtMs),
)

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2 },
    tests,
    fc
      .tuple(fc.boolean(), fc.array(tie('condition'), { minLength: 2, maxLength: 3 }))
      .map(([isAll, parts]) => ({
        text: `(${parts.map(({ text }) => text).join(isAll ? ' and ' : ' or ')})`,
        holds: (media: MediaRecord) =>
          isAll
            ? parts.every((part) => part.holds(media))
            : parts.some((part) => part.holds(media)),
      })),
  ),
}))

const statement = fc.option(
  fc.array(condition, { minLength: 1, maxLength: 2 }).map(
    (parts): Condition => ({
      text: parts.map(({ text }) => text).join(' and '),
      holds: (media) => parts.every((part) => part.holds(media)),
    }),
  ),
  { nil: undefined },
)

type SortBy = NonNullable<SearchInput['SortBy']>

const sorting: fc.Arbitrary<SortBy> = fc.array(
  fc.constantFrom<SortBy[number]>(
    'CreationTime:Desc',
    'CreationTime:Asc',
    'ModificationTime:Desc',
    'ModificationTime:Asc',
  ),
  { maxLength: 3 },
)

const timeOf = (text: SortBy[number]) => (media: MediaRecord) =>
  text.startsWith('CreationTime') ? media.createdAtMs : media.modifiedAtMs

const signOf = (text: SortBy[number]) => (text.endsWith(':Desc') ? -1 : 1)

const second = (ms: number) => Math.floor(ms / 1000)

/** Orders by one time to the second, by the other, and last by the exact time of the first and the id. */
function sorted(found: readonly MediaRecord[], sortBy: SortBy): readonly string[] {
  const [first = 'CreationTime:Desc', ...others] = sortBy
  const other = others.find((text) => text.slice(0, 5) !== first.slice(0, 5))
  const [of, sign] = [timeOf(first), signOf(first)]
  const byOther = (a: MediaRecord, b: MediaRecord) =>
    other ? signOf(other) * (timeOf(other)(a) - timeOf(other)(b)) : 0
  const compare = (a: MediaRecord, b: MediaRecord): number =>
    sign * (second(of(a)) - second(of(b))) ||
    byOther(a, b) ||
    sign * (of(a) - of(b) || (a.mediaId < b.mediaId ? -1 : 1))
  return [...found].sort(compare).map(({ mediaId }) => mediaId)
}

/** Many, for a condition is seldom right for some media and wrong for others. */
const numRuns = 8 * (fc.readConfigureGlobal()?.numRuns ?? 60)

test('a search finds what a filter over a list finds, in its order and page by page', async () => {
  await fc.assert(
    fc.asyncProperty(
      all,
      statement,
      sorting,
      fc.integer({ min: 1, max: 5 }),
      async (media, said, sortBy, pageSize) => {
        await records.clear([
          ...seeded,
          ...media.map((value) => ({ kind: 'media' as const, key: value.mediaId, value })),
        ])
        const expected = media.filter(
          (value) =>
            value.region === region &&
            value.accountId === accountId &&
            (said?.holds(value) ?? true),
        )
        const ids: string[] = []
        for (let page = 1; page <= Math.ceil(media.length / pageSize) + 1; page++) {
          const { MediaList, Total, ScrollToken } = await search({
            ...(said && { Match: said.text }),
            ...(sortBy.length > 0 && { SortBy: sortBy }),
            PageNo: page,
            PageSize: pageSize,
          })
          expect(Total).toBe(expected.length)
          expect(ScrollToken).toEqual(
            Total === 0 ? undefined : expect.stringMatching(/^[0-9a-f]{32}$/),
          )
          expect(MediaList.length).toBeLessThanOrEqual(pageSize)
          ids.push(...MediaList.map(({ MediaId }) => MediaId))
        }

        expect(ids).toEqual(sorted(expected, sortBy))
      },
    ),
    { numRuns },
  )
})
