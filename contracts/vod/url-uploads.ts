import { withDefaults } from '../defaults.ts'
import { boolean, bytes, csv, integer, json, list, object, string, timestamp } from '../schema.ts'
import { closedApplication, missing, noStorage, pick, vodErrors } from './errors.ts'
import { playedExtensions } from './extensions.ts'
import { vodOperation } from './operation.ts'
import {
  appId,
  cateId,
  requestId,
  storageLocation,
  tags,
  templateGroupId,
  userData,
  withoutEmoji,
  workflowId,
} from './shapes.ts'
import { urlUploadStates } from './states/url-upload.ts'

/** What is said of the video of one URL. */
const metadata = object({
  SourceURL: string({ required: true }),
  Title: string({ required: true, maxLength: bytes(128), ...withoutEmoji }),
  FileSize: integer({ minimum: 0 }),
  Description: string({ maxLength: bytes(1024), ...withoutEmoji }),
  CoverURL: string({}),
  CateId: cateId,
  Tags: csv({ ...tags, items: string({ maxLength: bytes(32), ...withoutEmoji }) }),
  TemplateGroupId: templateGroupId,
  WorkflowId: workflowId,
  FileExtension: string({ enum: playedExtensions, ignoreCase: true }),
})

const member = (name: keyof typeof metadata.members) => `UploadMetadatas[].${name}` as const

export const UploadMediaByURL = vodOperation('write', {
  name: 'UploadMediaByURL',
  summary: 'Fetches up to 20 files from other servers, and makes a video or an audio of each.',
  media: {},
  input: {
    UploadURLs: csv({
      describe:
        'URLs of the files, each percent-encoded once more, separated by commas. Each has an extension of a video or an audio, or metadata name one.',
      example: 'http%3A%2F%2F127.0.0.1%3A8080%2Fvideo_01.mp4',
      required: true,
      maxItems: 20,
      encoded: true,
      items: string({ format: 'url' }),
    }),
    UploadMetadatas: json(list(metadata), {
      describe:
        'JSON array: what is said of each file. An item counts for the URL that is its SourceURL, encoded or not.',
      example:
        '[{"SourceURL":"http://127.0.0.1:8080/video_01.mp4","Title":"Video","FileExtension":"mp4"}]',
    }),
    TemplateGroupId: templateGroupId,
    StorageLocation: storageLocation,
    UserData: userData,
    AppId: appId,
    WorkflowId: workflowId,
    SessionId: string({
      describe:
        'A value that was used within ten minutes is refused: so a call that is repeated does nothing.',
      example: '5c62d40299034bbaa4c195da330****',
      pattern: {
        source: '[A-Za-z0-9_-]{0,50}',
        words: 'up to 50 letters, digits, hyphens and underscores',
      },
    }),
    EnableFirstFrameCover: boolean({ describe: 'Without effect (inferred).' }),
    GenerateThumbnail: boolean({ describe: 'Without effect (inferred).' }),
  },
  output: object({
    RequestId: requestId,
    UploadJobs: list(
      object({
        JobId: string({ describe: '32 lower-case hex digits.' }),
        SourceURL: string({ describe: 'Decoded.' }),
      }),
      { describe: 'One for each URL, in their order.' },
    ),
  }),
  errors: {
    ...missing('UploadURLs', 'Send UploadURLs, at most 20 of them separated by commas.'),
    'InvalidParameter.UploadURLs': {
      status: 400,
      message: 'The specified parameter UploadURLs is not valid.',
      evidence: 'documented',
      remedy:
        'Send up to 20 absolute HTTP or HTTPS URLs, each with an extension of a video or an audio, or FileExtension in UploadMetadatas.',
      when: 'A URL has no extension of a video or an audio, and its metadata name none.',
    },
    InvalidParameter: {
      ...vodErrors.InvalidParameter,
      when: 'The SessionId was used within the last ten minutes (inferred).',
    },
    ...pick(
      'IllegalCharacters',
      'LengthExceededMax',
      'TagsExceededMax',
      'InvalidCateId.NotFound',
      'InvalidTemplateGroupId.NotFound',
    ),
    ...noStorage,
    ...closedApplication,
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['UploadURLs'], error: 'MissingUploadURLs' },
    { violates: 'format', of: ['UploadURLs'], error: 'InvalidParameter.UploadURLs' },
    { violates: 'maxItems', of: ['UploadURLs'], error: 'InvalidParameter.UploadURLs' },
    { violates: 'format', of: ['UploadMetadatas'] },
    { violates: 'required', of: [member('SourceURL'), member('Title')] },
    {
      violates: 'characters',
      of: [member('Title'), member('Description'), member('Tags')],
      error: 'IllegalCharacters',
    },
    {
      violates: 'maxLength',
      of: [member('Title'), member('Description'), member('Tags')],
      error: 'LengthExceededMax',
    },
    { violates: 'maxItems', of: [member('Tags')], error: 'TagsExceededMax' },
    { violates: 'range', of: [member('FileSize'), member('CateId')] },
    { violates: 'enum', of: [member('FileExtension')] },
    { violates: 'format', of: ['UserData', 'EnableFirstFrameCover', 'GenerateThumbnail'] },
    { violates: 'enum', of: ['UserData.VodEmulator.Outcome'] },
    { violates: 'pattern', of: ['SessionId'] },
    { violates: 'known', of: [member('CateId')], error: 'InvalidCateId.NotFound' },
    {
      violates: 'known',
      of: [member('TemplateGroupId'), 'TemplateGroupId'],
      error: 'InvalidTemplateGroupId.NotFound',
    },
    { violates: 'known', of: ['StorageLocation'], error: 'InvalidStorage.NotFound' },
    { violates: 'known', of: ['AppId'], error: 'Forbidden.OperateAppResource' },
  ]),
  examples: [
    {
      name: 'a file on this machine',
      evidence: 'inferred',
      input: {
        UploadURLs: 'http%3A%2F%2F127.0.0.1%3A9%2Fvideo_01.mp4',
        UploadMetadatas: '[{"SourceURL":"http://127.0.0.1:9/video_01.mp4","Title":"Video"}]',
      },
    },
  ],
  notes: [
    'Files are fetched from loopback, and from hosts that `--fetch-host` allows; no other host is contacted, not by a redirect either. A job for another host fails.',
    'Up to five files are fetched at once; a file may have 20 GB (documented). Jobs outlive a restart where records do: a file that was not fetched whole is fetched again.',
    'Without metadata the title is the last part of the path, without its extension (inferred).',
    'What a server says of the type of its file is kept, but not compared with the extension: a file that is no video is found when it is analysed (inferred).',
    'It answers in every region (inferred).',
  ],
})

/** @param parameter of which there were more than ten */
const tooManyJobs = {
  ExceededMax: {
    status: 400,
    message: "The input parameter '{parameter}' Exceed the limit.",
    evidence: 'inferred',
    remedy: 'Name at most ten jobs at once.',
  },
} as const

const jobIds = <const O extends string>(other: O) =>
  csv({
    describe: `The jobs. They win over ${other}.`,
    example: '86c1925fba0****,7afb201e7fa****',
    required: { unless: [other] },
    maxItems: 10,
    distinct: true,
    items: string({}),
  })

const jobUrls = csv({
  describe: 'URLs of their files, each percent-encoded once more, separated by commas.',
  example: 'http%3A%2F%2F127.0.0.1%3A8080%2Fvideo_01.mp4',
  maxItems: 10,
  distinct: true,
  encoded: true,
  items: string({}),
})

const selectors = <const U extends string>(urls: U) =>
  withDefaults({ evidence: 'inferred', error: 'ExceededMax' }, [
    { violates: 'utf8', error: 'InvalidParameter' },
    { violates: 'required', of: ['JobIds'], error: 'MissingParameter' },
    { violates: 'maxItems', of: ['JobIds', urls] },
  ])

const oneJob = {
  name: 'one job',
  evidence: 'inferred',
  input: { JobIds: '4c81c0d3a9a14a2c9f6a4a1d7f1e6f6b' },
} as const

export const GetURLUploadInfos = vodOperation('read', {
  name: 'GetURLUploadInfos',
  summary: 'Returns what became of jobs of UploadMediaByURL.',
  media: {},
  input: { JobIds: jobIds('UploadURLs'), UploadURLs: jobUrls },
  output: object({
    RequestId: requestId,
    URLUploadInfoList: list(
      object({
        CreationTime: timestamp({}),
        Status: string({
          describe: `${urlUploadStates.map((state) => `\`${state}\``).join(', ')}.`,
        }),
        ErrorMessage: string({ describe: 'Of a job that failed.', optional: true }),
        ErrorCode: string({ describe: 'Of a job that failed.', optional: true }),
        CompleteTime: timestamp({ describe: 'When it ended.', optional: true }),
        JobId: string({}),
        UserData: string({ optional: true }),
        UploadURL: string({ describe: 'Decoded.' }),
        MediaId: string({ describe: 'When it has been taken up.', optional: true }),
        FileSize: string({ describe: 'Bytes, once known.', optional: true }),
      }),
    ),
    NonExists: list(string({ describe: 'A JobId, or a URL, of which there is no job.' })),
  }),
  errors: { ...pick('MissingParameter', 'InvalidParameter'), ...tooManyJobs },
  constraintOrder: selectors('UploadURLs'),
  examples: [oneJob],
  notes: [
    'Of a URL that was fetched several times all jobs of the last year are answered, the newest first, up to 100 in all.',
    'One code and one text of a failure are documented, and stand for everything that keeps a file from being downloaded; the log of the emulator has the reason.',
  ],
})

export const CancelUrlUploadJobs = vodOperation('write', {
  name: 'CancelUrlUploadJobs',
  summary: 'Cancels jobs of UploadMediaByURL that nobody has taken up.',
  media: {},
  input: { JobIds: jobIds('UploadUrls'), UploadUrls: jobUrls },
  output: object({
    RequestId: requestId,
    CanceledJobs: list(string({ describe: 'A JobId.' })),
    NonExists: list(string({ describe: 'A JobId, or a URL, of which there is no job.' })),
  }),
  errors: { ...pick('MissingParameter', 'InvalidParameter'), ...tooManyJobs },
  constraintOrder: selectors('UploadUrls'),
  examples: [oneJob],
  notes: [
    'A job that is no longer PENDING is in neither list (inferred). A job that was canceled does not exist any more (inferred).',
  ],
})
