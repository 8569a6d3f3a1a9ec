import { withDefaults } from '../defaults.ts'
import { byEdition } from '../edition.ts'
import { bytes, csv, type Evidence, json, list, object, string, timestamp } from '../schema.ts'
import { closedApplication, missing, noStorage, pick } from './errors.ts'
import { vodOperation } from './operation.ts'
import {
  appId,
  authTimeout,
  category,
  cateIds,
  description,
  mediaIds,
  outputType,
  requestId,
  storageLocation,
  tags,
  title,
  uploadMembers,
  userData,
  withoutEmoji,
} from './shapes.ts'

const extensions = {
  watermark: ['png', 'gif', 'apng', 'mov'],
  subtitle: ['srt', 'ass', 'stl', 'ttml', 'vtt'],
  material: byEdition({
    '2021': ['jpg', 'gif', 'png', 'mp4', 'mat', 'zip'],
    latest: ['jpg', 'gif', 'png', 'mp4', 'mat', 'zip', 'apk'],
  }),
} as const

const businessTypes = ['watermark', 'subtitle', 'material'] as const

const byBusinessType = { parameter: 'BusinessType', values: extensions }

export const CreateUploadAttachedMedia = vodOperation('write', {
  name: 'CreateUploadAttachedMedia',
  summary:
    'Creates an auxiliary media (watermark, subtitle or material) and returns where and with which credential to upload its file.',
  media: { kind: 'attached-media', made: 'MediaId' },
  input: {
    BusinessType: string({
      describe: 'Type of the media.',
      example: 'watermark',
      required: true,
      enum: businessTypes,
    }),
    Title: title,
    MediaExt: string({
      describe: 'File name extension, without case. Wins over the one of FileName.',
      example: 'png',
      default: 'the extension of FileName, else png, srt, jpg by BusinessType (inferred)',
      enumBy: byBusinessType,
    }),
    FileName: string({
      describe: 'Name or path of the source file; both separators of folders are understood.',
      example: 'D:\\test.png',
      extension: { ...byBusinessType, unless: 'MediaExt' },
    }),
    FileSize: string({
      describe: 'Size of the file in bytes, for information.',
      example: '123',
      format: 'decimal',
    }),
    Tags: tags,
    StorageLocation: storageLocation,
    Description: description,
    UserData: userData,
    CateIds: cateIds,
    AppId: appId,
  },
  output: object({
    RequestId: requestId,
    MediaId: string({ describe: '32 lower-case hex digits.' }),
    ...uploadMembers,
    FileURL: string({
      describe: 'URL of the file in OSS, unsigned; known before the file is uploaded.',
    }),
    MediaURL: string({
      describe:
        'URL to read the file: on a CDN domain if one is configured, else the FileURL presigned with OSS V1.',
    }),
  }),
  errors: {
    ...missing('BusinessType', 'Send BusinessType: watermark, subtitle or material.'),
    ...pick(
      'InvalidParameter',
      'InvalidFileName.Extension',
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
    { violates: 'required', of: ['BusinessType'], error: 'MissingBusinessType' },
    { violates: 'enum', of: ['BusinessType'] },
    { violates: 'enumBy', of: ['MediaExt'] },
    { violates: 'extension', of: ['FileName'], error: 'InvalidFileName.Extension' },
    { violates: 'characters', of: ['Title', 'Description', 'Tags'], error: 'IllegalCharacters' },
    { violates: 'maxLength', of: ['Title', 'Description', 'Tags'], error: 'LengthExceededMax' },
    { violates: 'maxItems', of: ['Tags'], error: 'TagsExceededMax' },
    { violates: 'format', of: ['CateIds'] },
    { violates: 'maxItems', of: ['CateIds'] },
    { violates: 'format', of: ['FileSize', 'UserData'] },
    { violates: 'enum', of: ['UserData.VodEmulator.Outcome'] },
    { violates: 'known', of: ['CateIds'], error: 'InvalidCateId.NotFound' },
    { violates: 'known', of: ['StorageLocation'], error: 'InvalidStorage.NotFound' },
    { violates: 'known', of: ['AppId'], error: 'Forbidden.OperateAppResource' },
  ]),
  examples: [
    {
      name: 'the reference page',
      evidence: 'documented',
      input: {
        BusinessType: 'watermark',
        Title: 'Test',
        MediaExt: 'png',
        FileName: 'D:\\test.png',
        FileSize: '123',
        Tags: 'tag1,tag2',
        StorageLocation: 'outin-bfefbb90a47c******163e1c7426.oss-cn-shanghai.aliyuncs.com',
        Description: 'uploadTest',
        UserData:
          '{"MessageCallback":{"CallbackURL":"http://test.test.com"},"Extend":{"localId":"xxx","test":"www"}}',
        CateIds: '12984346,08130876',
        AppId: 'app-****',
      },
    },
    { name: 'the least', evidence: 'inferred', input: { BusinessType: 'subtitle' } },
  ],
  notes: [
    'It does not upload: decode UploadAddress and UploadAuth with Base64 and upload with an OSS SDK.',
    'The credential lives 3,000 s. Afterwards call the operation again: it answers a new MediaId, address and credential; the old media stays `Uploading`.',
    'Where transfer acceleration is enabled for the account, `"AccelerateConfig":{"Type":"oss","Domain":"https://oss-accelerate.aliyuncs.com"}` in UserData makes that domain the Endpoint, for this upload; elsewhere, and with another domain, it is without effect (inferred). A client that does not reach the emulator by the names of the service gets the Endpoint that it gets without it: it could not resolve the domain (inferred).',
    'Without StorageLocation, the file goes to the default location of the application if it has one of its own, else to that of the account (inferred).',
    'A callback of UserData takes effect only where the account has an HTTP callback with the event selected.',
  ],
})

/** @param evidence that an operation answers so */
const tooManyMedia = (evidence: Evidence) => ({
  ExceededMax: {
    status: 400,
    message: "The input parameter 'MediaIds' Exceed the limit.",
    evidence,
    remedy: 'Name at most 20 media at once.',
  },
})

export const GetAttachedMediaInfo = vodOperation('read', {
  name: 'GetAttachedMediaInfo',
  summary: 'Returns what is known of up to 20 auxiliary media.',
  media: { kind: 'attached-media', asked: 'MediaIds' },
  input: {
    MediaIds: mediaIds,
    OutputType: outputType,
    AuthTimeout: authTimeout,
  },
  output: object({
    RequestId: requestId,
    AttachedMediaList: list(
      object({
        Status: string({ describe: '`Uploading`, then `Normal`.' }),
        Type: string({ describe: 'The BusinessType.' }),
        Description: string({ describe: 'Only when set.', optional: true }),
        AppId: string({}),
        MediaId: string({}),
        CreationTime: timestamp({}),
        Title: string({ describe: 'Only when set.', optional: true }),
        ModificationTime: timestamp({}),
        StorageLocation: string({}),
        URL: string({ describe: 'Also while nothing is uploaded.' }),
        Tags: string({ describe: 'Only when set: joined by commas.', optional: true }),
        Categories: list(category),
      }),
    ),
    NonExistMediaIds: list(string({})),
  }),
  errors: {
    ...missing('MediaIds', 'Send MediaIds, at most 20 of them separated by commas.'),
    ...tooManyMedia('documented'),
    ...pick('InvalidParameter'),
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['MediaIds'], error: 'MissingMediaIds' },
    { violates: 'enum', of: ['OutputType'] },
    { violates: 'range', of: ['AuthTimeout'] },
    { violates: 'maxItems', of: ['MediaIds'], error: 'ExceededMax', evidence: 'documented' },
  ]),
  examples: [
    {
      name: 'one media',
      evidence: 'inferred',
      input: { MediaIds: '97dc17a5abc34f668489b84ce9a1b2c3' },
    },
  ],
})

export const UpdateAttachedMediaInfos = vodOperation('write', {
  name: 'UpdateAttachedMediaInfos',
  summary: 'Changes title, description, tags or categories of up to 20 auxiliary media.',
  media: { kind: 'attached-media', asked: 'UpdateContent[].MediaId' },
  input: {
    UpdateContent: json(
      list(
        object({
          MediaId: string({ required: true }),
          Title: string({ maxLength: bytes(128), ...withoutEmoji }),
          Description: string({ maxLength: bytes(1024), ...withoutEmoji }),
          Tags: csv({
            maxItems: 16,
            items: string({ maxLength: bytes(32), ...withoutEmoji }),
          }),
          CateIds: cateIds,
        }),
        { maxItems: 20 },
      ),
      {
        describe: 'JSON array of the changes. What an item does not name, or leaves empty, stays.',
        example:
          '[{"MediaId":"97dc17a5abc34f668489b84ce9a1b2c3","Title":"Logo","Tags":"tag1,tag2","CateIds":"12984346"}]',
        required: true,
      },
    ),
  },
  output: object({
    RequestId: requestId,
    NonExistMediaIds: list(string({})),
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
    { violates: 'required', of: ['UpdateContent[].MediaId'] },
    {
      violates: 'characters',
      of: ['UpdateContent[].Title', 'UpdateContent[].Description', 'UpdateContent[].Tags'],
      error: 'IllegalCharacters',
    },
    {
      violates: 'maxLength',
      of: ['UpdateContent[].Title', 'UpdateContent[].Description', 'UpdateContent[].Tags'],
      error: 'LengthExceededMax',
    },
    { violates: 'maxItems', of: ['UpdateContent[].Tags'], error: 'TagsExceededMax' },
    { violates: 'format', of: ['UpdateContent[].CateIds'] },
    { violates: 'maxItems', of: ['UpdateContent[].CateIds'] },
    { violates: 'known', of: ['UpdateContent[].CateIds'], error: 'InvalidCateId.NotFound' },
  ]),
  examples: [
    {
      name: 'all that can be changed',
      evidence: 'inferred',
      input: {
        UpdateContent:
          '[{"MediaId":"97dc17a5abc34f668489b84ce9a1b2c3","Title":"Logo","Description":"of the station","Tags":"tag1,tag2","CateIds":"12984346"}]',
      },
    },
  ],
  notes: [
    'CateIds replaces all categories of the media. Nothing can be cleared (inferred).',
    'All items are changed at once, or none.',
    'Limits are bytes, and emoji are refused, in both editions: so this page says, unlike that of CreateUploadAttachedMedia.',
  ],
})

export const DeleteAttachedMedia = vodOperation('write', {
  name: 'DeleteAttachedMedia',
  summary: 'Deletes up to 20 auxiliary media for good, with their files.',
  media: { kind: 'attached-media', asked: 'MediaIds' },
  input: { MediaIds: mediaIds },
  output: object({
    RequestId: requestId,
    NonExistMediaIds: list(string({ describe: 'Media that could not be deleted.' })),
  }),
  errors: {
    ...missing('MediaIds', 'Send MediaIds, at most 20 of them separated by commas.'),
    ...tooManyMedia('inferred'),
    ...pick('InvalidParameter'),
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['MediaIds'], error: 'MissingMediaIds' },
    { violates: 'maxItems', of: ['MediaIds'], error: 'ExceededMax' },
  ]),
  examples: [
    {
      name: 'one media',
      evidence: 'inferred',
      input: { MediaIds: '97dc17a5abc34f668489b84ce9a1b2c3' },
    },
  ],
  notes: [
    'Unfinished multipart uploads of the files are aborted (inferred).',
    'An upload credential that still lives can put an object at the same address again; it belongs to no media.',
  ],
})
