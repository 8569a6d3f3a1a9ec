import { decimal, integer, list, object, string, timestamp } from '../schema.ts'
import { category } from './shapes.ts'

/** Members that are there when Fields names them and they are set. */
const text = string({ optional: true })
const number = integer({ optional: true })
const time = timestamp({ optional: true })
const texts = list(string({}), { optional: true })

/** A video or an audio that was found, but its id. */
const played = {
  Size: integer({
    describe: 'Of the uploaded file, bytes; absent before (inferred).',
    optional: true,
  }),
  Title: text,
  ModificationTime: time,
  Duration: decimal({ describe: 'Seconds; once it is known.', optional: true }),
  CateName: text,
  CateId: number,
  AppId: text,
  CreationTime: timestamp({}),
  CoverURL: text,
  StorageLocation: text,
  Snapshots: texts,
  SpriteSnapshots: texts,
  Tags: text,
  MediaSource: string({ describe: '`general`.', optional: true }),
  PreprocessStatus: string({ describe: '`UnPreprocess`.', optional: true }),
  DownloadSwitch: string({ describe: '`on`.', optional: true }),
  TranscodeMode: string({ describe: '`NoTranscode`.', optional: true }),
} as const

const described = { Status: text, Description: text } as const

/** What was found: the one of these objects that is of the SearchType. */
export const foundMedia = {
  Video: object({ ...described, VideoId: string({}), ...played }, { optional: true }),
  Audio: object({ ...described, AudioId: string({}), ...played }, { optional: true }),
  Image: object(
    {
      ...described,
      CreationTime: timestamp({}),
      ImageId: string({}),
      Title: text,
      ModificationTime: time,
      CateId: number,
      CateName: text,
      AppId: text,
      StorageLocation: text,
      Tags: text,
      URL: text,
    },
    { optional: true },
  ),
  AttachedMedia: object(
    {
      Status: text,
      BusinessType: text,
      Description: text,
      AppId: text,
      MediaId: string({}),
      CreationTime: timestamp({}),
      Title: text,
      ModificationTime: time,
      StorageLocation: text,
      URL: text,
      Tags: text,
      Categories: list(category, { optional: true }),
    },
    { optional: true },
  ),
} as const
