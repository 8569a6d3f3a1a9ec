import { withDefaults } from '../defaults.ts'
import { boolean, bytes, csv, json, list, object, string } from '../schema.ts'
import { missing, pick } from './errors.ts'
import { vodOperation } from './operation.ts'
import {
  cateId,
  requestId,
  tags,
  templateGroupId,
  userData,
  withoutEmoji,
  workflowId,
} from './shapes.ts'

/** What is said of one file. */
const metadata = object({
  FileURL: string({ required: true, maxLength: bytes(1024) }),
  Title: string({ required: true, maxLength: bytes(128), ...withoutEmoji }),
  Description: string({ maxLength: bytes(1024), ...withoutEmoji }),
  Tags: csv({ ...tags, items: string({ maxLength: bytes(32), ...withoutEmoji }) }),
  CoverURL: string({ maxLength: bytes(1024) }),
  CateId: cateId,
})

const member = (name: keyof typeof metadata.members) => `RegisterMetadatas[].${name}` as const

export const RegisterMedia = vodOperation('write', {
  name: 'RegisterMedia',
  summary: 'Makes a video or an audio of each of up to ten files that are in the storage already.',
  media: {},
  input: {
    RegisterMetadatas: json(list(metadata, { maxItems: 10 }), {
      describe:
        'JSON array of the files. FileURL is the unsigned URL of an object in OSS, with an extension of a video or an audio.',
      example:
        '[{"FileURL":"https://outin-00000000000011ee800000163e000000.oss-cn-shanghai.aliyuncs.com/video_01.mp4","Title":"Video"}]',
      required: true,
    }),
    UserData: userData,
    TemplateGroupId: {
      ...templateGroupId,
      describe:
        'How the videos are processed: `VOD_NO_TRANSCODE` makes them `Normal` as they are; a seed has others. Without it they stay `UploadSucc`.',
    },
    WorkflowId: workflowId,
    EnableFirstFrameCover: boolean({ describe: 'Without effect (inferred).' }),
    GenerateThumbnail: boolean({ describe: 'Without effect (inferred).' }),
  },
  output: object({
    RequestId: requestId,
    RegisteredMediaList: list(
      object({
        NewRegister: boolean({ describe: 'Whether it was not registered before.' }),
        FileURL: string({ describe: 'As it was sent.' }),
        MediaId: string({}),
      }),
    ),
    FailedFileURLs: list(string({})),
  }),
  errors: {
    ...missing('RegisterMetadatas', 'Send RegisterMetadatas, a JSON array of at most ten items.'),
    ...pick(
      'InvalidParameter',
      'CountExceededMax',
      'IllegalCharacters',
      'LengthExceededMax',
      'TagsExceededMax',
      'InvalidCateId.NotFound',
      'InvalidTemplateGroupId.NotFound',
    ),
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['RegisterMetadatas'], error: 'MissingRegisterMetadatas' },
    { violates: 'format', of: ['RegisterMetadatas'] },
    { violates: 'maxItems', of: ['RegisterMetadatas'], error: 'CountExceededMax' },
    { violates: 'required', of: [member('FileURL'), member('Title')] },
    {
      violates: 'characters',
      of: [member('Title'), member('Description'), member('Tags')],
      error: 'IllegalCharacters',
    },
    {
      violates: 'maxLength',
      of: [
        member('FileURL'),
        member('Title'),
        member('Description'),
        member('Tags'),
        member('CoverURL'),
      ],
      error: 'LengthExceededMax',
    },
    { violates: 'maxItems', of: [member('Tags')], error: 'TagsExceededMax' },
    { violates: 'range', of: [member('CateId')] },
    { violates: 'format', of: ['UserData', 'EnableFirstFrameCover', 'GenerateThumbnail'] },
    { violates: 'enum', of: ['UserData.VodEmulator.Outcome'] },
    { violates: 'known', of: [member('CateId')], error: 'InvalidCateId.NotFound' },
    { violates: 'known', of: ['TemplateGroupId'], error: 'InvalidTemplateGroupId.NotFound' },
  ]),
  examples: [
    {
      name: 'one file',
      evidence: 'inferred',
      input: {
        RegisterMetadatas:
          '[{"FileURL":"https://outin-00000000000011ee800000163e000000.oss-cn-shanghai.aliyuncs.com/video_01.mp4","Title":"Video"}]',
      },
    },
  ],
  notes: [
    'The name of a file, the last part of its key, is registered once in an account (documented): one that is known answers the video of that name, with NewRegister `false`. So does a file that VOD itself made a video of (inferred).',
    'A file that is not there, is in no storage of the account in the region, or has no extension of a video or an audio, is in FailedFileURLs; the status is 200 all the same (inferred).',
    'Registering sends no event of an upload (documented). Processing that a template group asks for sends its own.',
    'The videos are in the default application (inferred). Deleting one deletes its file.',
  ],
})
