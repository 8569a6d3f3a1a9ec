import { withDefaults } from '../defaults.ts'
import type { ErrorDefinition } from '../operation.ts'
import { bytes, json, list, object, string, timestamp } from '../schema.ts'
import { closedApplication, missing, pick, vodErrors } from './errors.ts'
import { vodOperation } from './operation.ts'
import { appId, requestId } from './shapes.ts'
import { configByType, configOrder } from './watermark-config.ts'

const name = string({
  describe:
    'Name of the watermark, UTF-8. The page allows Chinese characters, letters and digits; its samples have hyphens and spaces too, so no character is refused (inferred).',
  example: 'watermark',
  maxLength: bytes(128),
})

const type = string({
  describe: 'What the watermark is made of.',
  example: 'Text',
  required: true,
  enum: ['Image', 'Text'],
})

const watermarkId = string({
  describe: 'Id of the watermark.',
  example: 'af2afe4761992c6f7a1bd947dae97337',
  required: true,
})

const info = {
  IsDefault: string({ describe: '`Default` or `NotDefault`.' }),
  FileUrl: string({
    describe:
      'URL to read the file of an image: on a CDN domain if one is configured, else presigned with OSS V1 for 3,600 s.',
    optional: true,
  }),
  Type: string({}),
  WatermarkId: string({ describe: '32 lower-case hex digits.' }),
  CreationTime: timestamp({}),
  WatermarkConfig: string({ describe: 'As it was sent, byte for byte.' }),
  Name: string({}),
}

const { IsDefault, FileUrl, Type, ...others } = info
const infoWithApp = { IsDefault, FileUrl, Type, AppId: string({}), ...others }

const unknownWatermark = {
  NoSuchResource: {
    ...vodErrors.NoSuchResource,
    remedy: 'Use a WatermarkId of ListWatermark, of the same account and region.',
    when: 'The account has no watermark of this WatermarkId in the region.',
  },
} satisfies Readonly<Record<string, ErrorDefinition>>

const missingId = missing(
  'WatermarkId',
  'Send WatermarkId; ListWatermark answers those that there are.',
)

/** An operation on one watermark, which has no other parameter. */
const onOne = {
  media: {},
  input: { WatermarkId: watermarkId },
  constraintOrder: withDefaults({ evidence: 'inferred' }, [
    { violates: 'utf8', error: 'InvalidParameter' },
    { violates: 'required', of: ['WatermarkId'], error: 'MissingWatermarkId' },
  ]),
  examples: [
    {
      name: 'one watermark',
      evidence: 'inferred',
      input: { WatermarkId: 'af2afe4761992c6f7a1bd947dae97337' },
    },
  ],
} as const

export const AddWatermark = vodOperation('write', {
  name: 'AddWatermark',
  summary: 'Adds a watermark, of an image that was uploaded before or of text.',
  media: {},
  input: {
    Name: { ...name, required: true },
    Type: type,
    WatermarkConfig: json(configByType, {
      describe: 'Where and how it is shown. Members that are not named here are kept.',
      example: '{"Width":"55","Height":"55","Dx":"9","Dy":"9","ReferPos":"BottomLeft"}',
      required: true,
      keep: 'text',
    }),
    FileUrl: string({
      describe:
        'The FileURL of CreateUploadAttachedMedia or CreateUploadImage, by HTTP or HTTPS; a query is ignored. Of text it is ignored.',
      example:
        'https://outin-00000000000011ee800000163e000000.oss-cn-shanghai.aliyuncs.com/watermark/0123456789ABCDEF0123456789ABCDEF-6-2.png',
      required: { when: 'Type', is: ['Image'] },
    }),
    AppId: { ...appId, describe: 'Application of the watermark.' },
  },
  output: object({ RequestId: requestId, WatermarkInfo: object(info) }),
  errors: {
    ...missing('Name', 'Send Name, at most 128 bytes.'),
    ...missing('Type', 'Send Type: Image or Text.'),
    ...missing('WatermarkConfig', 'Send WatermarkConfig, a JSON object.'),
    ...pick('InvalidParameter', 'MissingParameter', 'LengthExceededMax'),
    ...closedApplication,
    NoSuchResource: {
      ...vodErrors.NoSuchResource,
      remedy:
        'Upload the file first; then send the FileURL that CreateUploadAttachedMedia or CreateUploadImage answered for it.',
      when: 'FileUrl is not the file of an image in the region, nor of an auxiliary media of BusinessType watermark, or nothing has been uploaded there.',
    },
    WatermarkExceededMax: {
      status: 400,
      message: 'The watermark size exceeded maximum.',
      evidence: 'inferred',
      note: 'Code and message are documented for the watermarks of a transcoding template.',
      remedy: 'Delete a watermark first.',
      when: 'The account has 20 watermarks.',
    },
  },
  constraintOrder: [
    ...withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
      { violates: 'utf8' },
      { violates: 'required', of: ['Name'], error: 'MissingName' },
      { violates: 'required', of: ['Type'], error: 'MissingType' },
      { violates: 'required', of: ['WatermarkConfig'], error: 'MissingWatermarkConfig' },
      { violates: 'enum', of: ['Type'] },
      { violates: 'required', of: ['FileUrl'], error: 'MissingParameter' },
      { violates: 'maxLength', of: ['Name'], error: 'LengthExceededMax' },
    ]),
    ...configOrder,
    {
      violates: 'known',
      of: ['AppId'],
      error: 'Forbidden.OperateAppResource',
      evidence: 'inferred',
    },
  ],
  examples: [
    {
      name: 'of an image',
      evidence: 'inferred',
      input: {
        Type: 'Image',
        Name: 'watermark',
        FileUrl:
          'https://outin-00000000000011ee800000163e000000.oss-cn-shanghai.aliyuncs.com/watermark/0123456789ABCDEF0123456789ABCDEF-6-2.png',
        WatermarkConfig:
          '{"Width":"55","Height":"55","Dx":"9","Dy":"9","ReferPos":"BottomLeft","Type":"Image"}',
        AppId: 'app-****',
      },
    },
    {
      name: 'of text',
      evidence: 'documented',
      input: {
        Type: 'Text',
        Name: 'text watermark test',
        WatermarkConfig:
          '{"Content": "watermark Text", "FontName": "SimSun", "FontSize": 25, "FontColor": "Black", "FontAlpha": 0.2, "BorderColor": "White", "BorderWidth": 1, "Top": 20, "Left": 15}',
      },
    },
  ],
  notes: [
    'A new watermark is not the default one, nor is the first one (inferred).',
    'Its file is found by bucket and key, whatever the name under which the URL reaches this emulator.',
    'Whether the application may be used is looked at before the file (inferred).',
    'Whether the file is there is looked at before the number of watermarks (inferred). Those of all regions count (inferred).',
  ],
})

export const UpdateWatermark = vodOperation('write', {
  name: 'UpdateWatermark',
  summary: 'Replaces the configuration of a watermark, and its name if one is sent.',
  media: {},
  input: {
    WatermarkId: watermarkId,
    WatermarkConfig: json(object({}), {
      describe:
        'Where and how it is shown: of the structure that AddWatermark has for the type of the watermark.',
      example: '{"Width":"55","Height":"55","Dx":"9","Dy":"9","ReferPos":"BottomLeft"}',
      required: true,
      keep: 'text',
    }),
    Name: { ...name, default: 'the name that it has' },
  },
  output: object({ RequestId: requestId, WatermarkInfo: object(info) }),
  errors: {
    ...missingId,
    ...missing('WatermarkConfig', 'Send WatermarkConfig, a JSON object.'),
    ...pick('LengthExceededMax'),
    InvalidParameter: {
      ...vodErrors.InvalidParameter,
      when: 'WatermarkConfig is not of the structure that the type of the watermark demands.',
    },
    ...unknownWatermark,
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['WatermarkId'], error: 'MissingWatermarkId' },
    { violates: 'required', of: ['WatermarkConfig'], error: 'MissingWatermarkConfig' },
    { violates: 'maxLength', of: ['Name'], error: 'LengthExceededMax' },
    { violates: 'format', of: ['WatermarkConfig'] },
  ]),
  examples: [
    {
      name: 'of text',
      evidence: 'inferred',
      input: {
        WatermarkId: 'af2afe4761992c6f7a1bd947dae97337',
        Name: 'new-watermark-name',
        WatermarkConfig: '{"Content": "new watermark Text", "FontSize": 20}',
      },
    },
  ],
  notes: ['Type and file of a watermark never change.'],
})

export const DeleteWatermark = vodOperation('write', {
  ...onOne,
  name: 'DeleteWatermark',
  summary: 'Deletes a watermark for good, the file of an image too.',
  output: object({ RequestId: requestId }),
  errors: {
    ...missingId,
    InvalidParameter: {
      ...vodErrors.InvalidParameter,
      remedy: 'Make another watermark the default one first, with SetDefaultWatermark.',
      when: 'The watermark is the default one.',
    },
    ...unknownWatermark,
  },
  notes: [
    'With the last watermark of an image, the auxiliary media or image whose file it is is deleted too; while another watermark uses the file, it stays (inferred).',
  ],
})

export const GetWatermark = vodOperation('read', {
  ...onOne,
  name: 'GetWatermark',
  summary: 'Returns a watermark.',
  output: object({ RequestId: requestId, WatermarkInfo: object(infoWithApp) }),
  errors: { ...missingId, ...pick('InvalidParameter'), ...unknownWatermark },
})

export const ListWatermark = vodOperation('read', {
  name: 'ListWatermark',
  summary: 'Returns all watermarks in the region, the newest first.',
  media: {},
  input: {
    AppId: string({
      describe: 'Application whose watermarks to return.',
      example: 'app-****',
      default: 'those of all applications',
      known: 'application',
    }),
  },
  output: object({ RequestId: requestId, WatermarkInfos: list(object(infoWithApp)) }),
  errors: pick('InvalidParameter', 'Forbidden.OperateAppResource'),
  constraintOrder: withDefaults({ evidence: 'inferred' }, [
    { violates: 'utf8', error: 'InvalidParameter' },
    { violates: 'known', of: ['AppId'], error: 'Forbidden.OperateAppResource' },
  ]),
  examples: [{ name: 'all', evidence: 'inferred', input: {} }],
})

export const SetDefaultWatermark = vodOperation('write', {
  ...onOne,
  name: 'SetDefaultWatermark',
  summary: 'Makes a watermark the default one of its application in the region.',
  output: object({ RequestId: requestId }),
  errors: { ...missingId, ...pick('InvalidParameter'), ...unknownWatermark },
  notes: ['The default one before it is `NotDefault` from now on.'],
})
