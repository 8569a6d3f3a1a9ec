import { withDefaults } from '../defaults.ts'
import { decimal, integer, list, object, string, timestamp } from '../schema.ts'
import { missing, pick, vodErrors } from './errors.ts'
import { vodOperation } from './operation.ts'
import { mediaIds, requestId } from './shapes.ts'

const mediaType = string({
  describe: '`video`, which audios are, too.',
  example: 'video',
  enum: ['video'],
})

export const GetUploadDetails = vodOperation('read', {
  name: 'GetUploadDetails',
  summary: 'Returns how far the uploads of up to 20 videos and audios have come.',
  media: { kind: 'video', asked: 'MediaIds' },
  input: { MediaIds: mediaIds, MediaType: mediaType },
  output: object({
    RequestId: requestId,
    UploadDetails: list(
      object({
        Status: string({ describe: 'Of the video.' }),
        UploadSize: integer({ describe: 'Bytes that have arrived.' }),
        UploadStatus: string({ describe: '`UPLOADING`, `UPLOAD_SUCCESS` or `UPLOAD_FAIL`.' }),
        CompletionTime: timestamp({ describe: 'When the file had arrived.', optional: true }),
        CreationTime: timestamp({}),
        UploadIP: string({ describe: 'Of who reports the progress.', optional: true }),
        Title: string({ optional: true }),
        FileSize: integer({
          describe: 'Bytes: of the file, else as it was announced or reported.',
          optional: true,
        }),
        ModificationTime: timestamp({}),
        UploadRatio: decimal({
          describe: 'What has arrived of the file, from 0 to 1, with up to three decimals.',
        }),
        DeviceModel: string({ describe: 'Reported.', optional: true }),
        MediaId: string({}),
        UploadSource: string({ describe: 'Reported, such as `WebSDK`.', optional: true }),
      }),
    ),
    NonExistMediaIds: list(string({})),
    ForbiddenMediaIds: list(string({})),
  }),
  errors: {
    ...missing('MediaIds', 'Send MediaIds, at most 20 of them separated by commas.'),
    ...pick('InvalidParameter'),
    'LimitExceeded.MediaIds': {
      status: 400,
      message: 'The input parameter "MediaIds" Exceed the limit.',
      evidence: 'documented',
      remedy: 'Name at most 20 media at once.',
    },
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['MediaIds'], error: 'MissingMediaIds' },
    { violates: 'enum', of: ['MediaType'] },
    {
      violates: 'maxItems',
      of: ['MediaIds'],
      error: 'LimitExceeded.MediaIds',
      evidence: 'documented',
    },
  ]),
  examples: [
    {
      name: 'one video',
      evidence: 'inferred',
      input: { MediaIds: '97dc17a5abc34f668489b84ce9a1b2c3' },
    },
  ],
  notes: [
    'UploadSize and UploadRatio count what has arrived: the parts of the latest upload in parts, else the file. What upload SDKs report besides (`ReportUploadProgress`) is UploadSource, DeviceModel and UploadIP alone (inferred).',
    'Newer texts of the manual spell the first status `Uploading`; observed answers have `UPLOADING`.',
  ],
})

export const DeleteMultipartUpload = vodOperation('write', {
  name: 'DeleteMultipartUpload',
  summary: 'Removes the parts of unfinished uploads of a video or an audio.',
  media: { kind: 'video', asked: 'MediaId' },
  input: {
    MediaId: string({
      describe: 'The video.',
      example: '61ccbdb06fa83012be4d8083f6****',
      required: true,
    }),
    MediaType: { ...mediaType, required: true },
  },
  output: object({ RequestId: requestId }),
  errors: {
    ...missing('MediaId', 'Send MediaId.'),
    ...missing('MediaType', 'Send MediaType: video.'),
    InvalidParameter: {
      ...vodErrors.InvalidParameter,
      message: 'The specified parameter "{parameter}" is invalid.',
    },
    'InvalidVideo.NotFound': {
      ...vodErrors['InvalidVideo.NotFound'],
      status: 400,
      when: 'The account has no such video in the region.',
    },
    'InvalidMultipartUpload.NotFound': {
      status: 400,
      message: 'The multipart upload not exist.',
      evidence: 'documented',
      remedy: 'Nothing is left to remove: an upload was never begun, or is completed or aborted.',
      when: 'No upload of the video is unfinished.',
    },
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['MediaId'], error: 'MissingMediaId' },
    { violates: 'required', of: ['MediaType'], error: 'MissingMediaType' },
    { violates: 'enum', of: ['MediaType'], evidence: 'documented' },
  ]),
  examples: [
    {
      name: 'a video',
      evidence: 'inferred',
      input: { MediaId: '61ccbdb06fa83012be4d8083f6****', MediaType: 'video' },
    },
  ],
  notes: [
    'What was not found has the status 400 here, not 404 (documented).',
    'Unfinished uploads vanish by themselves after seven days (documented).',
  ],
})
