import type { ErrorDefinition } from '../operation.ts'
import { csv, decimal, integer, list, object, string, timestamp } from '../schema.ts'
import { vodErrors } from './errors.ts'
import { videoStates } from './states/index.ts'

export const videoId = string({
  describe: 'The video. Wins over ReferenceId (inferred).',
  example: '43179b5042db71efbfcf0764a0fd0102',
  required: { unless: ['ReferenceId'] },
})

export const referenceId = string({
  describe: 'The id that the video was given with CreateUploadVideo.',
  example: 'order-000123',
})

/** Which videos an operation on several of them is about. */
export const videoIds = csv({
  describe: 'Ids of the videos, separated by commas. Wins over ReferenceIds (inferred).',
  example: '43179b5042db71efbfcf0764a0fd0102,60a8d7e05e5071efbfcf0764a0fd0102',
  required: { unless: ['ReferenceIds'] },
  maxItems: 20,
  distinct: true,
  items: string({}),
})

export const referenceIds = csv({
  describe: 'Ids that the videos were given with CreateUploadVideo, separated by commas.',
  example: 'order-000123,order-000124',
  maxItems: 20,
  distinct: true,
  items: string({}),
})

/** @param when the operation answers so */
export const noVideo = (when: string) =>
  ({
    'InvalidVideo.NotFound': {
      ...vodErrors['InvalidVideo.NotFound'],
      when,
    },
  }) as const satisfies Readonly<Record<string, ErrorDefinition>>

/** @param evidence that an operation answers so */
export const tooManyVideos = (evidence: ErrorDefinition['evidence']) => ({
  VideoIdsExceededMax: {
    status: 400,
    message: 'The VideoIds exceeded maximum.',
    evidence,
    remedy: 'Name at most 20 videos at once.',
  },
})

/** What became of ids that an operation on several videos could not use. */
export const unusedIds = {
  NonExistVideoIds: list(string({})),
  NonExistReferenceIds: list(string({})),
}

export const forbiddenVideoIds = list(
  string({
    describe:
      'Videos of applications on which the caller has no right: always empty, as a key has no rights on single applications here.',
  }),
)

/** The states that a video can be asked for. None here comes into the last one: nothing is edited. */
export const videoStatuses = [...videoStates, 'ProduceFail'] as const

const snapshot = string({ describe: 'URL of a snapshot.' })

const described = {
  Status: string({ describe: `One of ${videoStates.map((one) => `\`${one}\``).join(', ')}.` }),
  Description: string({ describe: 'Only when set.', optional: true }),
  VideoId: string({}),
  Size: integer({
    describe:
      'Of the file, bytes; before it is uploaded the announced FileSize, if any (inferred).',
    optional: true,
  }),
  Title: string({ optional: true }),
  ModificationTime: timestamp({}),
  Duration: decimal({ describe: 'Seconds; once it is known.', optional: true }),
  CateName: string({ describe: 'Only with a category.', optional: true }),
  CateId: integer({ describe: 'Only with a category.', optional: true }),
}

const dated = {
  AppId: string({}),
  CreationTime: timestamp({}),
  CoverURL: string({ describe: 'Only when there is one.', optional: true }),
}

const tags = string({ describe: 'Only when set: joined by commas.', optional: true })

const templateGroupId = string({ describe: 'Only when one was chosen.', optional: true })

const downloadSwitch = string({ describe: '`on`.' })

const kept = {
  ReferenceId: string({ describe: 'Only when set.', optional: true }),
  StorageClass: string({ describe: '`Standard`.' }),
  UserData: string({ describe: 'Only when set, as it was sent.', optional: true }),
}

/** A video, as GetVideoInfo answers it. */
export const video = object({
  ...described,
  AuditStatus: string({
    describe:
      'What a review has found, `Normal` or `Blocked`; `Init` before it, and where there is none.',
  }),
  ...dated,
  RegionId: string({}),
  StorageLocation: string({}),
  Snapshots: list(snapshot, { wrapped: 'Snapshot' }),
  Tags: tags,
  TemplateGroupId: templateGroupId,
  DownloadSwitch: downloadSwitch,
  ...kept,
})

/** A video among several, as GetVideoInfos answers it. */
export const videoAmongOthers = object({
  ...described,
  ...dated,
  StorageLocation: string({}),
  Snapshots: list(snapshot),
  Tags: tags,
  TemplateGroupId: templateGroupId,
  DownloadSwitch: downloadSwitch,
  ...kept,
})

/** A video, as GetVideoList answers it. */
export const listedVideo = object({
  ...described,
  ...dated,
  StorageLocation: string({}),
  Snapshots: list(snapshot, { wrapped: 'Snapshot' }),
  Tags: tags,
  ...kept,
})
