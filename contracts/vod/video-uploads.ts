import { withDefaults } from '../defaults.ts'
import { boolean, csv, integer, object, string } from '../schema.ts'
import { closedApplication, missing, noStorage, pick, vodErrors } from './errors.ts'
import { playedExtensions } from './extensions.ts'
import { vodOperation } from './operation.ts'
import {
  appId,
  cateId,
  countedDescription,
  countedTitle,
  referenceId,
  requestId,
  storageLocation,
  tags,
  templateGroupId,
  uploadMembers,
  userData,
  withoutEmoji,
  workflowId,
} from './shapes.ts'

export const CreateUploadVideo = vodOperation('write', {
  name: 'CreateUploadVideo',
  summary:
    'Creates a video or an audio and returns where and with which credential to upload its file.',
  media: { kind: 'video', made: 'VideoId' },
  input: {
    FileName: string({
      describe: 'Name or path of the source file; both separators of folders are understood.',
      example: 'D:\\video_01.mp4',
      required: true,
      extension: playedExtensions,
    }),
    Title: { ...countedTitle, ...withoutEmoji, required: true },
    FileSize: integer({
      describe: 'Size of the file in bytes, for information.',
      example: '123',
      minimum: 0,
    }),
    Description: { ...countedDescription, ...withoutEmoji },
    CoverURL: string({
      describe: 'Picture that stands for the video. Any text is accepted.',
      example: 'https://example.aliyundoc.com/cover.jpg',
    }),
    CateId: cateId,
    Tags: csv({ ...tags, items: string({ ...tags.items, ...withoutEmoji }) }),
    TemplateGroupId: templateGroupId,
    WorkflowId: workflowId,
    StorageLocation: storageLocation,
    UserData: userData,
    AppId: appId,
    ReferenceId: referenceId,
    EnableFirstFrameCover: boolean({ describe: 'Without effect (inferred).' }),
    GenerateThumbnail: boolean({ describe: 'Without effect (inferred).' }),
  },
  output: object({ RequestId: requestId, VideoId: string({}), ...uploadMembers }),
  errors: {
    ...missing('FileName', 'Send FileName with an extension of a video or an audio.'),
    ...missing('Title', 'Send Title.'),
    ...pick(
      'InvalidFileName.Extension',
      'IllegalCharacters',
      'LengthExceededMax',
      'TagsExceededMax',
      'InvalidCateId.NotFound',
      'InvalidTemplateGroupId.NotFound',
    ),
    InvalidParameter: {
      ...vodErrors.InvalidParameter,
      when: 'Another video of the account has the ReferenceId (inferred).',
    },
    ...noStorage,
    ...closedApplication,
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['FileName'], error: 'MissingFileName' },
    { violates: 'required', of: ['Title'], error: 'MissingTitle' },
    {
      violates: 'extension',
      of: ['FileName'],
      error: 'InvalidFileName.Extension',
      evidence: 'documented',
    },
    {
      violates: 'characters',
      of: ['Title', 'Description', 'Tags'],
      error: 'IllegalCharacters',
      evidence: 'documented',
    },
    { violates: 'maxLength', of: ['Title', 'Description', 'Tags'], error: 'LengthExceededMax' },
    { violates: 'maxItems', of: ['Tags'], error: 'TagsExceededMax' },
    { violates: 'range', of: ['FileSize', 'CateId'] },
    { violates: 'format', of: ['UserData', 'EnableFirstFrameCover', 'GenerateThumbnail'] },
    { violates: 'enum', of: ['UserData.VodEmulator.Outcome'] },
    { violates: 'pattern', of: ['ReferenceId'] },
    { violates: 'known', of: ['CateId'], error: 'InvalidCateId.NotFound' },
    { violates: 'known', of: ['TemplateGroupId'], error: 'InvalidTemplateGroupId.NotFound' },
    { violates: 'known', of: ['StorageLocation'], error: 'InvalidStorage.NotFound' },
    { violates: 'known', of: ['AppId'], error: 'Forbidden.OperateAppResource' },
  ]),
  examples: [
    {
      name: 'the reference page',
      evidence: 'documented',
      input: {
        FileName: 'D:\\video_01.mp4',
        Title: 'UploadTest',
        FileSize: '123',
        Description: 'UploadTest',
        Tags: 'tag1,tag2',
      },
    },
    {
      name: 'stored as it is',
      evidence: 'documented',
      input: { FileName: 'video.mp4', Title: 'Video', TemplateGroupId: 'VOD_NO_TRANSCODE' },
    },
  ],
  notes: [
    'It does not upload: decode UploadAddress and UploadAuth with Base64 and upload with an OSS SDK or an upload SDK.',
    'The credential lives 3,000 s. RefreshUploadVideo answers a new one for the same file.',
    'Emoji in Title, Description and Tags are refused in both editions: so the description of IllegalCharacters on this page says.',
    'Limits of Title and Description are bytes in edition `2021`, characters in `latest`; the message names bytes in both.',
    'What follows an upload is in [states](states.md). `{"VodEmulator":{"Outcome":"TranscodeFail"}}` in UserData makes it end so; UploadFail and Blocked are the others. The service ignores it.',
    'A callback of UserData takes effect only where the account has an HTTP callback with the event selected.',
  ],
})

export const RefreshUploadVideo = vodOperation('write', {
  name: 'RefreshUploadVideo',
  summary:
    'Returns a new credential for the file of a video or an audio, also after it was uploaded.',
  media: { kind: 'video', asked: 'VideoId', found: 'VideoId' },
  input: {
    VideoId: string({
      describe: 'The video. Wins over ReferenceId (inferred).',
      example: 'c6a23a870c8c4ffcd40cbd381333****',
      required: { unless: ['ReferenceId'] },
    }),
    ReferenceId: referenceId,
  },
  output: object({ RequestId: requestId, VideoId: string({}), ...uploadMembers }),
  errors: {
    ...pick('MissingParameter', 'InvalidParameter'),
    'InvalidVideo.NotFound': {
      ...vodErrors['InvalidVideo.NotFound'],
      message: 'The video not exist.',
      when: 'The account has no such video in the region.',
    },
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['VideoId'], error: 'MissingParameter' },
    { violates: 'pattern', of: ['ReferenceId'] },
  ]),
  examples: [
    {
      name: 'a video',
      evidence: 'inferred',
      input: { VideoId: 'c6a23a870c8c4ffcd40cbd381333****' },
    },
  ],
  notes: [
    'An upload in parts goes on with the new credential. Another upload to a finished video replaces its file; events come again.',
  ],
})
