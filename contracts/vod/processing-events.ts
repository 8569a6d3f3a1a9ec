import { boolean, decimal, integer, list, object, string, timestamp } from '../schema.ts'
import { extend, vodEvent } from './events.ts'

const see = (name: string) =>
  `https://www.alibabacloud.com/help/en/vod/developer-reference/${name.toLowerCase()}`

const status = string({ describe: '`success` or `fail`.' })
const success = string({ describe: '`success`.' })

const failure = {
  ErrorCode: string({ describe: 'Of a failure.', optional: true }),
  ErrorMessage: string({ describe: 'Of a failure.', optional: true }),
} as const

const optionalText = string({ optional: true })

export const FileUploadComplete = vodEvent({
  name: 'FileUploadComplete',
  summary: 'The file of a video or an audio was uploaded, or replaced by another upload.',
  see: see('FileUploadComplete'),
  evidence: 'documented',
  body: object({
    Status: success,
    FileUrl: string({ describe: 'URL of the file in OSS, unsigned.' }),
    VideoId: string({}),
    EventType: string({}),
    EventTime: timestamp({}),
    Size: integer({ describe: 'Of the file, bytes.' }),
    Extend: extend,
  }),
  notes: [
    '`Status` is not in the table of the manual; observed bodies have it.',
    'URLs under the names of the service are `http` (observed).',
  ],
})

export const ImageUploadComplete = vodEvent({
  name: 'ImageUploadComplete',
  summary: 'The file of an image was uploaded, or replaced by another upload.',
  see: see('ImageUploadComplete'),
  evidence: 'documented',
  body: object({
    Status: success,
    FileURL: string({ describe: 'The FileURL that CreateUploadImage answered.' }),
    AppId: string({}),
    EventType: string({}),
    EventTime: timestamp({}),
    Size: integer({ describe: 'Of the file, bytes.' }),
    ImageId: string({}),
    Extend: extend,
  }),
  notes: ['A newer page has milliseconds in `EventTime`; ours has seconds, as in all events.'],
})

export const VideoAnalysisComplete = vodEvent({
  name: 'VideoAnalysisComplete',
  summary: 'The file of a video or an audio was analysed.',
  see: see('VideoAnalysisComplete'),
  evidence: 'documented',
  body: object({
    VideoId: string({}),
    Duration: string({ describe: 'Seconds.', optional: true }),
    Height: string({ describe: 'Pixels; absent of an audio.', optional: true }),
    Width: string({ describe: 'Pixels; absent of an audio.', optional: true }),
    Fps: string({ describe: 'Frames per second; absent of an audio.', optional: true }),
    Bitrate: string({ describe: 'Kilobits per second.', optional: true }),
    Size: string({ describe: 'Of the file, bytes.' }),
    EventTime: timestamp({}),
    EventType: string({}),
    Status: status,
    ...failure,
    Extend: extend,
  }),
  notes: [
    'The table of the manual has numbers, its sample texts; ours are texts (inferred).',
    'A file that is neither video nor audio fails with `InvalidParameter.ResourceContentBad`; the code is documented, its message inferred.',
    'Not sent with the template group `VOD_NO_TRANSCODE`: FileUploadComplete is all that comes for it (documented).',
  ],
})

const stream = {
  Bitrate: optionalText,
  Definition: string({}),
  Duration: decimal({ describe: 'Seconds.', optional: true }),
  Encrypt: boolean({}),
  FileUrl: string({ optional: true }),
  Format: string({}),
  Fps: optionalText,
  Height: integer({ optional: true }),
  Size: integer({ describe: 'Bytes.', optional: true }),
  Width: integer({ optional: true }),
  JobId: string({}),
} as const

export const StreamTranscodeComplete = vodEvent({
  name: 'StreamTranscodeComplete',
  summary:
    'A stream of a video was transcoded; one event for each definition of its template group.',
  see: see('StreamTranscodeComplete'),
  evidence: 'documented',
  body: object({
    Status: status,
    VideoId: string({}),
    EventType: string({}),
    EventTime: timestamp({}),
    ...stream,
    ...failure,
    Extend: extend,
  }),
  notes: ['Nothing is transcoded here: what is told of a stream is that of the source file.'],
})

export const TranscodeComplete = vodEvent({
  name: 'TranscodeComplete',
  summary: 'All streams of a video were transcoded.',
  see: see('TranscodeComplete'),
  evidence: 'documented',
  body: object({
    Status: status,
    VideoId: string({}),
    EventType: string({}),
    EventTime: timestamp({}),
    StreamInfos: list(object({ Status: status, ...stream, IsAudio: boolean({}), ...failure })),
    Extend: extend,
  }),
  notes: ['`IsAudio` is observed.'],
})

export const SnapshotComplete = vodEvent({
  name: 'SnapshotComplete',
  summary: 'Snapshots of a video were taken, where its template group asks for them.',
  see: see('SnapshotComplete'),
  evidence: 'documented',
  body: object({
    Status: success,
    VideoId: string({}),
    EventType: string({}),
    EventTime: timestamp({}),
    SubType: string({ describe: '`SpecifiedTime`.' }),
    CoverUrl: string({ optional: true }),
    SnapshotInfos: list(
      object({
        Status: success,
        SnapshotType: string({ describe: '`CoverSnapshot`.' }),
        SnapshotCount: integer({}),
        SnapshotFormat: string({}),
        SnapshotRegular: string({
          describe: 'URL in which `{SnapshotCount}` stands for a number of five digits.',
        }),
        JobId: string({}),
      }),
    ),
    Extend: extend,
  }),
  notes: ['The one snapshot is the placeholder that is the cover of the video (inferred).'],
})

export const CreateAuditComplete = vodEvent({
  name: 'CreateAuditComplete',
  summary: 'A video was reviewed, where its template group asks for it.',
  see: see('CreateAuditComplete'),
  evidence: 'documented',
  body: object({
    MediaId: string({}),
    CreationTime: timestamp({ describe: 'Of the review.' }),
    SubType: string({ describe: '`video`.' }),
    AuditStatus: string({ describe: '`Normal` or `Blocked`.' }),
    Auditor: string({ optional: true }),
    Reason: string({ describe: 'Of a video that was blocked.', optional: true }),
    EventType: string({}),
    EventTime: timestamp({}),
    Status: success,
    Extend: extend,
  }),
  notes: ['`EventType`, `EventTime`, `Status` and `Extend` are documented for all events.'],
})
