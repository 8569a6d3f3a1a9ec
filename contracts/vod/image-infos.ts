import { withDefaults } from '../defaults.ts'
import { bytes, csv, integer, json, list, object, string, timestamp } from '../schema.ts'
import { missing, pick, vodErrors } from './errors.ts'
import { vodOperation } from './operation.ts'
import {
  authTimeout,
  cateId,
  description,
  outputType,
  requestId,
  tags,
  title,
  withoutEmoji,
} from './shapes.ts'

const exampleId = 'bbc65bba53f6413ebba2a2c1cb0fb6b9'

/** Which images an operation on several of them is about. */
const imageIds = csv({
  describe: 'Ids of the images, separated by commas.',
  example: exampleId,
  maxItems: 20,
  distinct: true,
  items: string({}),
})

/** An image, as GetImageInfo and GetImageInfos answer it. */
const image = object({
  Description: string({ describe: 'Only when set.', optional: true }),
  Mezzanine: object(
    {
      OriginalFileName: string({
        describe: 'As CreateUploadImage was given it; only when it was.',
        optional: true,
      }),
      FileURL: string({ describe: 'In OSS always, presigned.' }),
      Height: integer({ describe: 'Pixels; once it is known.', optional: true }),
      Width: integer({ describe: 'Pixels; once it is known.', optional: true }),
      FileSize: string({ describe: 'Bytes, as text.' }),
    },
    { describe: 'The file; absent before it is uploaded (inferred).', optional: true },
  ),
  CreationTime: timestamp({}),
  ImageId: string({}),
  Title: string({ describe: 'Only when set.', optional: true }),
  CateId: integer({ describe: 'Only with a category.', optional: true }),
  CateName: string({ describe: 'Only with a category.', optional: true }),
  StorageLocation: string({}),
  Tags: string({ describe: 'Only when set: joined by commas.', optional: true }),
  URL: string({
    describe:
      'URL to read the image: on a CDN domain if one is configured, else presigned with OSS V1. Known before the file is uploaded.',
  }),
  ImageType: string({ describe: '`default` or `cover`.' }),
  Status: string({ describe: '`Uploading`, `Normal` or `UploadFail`.' }),
  AppId: string({}),
})

/** @param remedy what to do */
const tooMany = (remedy: string) => ({
  ExceededMax: {
    status: 400,
    message: "The input parameter '{parameter}' Exceed the limit.",
    evidence: 'inferred' as const,
    note: 'Code and message are documented for GetAttachedMediaInfo.',
    remedy,
  },
})

export const GetImageInfo = vodOperation('read', {
  name: 'GetImageInfo',
  summary: 'Returns what is known of an image.',
  media: { kind: 'image', asked: 'ImageId' },
  input: {
    ImageId: string({ describe: 'Id of the image.', example: exampleId, required: true }),
    OutputType: outputType,
    AuthTimeout: authTimeout,
  },
  output: object({ RequestId: requestId, ImageInfo: image }),
  errors: {
    ...missing('ImageId', 'Send ImageId, as CreateUploadImage answered it.'),
    ...pick('InvalidParameter'),
    NoSuchResource: {
      status: 404,
      message: 'The specified resource does not exist.',
      evidence: 'documented',
      remedy: 'Name an image of the account, by the host of its region.',
      when: 'The account has no image of this ImageId in the region.',
    },
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['ImageId'], error: 'MissingImageId' },
    { violates: 'enum', of: ['OutputType'] },
    { violates: 'range', of: ['AuthTimeout'] },
  ]),
  examples: [{ name: 'one image', evidence: 'inferred', input: { ImageId: exampleId } }],
})

export const GetImageInfos = vodOperation('read', {
  name: 'GetImageInfos',
  summary: 'Returns what is known of up to 20 images.',
  media: { kind: 'image', asked: 'ImageIds' },
  input: {
    ImageIds: { ...imageIds, required: true },
    OutputType: outputType,
    AuthTimeout: authTimeout,
  },
  output: object({
    RequestId: requestId,
    ImageInfo: list(image, { describe: 'A list, though its name is singular.' }),
    NonExistImageIds: list(string({})),
  }),
  errors: {
    ...missing('ImageIds', 'Send ImageIds, at most 20 of them separated by commas.'),
    ...tooMany('Name at most 20 images at once.'),
    ...pick('InvalidParameter'),
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['ImageIds'], error: 'MissingImageIds' },
    { violates: 'enum', of: ['OutputType'] },
    { violates: 'range', of: ['AuthTimeout'] },
    { violates: 'maxItems', of: ['ImageIds'], error: 'ExceededMax' },
  ]),
  examples: [{ name: 'one image', evidence: 'inferred', input: { ImageIds: exampleId } }],
})

const changed = ['Title', 'Description', 'Tags'].map((name) => `UpdateContent[].${name}`)

export const UpdateImageInfos = vodOperation('write', {
  name: 'UpdateImageInfos',
  summary: 'Changes title, description, tags or category of up to 20 images.',
  media: { kind: 'image', asked: 'UpdateContent[].ImageId' },
  input: {
    UpdateContent: json(
      list(
        object({
          ImageId: string({ required: true }),
          Title: string({ ...title, maxLength: bytes(128), ...withoutEmoji }),
          Description: string({ ...description, maxLength: bytes(1024), ...withoutEmoji }),
          Tags: csv({
            ...tags,
            items: string({ ...tags.items, maxLength: bytes(32), ...withoutEmoji }),
          }),
          CateId: cateId,
        }),
        { maxItems: 20 },
      ),
      {
        describe: 'JSON array of the changes. What an item does not name, or leaves empty, stays.',
        example: `[{"ImageId":"${exampleId}","Title":"Poster","Tags":"tag1,tag2","CateId":"12984346"}]`,
        required: true,
      },
    ),
  },
  output: object({
    RequestId: requestId,
    NonExistImageIds: list(string({}), {
      wrapped: 'ImageId',
      describe: 'Here alone the list is in an object, `{"ImageId":[…]}`.',
    }),
  }),
  errors: {
    ...missing('UpdateContent', 'Send UpdateContent, a JSON array of at most 20 items.'),
    ...pick(
      'InvalidParameter',
      'IllegalCharacters',
      'LengthExceededMax',
      'TagsExceededMax',
      'CountExceededMax',
      'InvalidCateId.NotFound',
    ),
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['UpdateContent'], error: 'MissingUpdateContent' },
    { violates: 'format', of: ['UpdateContent'] },
    { violates: 'maxItems', of: ['UpdateContent'], error: 'CountExceededMax' },
    { violates: 'required', of: ['UpdateContent[].ImageId'] },
    { violates: 'characters', of: changed, error: 'IllegalCharacters', evidence: 'documented' },
    { violates: 'maxLength', of: changed, error: 'LengthExceededMax' },
    { violates: 'maxItems', of: ['UpdateContent[].Tags'], error: 'TagsExceededMax' },
    { violates: 'range', of: ['UpdateContent[].CateId'] },
    { violates: 'known', of: ['UpdateContent[].CateId'], error: 'InvalidCateId.NotFound' },
  ]),
  examples: [
    {
      name: 'all that can be changed',
      evidence: 'inferred',
      input: {
        UpdateContent: `[{"ImageId":"${exampleId}","Title":"Poster","Description":"of the film","Tags":"tag1,tag2","CateId":"12984346"}]`,
      },
    },
  ],
  notes: [
    'Nothing can be cleared (inferred). All items are changed at once, or none.',
    'Limits are bytes, and emoji are refused, in both editions: so this page says, unlike that of CreateUploadImage.',
    'The models of two generations of SDKs have NonExistImageIds in an object, which typed clients need; the samples of 2021 have a plain list.',
  ],
})

const snapshots = [
  'CoverSnapshot',
  'NormalSnapshot',
  'SpriteSnapshot',
  'SpriteOriginSnapshot',
  'All',
] as const

export const DeleteImage = vodOperation('write', {
  name: 'DeleteImage',
  summary: 'Deletes images for good, with their files, or snapshots of a video.',
  media: { kind: 'image', asked: 'ImageIds' },
  input: {
    DeleteImageType: string({
      describe: 'By what the images are named.',
      example: 'ImageId',
      required: true,
      enum: ['ImageURL', 'ImageId', 'VideoId'],
    }),
    ImageURLs: csv({
      describe:
        'URLs of the images, on a CDN domain or in OSS, each percent-encoded, separated by commas. Scheme and query are ignored (inferred).',
      example:
        'https%3A%2F%2Foutin-00000000000011ee800000163e000000.oss-cn-shanghai.aliyuncs.com%2Fimage%2Fdefault%2F0123456789ABCDEF0123456789ABCDEF-6-2.png',
      required: { when: 'DeleteImageType', is: ['ImageURL'] },
      encoded: true,
      maxItems: 20,
      distinct: true,
      items: string({}),
    }),
    ImageIds: { ...imageIds, required: { when: 'DeleteImageType', is: ['ImageId'] } },
    VideoId: string({
      describe: 'The video whose snapshots are deleted.',
      example: '43179b5042db71efbfcf0764a0fd0102',
      required: { when: 'DeleteImageType', is: ['VideoId'] },
    }),
    ImageType: csv({
      describe: 'Which snapshots of the video, separated by commas.',
      example: 'CoverSnapshot',
      required: { when: 'DeleteImageType', is: ['VideoId'] },
      items: string({ enum: snapshots }),
    }),
  },
  output: object({ RequestId: requestId }),
  errors: {
    ...missing('DeleteImageType', 'Send DeleteImageType: ImageURL, ImageId or VideoId.'),
    ...tooMany('Name at most 20 images at once.'),
    ...pick('InvalidParameter', 'MissingParameter'),
    NoSuchResource: {
      ...vodErrors.NoSuchResource,
      remedy: 'Name an image or a video of the account, by the host of its region.',
      when: 'The account has none of the images, or not the video, in the region. When some of the images exist, those are deleted (inferred).',
    },
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['DeleteImageType'], error: 'MissingDeleteImageType' },
    { violates: 'enum', of: ['DeleteImageType'] },
    {
      violates: 'required',
      of: ['ImageURLs', 'ImageIds', 'VideoId', 'ImageType'],
      error: 'MissingParameter',
    },
    { violates: 'enum', of: ['ImageType'] },
    { violates: 'maxItems', of: ['ImageURLs', 'ImageIds'], error: 'ExceededMax' },
  ]),
  examples: [
    {
      name: 'by id',
      evidence: 'inferred',
      input: { DeleteImageType: 'ImageId', ImageIds: exampleId },
    },
  ],
  notes: [
    'Parameters of another DeleteImageType are ignored (inferred).',
    'A video has no other snapshot here than the cover that the emulator made of it: CoverSnapshot and All delete that, the others nothing (inferred).',
    'Unfinished multipart uploads of the files are aborted (inferred). A watermark template of a deleted image stays; its URL then answers 404 (documented).',
  ],
})
