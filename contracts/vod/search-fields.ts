/** How conditions of Match may use a field: `=` one value, `=` a part of its text, `in` some values, `=` a range. */
export type MatchUse = 'equals' | 'contains' | 'in' | 'range'

/** A field of SearchMedia, as one type of search has it. */
export interface SearchField {
  /** Values of texts and times are quoted; numbers need not be. */
  readonly type: 'text' | 'number' | 'time'
  readonly match: readonly MatchUse[]
  /** Maximum number of values of `in`. */
  readonly maxValues?: number
  /** Whether Fields may name it. */
  readonly isReturned: boolean
}

export type SearchFields = Readonly<Record<string, SearchField>>

const exact = { type: 'text', match: ['equals'], isReturned: true } as const
const exactOrIn = { type: 'text', match: ['equals', 'in'], isReturned: true } as const
const oneOf = { type: 'text', match: ['in'], isReturned: true } as const
const part = { type: 'text', match: ['contains', 'in'], isReturned: true } as const
const category = { type: 'number', match: ['equals'], isReturned: true } as const
const number = { type: 'number', match: ['range'], isReturned: true } as const
const time = { type: 'time', match: ['range'], isReturned: true } as const
const returned = { type: 'text', match: [], isReturned: true } as const

const texts = { Title: part, Tags: part, Description: part, Status: oneOf } as const
const times = { CreationTime: time, ModificationTime: time } as const

const ofPlayed = {
  AppId: oneOf,
  CateId: category,
  CateName: returned,
  ...texts,
  MediaSource: oneOf,
  PreprocessStatus: oneOf,
  Size: number,
  Duration: number,
  ...times,
  CoverURL: returned,
  Snapshots: returned,
  SpriteSnapshots: returned,
  DownloadSwitch: returned,
  TranscodeMode: returned,
} as const

/** The fields of each type of search. */
export const searchFields = {
  video: { VideoId: { ...exactOrIn, maxValues: 100 }, StorageLocation: exactOrIn, ...ofPlayed },
  audio: { AudioId: exact, StorageLocation: oneOf, ...ofPlayed },
  image: {
    ImageId: exact,
    AppId: oneOf,
    CateId: category,
    CateName: returned,
    StorageLocation: exactOrIn,
    FileName: part,
    ...texts,
    ...times,
    URL: returned,
  },
  attached: {
    MediaId: exact,
    AppId: oneOf,
    CateId: { ...category, isReturned: false },
    Categories: returned,
    URL: returned,
    StorageLocation: exactOrIn,
    FileName: part,
    ...texts,
    BusinessType: exact,
    ...times,
  },
} as const satisfies Readonly<Record<string, SearchFields>>

export type SearchType = keyof typeof searchFields

const wordsOf = ({ match, maxValues }: SearchField): string =>
  match.map((use) => (use === 'in' && maxValues ? `in ${maxValues} at most` : use)).join(', ')

/** What Match and Fields may name in a type of search, one sentence each. */
export function fieldWords(type: SearchType): readonly string[] {
  const fields = Object.entries<SearchField>(searchFields[type])
  const matched = fields.flatMap(([name, field]) =>
    field.match.length === 0 ? [] : [`${name} (${wordsOf(field)})`],
  )
  const named = fields.flatMap(([name, { isReturned }]) => (isReturned ? [name] : []))
  return [
    `Match in a search for \`${type}\`: ${matched.join('; ')}.`,
    `Fields in a search for \`${type}\`: ${named.join(', ')}.`,
  ]
}
