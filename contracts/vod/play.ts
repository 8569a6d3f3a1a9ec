import { withDefaults } from '../defaults.ts'
import { csv, decimal, integer, json, list, object, string, timestamp } from '../schema.ts'
import { pick } from './errors.ts'
import { vodOperation } from './operation.ts'
import { authTimeout, outputType, requestId } from './shapes.ts'
import { playingByState } from './states/playing.ts'
import { noVideo, referenceId, videoId } from './video-shapes.ts'

/** What the operation answers by the state of the video, in words. */
const byState = (operation: 'GetPlayInfo' | 'GetVideoPlayAuth'): string => {
  const answers = Object.entries(playingByState).map(
    ([state, { [operation]: answer }]) => `\`${state}\` ${answer}`,
  )
  return `By the state of the video: ${answers.join(', ')}.`
}

/** What may stand in an `auth_key`, whose pieces a hyphen separates. */
const inAuthKey = { source: '[0-9A-Za-z_]{1,64}', words: '1 to 64 letters, digits and _' }

const illegalStatus = {
  'Forbidden.IllegalStatus': {
    status: 403,
    message: 'Currently Video Status is {status} and AuditStatus is {auditStatus}.',
    evidence: 'observed',
    note: 'The manual has the text `Status of the video is illegal. Current Status is %s.`, which was never seen.',
    when: 'The video is not ready to be played.',
    remedy:
      'Wait until the video is Normal: for the event StreamTranscodeComplete, or by GetVideoInfo.',
  },
} as const

export const GetPlayInfo = vodOperation('read', {
  name: 'GetPlayInfo',
  summary:
    'Returns the streams of a video or audio and the URLs to play them. Here its source file is the one stream.',
  media: { asked: 'VideoId', kind: 'video' },
  input: {
    VideoId: videoId,
    ReferenceId: referenceId,
    Formats: csv({
      describe: 'Formats of the streams, in any case; without it all.',
      example: 'mp4,mp3',
      items: string({ enum: ['mp4', 'm3u8', 'mp3', 'flv', 'mpd'], ignoreCase: true }),
    }),
    AuthTimeout: {
      ...authTimeout,
      describe:
        "Life of the PlayURL in seconds, if it ends: on a CDN domain while URL signing is on. A presigned URL of OSS lives 604800 at most, in edition 2021 2592000, and 129600 in a bucket of the account's own: more is not refused, but counts as that (inferred).",
    },
    OutputType: outputType,
    StreamType: csv({
      describe: 'Types of the streams, in any case; without it all.',
      example: 'video',
      items: string({ enum: ['video', 'audio'], ignoreCase: true }),
    }),
    Definition: csv({
      describe: 'Definitions of the streams, in any case; a source file is `OD`.',
      example: 'OD',
      items: string({
        enum: ['FD', 'LD', 'SD', 'HD', 'OD', '2K', '4K', 'SQ', 'HQ', 'AUTO'],
        ignoreCase: true,
      }),
    }),
    ResultType: string({
      describe: 'Whether to return one stream of each definition or all: without effect on one.',
      example: 'Multiple',
      default: 'Single',
      enum: ['Single', 'Multiple'],
    }),
    ReAuthInfo: json(
      object({
        uid: string({ describe: 'Stands in `auth_key` in the place of `0`.', pattern: inAuthKey }),
        rand: string({ describe: 'Stands there instead of a random one.', pattern: inAuthKey }),
      }),
      {
        describe: 'JSON object: what the signature of a URL of type A is made with.',
        example: '{"uid":"12345","rand":"abckljd"}',
      },
    ),
    PlayConfig: json(
      object({
        PlayDomain: string({
          describe:
            'The CDN domain of the PlayURL; one that the account does not have online for the storage location is as none.',
        }),
      }),
      {
        describe:
          'JSON object. Its other members (`XForwardedFor`, `PreviewTime`, `MtsHlsUriToken`, `EncryptType`) are without effect here.',
        example: '{"PlayDomain":"vod.example.com"}',
      },
    ),
    AdditionType: string({
      describe: 'The service adds the address of bullet comments; there are none here.',
      example: 'danmu',
      enum: ['danmu'],
    }),
    CodecName: string({
      describe: 'Codec of the streams, in any case; without it all.',
      example: 'H264',
    }),
    DigitalWatermarkType: string({
      describe: 'Without effect here: no stream has a digital watermark.',
      example: 'TraceMark',
      enum: ['TraceMark', 'CopyrightMark'],
    }),
    Trace: string({ describe: 'Content of a digital watermark; without effect here.' }),
  },
  output: object({
    RequestId: requestId,
    VideoBase: object({
      Status: string({}),
      VideoId: string({}),
      TranscodeMode: string({ describe: '`NoTranscode`: nothing is transcoded here.' }),
      CreationTime: timestamp({}),
      Title: string({}),
      MediaType: string({ describe: '`video` or `audio`.' }),
      CoverURL: string({ describe: 'Only when there is a cover.', optional: true }),
      Duration: string({ describe: 'Seconds, with one to four decimals.' }),
      OutputType: string({ describe: 'Of the URLs that are returned: `cdn` or `oss`.' }),
    }),
    PlayInfoList: object({
      PlayInfo: list(
        object({
          Status: string({ describe: '`Normal`.' }),
          StreamType: string({ describe: '`video` or `audio`.' }),
          Size: integer({ describe: 'Bytes.' }),
          Definition: string({ describe: '`OD`.' }),
          Fps: string({ describe: 'Empty when not known.' }),
          Duration: string({ describe: 'As in VideoBase.' }),
          ModificationTime: timestamp({ describe: 'The CreationTime.' }),
          Specification: string({ describe: '`Original`.' }),
          Bitrate: string({ describe: 'Kbit/s, with up to three decimals; empty when not known.' }),
          Encrypt: integer({ describe: '0.' }),
          Format: string({ describe: 'File name extension of the source file.' }),
          PlayURL: string({}),
          NarrowBandType: string({ describe: '`0`.' }),
          CreationTime: timestamp({ describe: 'That of the video.' }),
          Height: integer({ describe: 'Pixels.', optional: true }),
          Width: integer({ describe: 'Pixels.', optional: true }),
          JobId: string({ describe: 'The VideoId, followed by `02`.' }),
        }),
      ),
    }),
  }),
  errors: {
    ...pick('MissingParameter', 'InvalidParameter'),
    ...noVideo('The account has no such video in the region.'),
    ...illegalStatus,
    'InvalidVideo.NoneStream': {
      status: 404,
      message:
        "The video has no stream to play for the request parameter 'Formats: {formats}, Definition: {definition}, StreamType: {streamType}'.",
      evidence: 'documented',
      note: '`null` stands for a filter that was not sent (inferred).',
      when: 'Nothing was uploaded yet, the source file was deleted or is of a format that does not play, or the filters leave no stream.',
      remedy:
        'Upload the file, omit the filters, or upload one that plays as it is: mp4, flv, mp3, m3u8, in edition latest webm.',
    },
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['VideoId'], error: 'MissingParameter' },
    {
      violates: 'enum',
      of: [
        'OutputType',
        'Formats',
        'StreamType',
        'Definition',
        'ResultType',
        'AdditionType',
        'DigitalWatermarkType',
      ],
    },
    { violates: 'range', of: ['AuthTimeout'] },
    { violates: 'format', of: ['ReAuthInfo', 'PlayConfig'] },
    { violates: 'pattern', of: ['ReAuthInfo.uid', 'ReAuthInfo.rand'] },
  ]),
  examples: [
    {
      name: 'one video',
      evidence: 'inferred',
      input: { VideoId: '93ab850b4f6f44eab54b6e91d24d81d4' },
    },
  ],
  notes: [
    'Of several domains, the PlayURL is on PlayDomain if it is one for the storage location, else on the default domain of the location, else on the one that was changed last. Without one, and with `OutputType=oss`, it is a presigned URL of OSS.',
    'A key of a PlayAuth may call it for its one video, with the SecurityToken and the AuthInfo of the PlayAuth as parameters; that these must be those of the key is inferred.',
    byState('GetPlayInfo'),
  ],
})

export const GetVideoPlayAuth = vodOperation('read', {
  name: 'GetVideoPlayAuth',
  summary: 'Returns a credential with which a player asks for the streams of one video.',
  media: { asked: 'VideoId', kind: 'video' },
  input: {
    VideoId: videoId,
    ReferenceId: referenceId,
    AuthInfoTimeout: integer({
      describe:
        'Life of the credential in seconds, 3000 at most: more is not refused (observed), but counts as that (inferred).',
      example: '3000',
      default: '100',
      minimum: 100,
    }),
    ApiVersion: string({ describe: 'Version of the API.', example: '1.0.0', enum: ['1.0.0'] }),
  },
  output: object({
    RequestId: requestId,
    VideoMeta: object({
      CoverURL: string({ describe: 'Only when there is a cover.', optional: true }),
      Status: string({}),
      VideoId: string({}),
      Duration: decimal({ describe: 'Seconds; absent before the analysis.', optional: true }),
      Title: string({}),
    }),
    PlayAuth: string({
      describe:
        'Base64 of the JSON object `{"SecurityToken","AuthInfo","VideoMeta","AccessKeyId","PlayDomain","AccessKeySecret","Region","CustomerId"}`.',
    }),
  }),
  errors: {
    ...pick('MissingParameter', 'InvalidParameter'),
    ...noVideo('The account has no such video in the region.'),
    ...illegalStatus,
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['VideoId'], error: 'MissingParameter' },
    { violates: 'range', of: ['AuthInfoTimeout'] },
    { violates: 'enum', of: ['ApiVersion'] },
  ]),
  examples: [
    {
      name: 'one video',
      evidence: 'inferred',
      input: { VideoId: '93ab850b4f6f44eab54b6e91d24d81d4', AuthInfoTimeout: '3000' },
    },
  ],
  notes: [
    'The keys in the PlayAuth allow GetPlayInfo of this one video, and nothing else.',
    byState('GetVideoPlayAuth'),
  ],
})
