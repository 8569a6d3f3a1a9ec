import fc from 'fast-check'
import { exampleAccount } from '#contracts/vod/example-account.ts'
import type { SearchType } from '#contracts/vod/search-fields.ts'
import type { MediaRecord } from '../../ports/records/media.ts'
import { accountId } from '../keyring.ts'
import { owner } from '../records/samples.ts'

export const { region } = owner
export const startMs = Date.UTC(2026, 0, 1)
export const cateIds = exampleAccount.categories.map(({ cateId }) => cateId)
export const deletedCategory = 4711

export const letters = fc.string({ unit: fc.constantFrom(...'abC '), maxLength: 4 })

/** Some within a second, and some far apart. */
export const time = fc.constantFrom(0, 1, 999, 1000, 1001, 2000, 60_000).map((ms) => startMs + ms)

export const sizes = [0, 1, 1000, 48.8e12]
export const durations = [0.04, 1.5, 1.5001, 60]

export const idOf = (place: number): string => `media-${String.fromCharCode(97 + place)}`

const absent = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })

/** The first of two values, nearly always. */
const mostly = (value: string, other: string) =>
  fc.oneof({ arbitrary: fc.constant(value), weight: 7 }, fc.constant(other))

const common = {
  mediaId: fc.constant(''),
  bucket: fc.constant('outin'),
  key: fc.constant(''),
  fileUrl: fc.constant(''),
  credentialExpiresAtMs: fc.constant(0),
  history: fc.constant([]),
  title: letters,
  description: letters,
  tags: fc.array(letters, { maxLength: 2 }),
  fileName: letters,
  appId: fc.constantFrom('app-1000000', 'app-other'),
  storageLocation: fc.constantFrom('one', 'two'),
  createdAtMs: time,
  modifiedAtMs: time,
  region: mostly(region, 'cn-beijing'),
  accountId: mostly(accountId, 'another'),
}

const category = fc.constantFrom(...cateIds, deletedCategory)
const oneCategory = fc.uniqueArray(category, { maxLength: 1 })

const attached = fc.record({
  ...common,
  kind: fc.constant('attached-media' as const),
  lists: fc.constant(['attached' as const]),
  businessType: fc.constantFrom('watermark', 'subtitle', 'material'),
  status: fc.constantFrom('Uploading' as const, 'Normal' as const),
  cateIds: fc.uniqueArray(category),
})

const image = fc.record({
  ...common,
  kind: fc.constant('image' as const),
  lists: fc.constant(['image' as const]),
  status: fc.constantFrom('Uploading', 'Normal', 'UploadFail'),
  imageType: fc.constantFrom('default', 'cover'),
  cateIds: oneCategory,
})

const played = (type: 'video' | 'audio') =>
  fc
    .record({
      ...common,
      kind: fc.constant('video' as const),
      lists: fc.constant([type, 'GetVideoList' as const]),
      status: fc.constantFrom('Uploading', 'Normal', 'Transcoding'),
      cateIds: oneCategory,
      size: absent(fc.constantFrom(...sizes)),
      duration: absent(fc.constantFrom(...durations)),
    })
    .map(({ size, duration, ...video }) => ({
      ...video,
      ...(size !== undefined && { size }),
      ...(duration !== undefined && { duration }),
    }))

const byType: Readonly<Record<SearchType, fc.Arbitrary<MediaRecord>>> = {
  video: played('video'),
  audio: played('audio'),
  image,
  attached,
}

/** Media of some accounts and regions: of all types, of one of them more than of the others. */
export const someMedia = (type: SearchType): fc.Arbitrary<readonly MediaRecord[]> =>
  fc
    .array(fc.oneof({ arbitrary: byType[type], weight: 6 }, ...Object.values(byType)), {
      minLength: 3,
      maxLength: 16,
    })
    .map((many) => many.map((one, place) => ({ ...one, mediaId: idOf(place) })))
