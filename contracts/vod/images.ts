import { withDefaults } from '../defaults.ts'
import { object, string } from '../schema.ts'
import { closedApplication, missing, noStorage, pick } from './errors.ts'
import { imageExtensions } from './extensions.ts'
import { vodOperation } from './operation.ts'
import {
  appId,
  cateId,
  countedDescription,
  countedTitle,
  requestId,
  storageLocation,
  tags,
  uploadMembers,
  userData,
} from './shapes.ts'

export const CreateUploadImage = vodOperation('write', {
  name: 'CreateUploadImage',
  summary: 'Creates an image and returns where and with which credential to upload its file.',
  media: { kind: 'image', made: 'ImageId' },
  input: {
    ImageType: string({
      describe: 'What the image is for; only `default` ones are visible in the console.',
      example: 'default',
      required: true,
      enum: ['default', 'cover', 'watermark'],
    }),
    ImageExt: string({
      describe: 'File name extension, without case. Wins over the one of OriginalFileName.',
      example: 'png',
      default: 'png',
      enum: imageExtensions,
      ignoreCase: true,
    }),
    OriginalFileName: string({
      describe: 'Name of the source file.',
      example: 'D:\\picture_01.png',
    }),
    Title: countedTitle,
    Description: countedDescription,
    Tags: tags,
    CateId: cateId,
    StorageLocation: storageLocation,
    UserData: userData,
    AppId: appId,
  },
  output: object({
    RequestId: requestId,
    ImageId: string({}),
    ImageURL: string({
      describe:
        'URL to read the file: on a CDN domain if one is configured, else the FileURL presigned with OSS V1.',
    }),
    FileURL: string({
      describe: 'URL of the file in OSS, unsigned; known before the file is uploaded.',
    }),
    ...uploadMembers,
  }),
  errors: {
    ...missing('ImageType', 'Send ImageType: default or cover.'),
    ...pick(
      'InvalidParameter',
      'IllegalCharacters',
      'LengthExceededMax',
      'TagsExceededMax',
      'InvalidCateId.NotFound',
    ),
    ...noStorage,
    ...closedApplication,
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['ImageType'], error: 'MissingImageType' },
    { violates: 'enum', of: ['ImageType', 'ImageExt'] },
    { violates: 'characters', of: ['Title', 'Description', 'Tags'], error: 'IllegalCharacters' },
    { violates: 'maxLength', of: ['Title', 'Description', 'Tags'], error: 'LengthExceededMax' },
    { violates: 'maxItems', of: ['Tags'], error: 'TagsExceededMax' },
    { violates: 'range', of: ['CateId'] },
    { violates: 'format', of: ['UserData'] },
    { violates: 'enum', of: ['UserData.VodEmulator.Outcome'] },
    { violates: 'known', of: ['CateId'], error: 'InvalidCateId.NotFound' },
    { violates: 'known', of: ['StorageLocation'], error: 'InvalidStorage.NotFound' },
    { violates: 'known', of: ['AppId'], error: 'Forbidden.OperateAppResource' },
  ]),
  examples: [
    {
      name: 'the reference page',
      evidence: 'documented',
      input: {
        ImageType: 'default',
        ImageExt: 'png',
        OriginalFileName: 'D:\\picture_01.png',
        Title: 'UploadTest',
        Tags: 'tag1,tag2',
        Description: 'UploadTest',
      },
    },
    { name: 'the least', evidence: 'inferred', input: { ImageType: 'cover' } },
  ],
  notes: [
    'It does not upload: decode UploadAddress and UploadAuth with Base64 and upload with an OSS SDK.',
    'No operation refreshes the credential: after it has ended, call the operation again, which makes another image.',
    '`watermark` is an older value of ImageType, accepted still (inferred).',
  ],
})
