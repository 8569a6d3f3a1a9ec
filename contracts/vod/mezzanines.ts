import { withDefaults } from '../defaults.ts'
import { boolean, csv, integer, list, object, string, timestamp } from '../schema.ts'
import { pick } from './errors.ts'
import { vodOperation } from './operation.ts'
import { authTimeout, outputType, requestId } from './shapes.ts'
import {
  noVideo,
  referenceId,
  referenceIds,
  tooManyVideos,
  unusedIds,
  videoId,
  videoIds,
} from './video-shapes.ts'

const text = string({ optional: true })

/** What streams of both kinds tell, every member as text. */
const stream = {
  Index: string({ describe: 'Over all streams of the file, from 0.' }),
  CodecName: text,
  CodecLongName: text,
  CodecTagString: text,
  Duration: string({ describe: 'Seconds, six decimals.', optional: true }),
  StartTime: string({ describe: 'Seconds, six decimals (inferred).', optional: true }),
  Bitrate: string({ describe: 'Kbit/s, four decimals.', optional: true }),
  NumFrames: text,
} as const

export const GetMezzanineInfo = vodOperation('read', {
  name: 'GetMezzanineInfo',
  summary: 'Returns what is known of the source file of a video or audio, and a URL to read it.',
  media: { asked: 'VideoId', kind: 'video' },
  input: {
    VideoId: videoId,
    ReferenceId: referenceId,
    OutputType: outputType,
    AuthTimeout: {
      ...authTimeout,
      describe: authTimeout.describe.replace('the returned URL', 'the FileURL'),
      default: '3600',
    },
    AdditionType: csv({
      describe: 'Which streams to describe.',
      example: 'video,audio',
      items: string({ enum: ['video', 'audio'] }),
    }),
  },
  output: object({
    RequestId: requestId,
    Mezzanine: object({
      VideoId: string({}),
      FileName: string({ describe: 'Last part of the key in OSS.' }),
      FileURL: string({}),
      Status: string({ describe: '`Uploading`, `Normal` or `UploadFail`.' }),
      Size: integer({ describe: 'Bytes; absent before the upload.', optional: true }),
      Duration: string({
        describe: 'Seconds, four decimals; absent before the analysis, like what follows from it.',
        optional: true,
      }),
      Bitrate: string({ describe: 'Kbit/s, four decimals.', optional: true }),
      Fps: string({ describe: 'Frames per second, four decimals.', optional: true }),
      Width: integer({ describe: 'Pixels.', optional: true }),
      Height: integer({ describe: 'Pixels.', optional: true }),
      CreationTime: timestamp({}),
      OutputType: string({ describe: 'Of the URL that is returned: `cdn` or `oss`.' }),
      PreprocessStatus: string({ describe: '`UnPreprocess`.' }),
      FileMD5: string({
        describe: 'Lower-case hex; absent of a file that was uploaded in parts (inferred).',
        optional: true,
      }),
      VideoStreamList: list(
        object({
          ...stream,
          Profile: text,
          Level: text,
          PixFmt: text,
          Width: text,
          Height: text,
          Sar: text,
          Dar: text,
          Fps: string({ describe: 'Four decimals.', optional: true }),
          AvgFPS: string({ describe: 'Four decimals.', optional: true }),
          Rotate: text,
          HDRType: text,
        }),
        { describe: 'With AdditionType `video`.', optional: true },
      ),
      AudioStreamList: list(
        object({ ...stream, Channels: text, ChannelLayout: text, SampleRate: text }),
        { describe: 'With AdditionType `audio`.', optional: true },
      ),
    }),
  }),
  errors: {
    ...pick('MissingParameter', 'InvalidParameter'),
    ...noVideo('The account has no such video in the region.'),
    'InvalidFile.NotFound': {
      status: 404,
      message: 'The file does not exist.',
      evidence: 'documented',
      when: 'The source file was deleted (inferred).',
      remedy: 'Upload it again, by RefreshUploadVideo.',
    },
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['VideoId'], error: 'MissingParameter' },
    { violates: 'enum', of: ['OutputType', 'AdditionType'] },
    { violates: 'range', of: ['AuthTimeout'] },
  ]),
  examples: [
    {
      name: 'one video, with its streams',
      evidence: 'inferred',
      input: { VideoId: '93ab850b4f6f44eab54b6e91d24d81d4', AdditionType: 'video,audio' },
    },
  ],
  notes: [
    'A file in a bucket whose name begins with `in-` has a URL of OSS whatever OutputType says (documented).',
    'Before the upload the Status is `Uploading` and there is no Size.',
  ],
})

export const DeleteMezzanines = vodOperation('write', {
  name: 'DeleteMezzanines',
  summary: 'Deletes the source files of up to 20 videos or audios, which are kept.',
  media: { asked: 'VideoIds', kind: 'video' },
  input: {
    VideoIds: videoIds,
    ReferenceIds: referenceIds,
    Force: boolean({
      describe:
        'Whether to delete a source file that is also the stream that is played: here that of every video.',
      example: 'true',
      default: 'false',
    }),
  },
  output: object({
    RequestId: requestId,
    UnRemoveableVideoIds: list(
      string({
        describe: 'Videos whose source file is played, without Force; or not yet uploaded.',
      }),
    ),
    ...unusedIds,
  }),
  errors: {
    ...pick('MissingParameter', 'InvalidParameter'),
    ...tooManyVideos('inferred'),
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['VideoIds'], error: 'MissingParameter' },
    { violates: 'format', of: ['Force'] },
    {
      violates: 'maxItems',
      of: ['VideoIds', 'ReferenceIds'],
      error: 'VideoIdsExceededMax',
    },
  ]),
  examples: [
    {
      name: 'one video',
      evidence: 'inferred',
      input: { VideoIds: '93ab850b4f6f44eab54b6e91d24d81d4', Force: 'true' },
    },
  ],
  notes: [
    'Without its source file a video has no stream: GetPlayInfo answers `InvalidVideo.NoneStream`, GetMezzanineInfo `InvalidFile.NotFound` (inferred). A later upload, by RefreshUploadVideo, brings both back.',
    'DeleteMediaComplete is not sent: it is documented for DeleteVideo alone.',
    'A source file that was deleted before is in no list (inferred).',
  ],
})
