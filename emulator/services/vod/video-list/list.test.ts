import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Input } from '#contracts/operation.ts'
import type { GetVideoList } from '#contracts/vod/videos.ts'
import { memoryRecords } from '../../../adapters/memory/records.ts'
import { isoSeconds } from '../../../kernel/time.ts'
import type { VideoRecord } from '../../../ports/records/media.ts'
import type { Change } from '../../../ports/records/records.ts'
import { media as attached } from '../../../testing/records/samples.ts'
import { listVideos } from './list.ts'
import type { Place } from './merged-page.ts'

const accountId = '1'
const region = 'cn-shanghai'
const category = {
  accountId,
  cateId: 1,
  cateName: '',
  type: 'default',
  parentId: -1,
  level: 0,
} as const
const storage = {
  accountId,
  region,
  bucket: 'outin',
  type: 'vod_oss_bucket',
} as const
/** An account with two categories, which has deleted a third one, and with two storage locations, one of them with an alias. */
const owner = {
  accountId,
  region,
  category: async (cateId: number) => (cateId <= 2 ? { ...category, cateId } : undefined),
  storage: async (name = '') => {
    const location = name === 'alias' ? 'one' : name
    return location === 'nowhere' ? undefined : { ...storage, location }
  },
}

const sample: VideoRecord = {
  ...attached,
  kind: 'video',
  lists: ['video', 'GetVideoList'],
}

/** Some within a second, and some at the same time. */
const time = fc.constantFrom(0, 1, 999, 1000, 1001, 2000, 60_000)

const someVideo = fc
  .record({
    status: fc.constantFrom('Uploading' as const, 'Normal' as const, 'Blocked' as const),
    cateIds: fc.constantFrom([], [1], [2], [3]),
    storageLocation: fc.constantFrom('one', 'two'),
    createdAtMs: time,
    region: fc.constantFrom(region, region, region, 'cn-beijing'),
    accountId: fc.constantFrom(accountId, accountId, accountId, 'another'),
    isAudio: fc.boolean(),
  })
  .map(
    ({ isAudio, ...some }): VideoRecord => ({
      ...sample,
      ...some,
      lists: [isAudio ? 'audio' : 'video', 'GetVideoList'],
    }),
  )

/** Ids in another order than that of the list. */
const idOf = (i: number): string => `video-${(i * 7) % 17}`
const referenceOf = (i: number): string => `reference-${i}`

const all = fc
  .array(someVideo, { maxLength: 16, size: 'max' })
  .map((many) => many.map((one, i) => ({ ...one, mediaId: idOf(i), referenceId: referenceOf(i) })))

type ListInput = Input<typeof GetVideoList>

/** As often absent as not. */
const perhaps = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 })

const inputs = fc
  .record({
    CateId: perhaps(fc.constantFrom(1, 2, 3)),
    Status: perhaps(
      fc.array(fc.constantFrom('Uploading', 'Normal', 'Blocked', 'ProduceFail'), {
        minLength: 1,
        maxLength: 5,
      }),
    ),
    StorageLocation: perhaps(fc.constantFrom('one', 'two', 'alias', 'nowhere')),
    StartTime: perhaps(fc.constantFrom(0, 1000, 60_000)),
    EndTime: perhaps(fc.constantFrom(0, 1000, 61_000)),
    ReferenceIds: perhaps(
      fc.array(fc.nat({ max: 17 }).map(referenceOf), { minLength: 1, maxLength: 9 }),
    ),
  })
  .map(
    (given): ListInput =>
      Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  )

const places: fc.Arbitrary<Place> = fc.record({
  isDescending: fc.boolean(),
  skip: fc.nat({ max: 5 }),
  limit: fc.integer({ min: 1, max: 7 }),
})

function isListed(video: VideoRecord, input: ListInput): boolean {
  const { CateId, Status, StorageLocation, StartTime, EndTime, ReferenceIds } = input
  // Texts of one form stand in the order of their times.
  const printed = isoSeconds(video.createdAtMs)
  return (
    video.accountId === accountId &&
    video.region === region &&
    (CateId === undefined || (CateId !== 3 && video.cateIds.includes(CateId))) &&
    (!Status || Status.some((status) => status === video.status)) &&
    (!StorageLocation || StorageLocation.replace('alias', 'one') === video.storageLocation) &&
    (StartTime === undefined || printed >= isoSeconds(StartTime)) &&
    (EndTime === undefined || printed <= isoSeconds(EndTime)) &&
    (!ReferenceIds || ReferenceIds.includes(video.referenceId ?? ''))
  )
}

/** What a list ought to be, said as plainly as possible. */
function expected(videos: readonly VideoRecord[], input: ListInput, place: Place) {
  const ascending = videos
    .filter((video) => isListed(video, input))
    .map(({ createdAtMs, mediaId }) => ({ createdAtMs, mediaId }))
    .sort((a, b) => a.createdAtMs - b.createdAtMs || (a.mediaId < b.mediaId ? -1 : 1))
  const ordered = place.isDescending ? ascending.reverse() : ascending
  const page = ordered.slice(place.skip, place.skip + place.limit)
  return { total: ordered.length, ids: page.map(({ mediaId }) => mediaId) }
}

const keep = (videos: readonly VideoRecord[]): readonly Change[] => [
  { kind: 'media', key: 'attached', value: { ...attached, accountId, region } },
  ...videos.flatMap((value): readonly Change[] => [
    { kind: 'media', key: value.mediaId, value },
    {
      kind: 'reference',
      key: `${value.accountId}/${value.referenceId}`,
      value: { mediaId: value.mediaId },
    },
  ]),
]

test('lists what a filter over all videos would, in order and in pages, whatever is asked for', async () => {
  const records = memoryRecords()
  await fc.assert(
    fc.asyncProperty(all, inputs, places, async (videos, input, place) => {
      await records.clear(keep(videos))

      const { videos: listed, total } = await listVideos(records, owner, input, place)

      const ids = listed.map(({ mediaId }) => mediaId)
      expect({ total, ids }).toEqual(expected(videos, input, place))
    }),
    { numRuns: 2000 },
  )
})

test('reads as much of many videos as of few', async () => {
  const input = { Status: ['Uploading', 'Normal', 'Blocked'], CateId: 1 } as const
  const place = { isDescending: true, skip: 100, limit: 10 }
  const readOf = async (size: number) => {
    const records = memoryRecords()
    const videos = Array.from({ length: size }, (_, i) => ({
      ...sample,
      mediaId: String(i).padStart(5, '0'),
      status: (['Uploading', 'Normal', 'Blocked'] as const)[i % 3] ?? 'Normal',
      cateIds: [(i % 2) + 1],
      createdAtMs: i,
    }))
    await records.commit(keep(videos))
    let read = 0
    const counting: typeof records = {
      ...records,
      async find(kind, query) {
        const page = await records.find(kind, query)
        read += page.items.length
        return page
      },
    }
    const { videos: page, total } = await listVideos(counting, owner, input, place)
    expect(page).toHaveLength(10)
    expect(total).toBe(size / 2)
    return read
  }

  expect(await readOf(6000)).toBe(await readOf(1200))
})
