import fc from 'fast-check'
import type { SearchType } from '#contracts/vod/search-fields.ts'
import { isoSeconds } from '../../kernel/time.ts'
import type { MediaRecord } from '../../ports/records/media.ts'
import { cateIds, deletedCategory, durations, idOf, letters, sizes, time } from './media.ts'

/** A statement, and what it says of a media. */
export interface Condition {
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
  (field: string, of: (media: MediaRecord) => string) =>
  (values: readonly string[]): Condition => ({
    text:
      values.length === 1
        ? `${field}="${values[0]}"`
        : `${field} IN(${values.map(quoted).join(',')})`,
    holds: (media) => values.includes(of(media)),
  })

const some = (...values: readonly string[]) =>
  fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 3 })
const one = (...values: readonly string[]) => fc.constantFrom(...values).map((text) => [text])
const parts = fc.array(letters, { minLength: 1, maxLength: 3 })

/** A range of what can be compared as it is: of times printed alike, or of numbers. */
const inRange = <V extends string | number>(
  field: string,
  bound: fc.Arbitrary<V>,
  of: (media: MediaRecord) => V | undefined,
) =>
  fc
    .record({
      from: fc.option(bound, { nil: undefined }),
      upTo: fc.option(bound, { nil: undefined }),
      fromIncluded: fc.boolean(),
      upToIncluded: fc.boolean(),
    })
    .map(({ from, upTo, fromIncluded, upToIncluded }): Condition => {
      const shown = (value: V | undefined) =>
        typeof value === 'string' ? quoted(value) : (value ?? '')
      return {
        text: `${field} = ${fromIncluded ? '[' : '('}${shown(from)},${shown(upTo)}${upToIncluded ? ']' : ')'}`,
        holds: (media) => {
          const value = of(media)
          if (value === undefined) return false
          const isAbove = from === undefined || (fromIncluded ? value >= from : value > from)
          return isAbove && (upTo === undefined || (upToIncluded ? value <= upTo : value < upTo))
        },
      }
    })

// Texts of one form stand in the order of their times.
const printed = time.map(isoSeconds)

const ofCategory = fc.tuple(fc.constantFrom(...cateIds, deletedCategory), fc.boolean()).map(
  ([id, isQuoted]): Condition => ({
    text: `CateId = ${isQuoted ? quoted(id) : id}`,
    holds: (media) => id !== deletedCategory && media.cateIds.includes(id),
  }),
)

const ofAll = [
  parts.map(contains('Title', ({ title = '' }) => [title])),
  parts.map(contains('Description', ({ description = '' }) => [description])),
  parts.map(contains('Tags', ({ tags = [] }) => tags)),
  some('Normal', 'Uploading', 'UploadFail', 'Transcoding').map(isOneOf('Status', (m) => m.status)),
  some('app-1000000', 'app-none').map(isOneOf('AppId', (m) => m.appId)),
  some('one', 'three').map(isOneOf('StorageLocation', (m) => m.storageLocation)),
  ofCategory,
  inRange('CreationTime', printed, ({ createdAtMs }) => isoSeconds(createdAtMs)),
  inRange('ModificationTime', printed, ({ modifiedAtMs }) => isoSeconds(modifiedAtMs)),
]

const ids = [0, 1, 2, 25].map(idOf)
const names = parts.map(contains('FileName', ({ fileName }) => [fileName]))

const ofPlayed = [
  some('general', 'live').map(isOneOf('MediaSource', () => 'general')),
  some('UnPreprocess', 'Preprocess').map(isOneOf('PreprocessStatus', () => 'UnPreprocess')),
  inRange('Size', fc.constantFrom(...sizes), ({ size }) => size),
  inRange('Duration', fc.constantFrom(...durations), ({ duration }) => duration),
]

/** Conditions on single fields, by the type of search that has them. */
const tests: Readonly<Record<SearchType, fc.Arbitrary<Condition>>> = {
  video: fc.oneof(...ofAll, ...ofPlayed, some(...ids).map(isOneOf('VideoId', (m) => m.mediaId))),
  audio: fc.oneof(...ofAll, ...ofPlayed, one(...ids).map(isOneOf('AudioId', (m) => m.mediaId))),
  image: fc.oneof(...ofAll, names, one(...ids).map(isOneOf('ImageId', (m) => m.mediaId))),
  attached: fc.oneof(
    ...ofAll,
    names,
    one(...ids).map(isOneOf('MediaId', (m) => m.mediaId)),
    one('watermark', 'material', 'x').map(isOneOf('BusinessType', (m) => m.businessType ?? '')),
  ),
}

const joined = (isAll: boolean, inner: readonly Condition[]): Condition => ({
  text: inner.map(({ text }) => text).join(isAll ? ' and ' : ' or '),
  holds: (media) =>
    isAll ? inner.every((part) => part.holds(media)) : inner.some((part) => part.holds(media)),
})

/** Statements for a type of search. */
export function statements(type: SearchType): fc.Arbitrary<Condition> {
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 2 },
      tests[type],
      fc
        .tuple(fc.boolean(), fc.array(tie('condition'), { minLength: 2, maxLength: 3 }))
        .map(([isAll, inner]) => joined(isAll, inner))
        .map(({ text, holds }) => ({ text: `(${text})`, holds })),
    ),
  }))
  return fc.array(condition, { minLength: 1, maxLength: 2 }).map((parts) => joined(true, parts))
}
