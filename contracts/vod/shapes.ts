import { byEdition } from '../edition.ts'
import { bytes, characters, csv, integer, json, object, string } from '../schema.ts'
import { exampleAccount } from './example-account.ts'
import { outcomes } from './template-groups.ts'

/** Text that people read: edition `latest` refuses emoji also where the page of an operation does not. */
const text = byEdition({ '2021': 'text', latest: 'text-without-emoji' })

/** Text of an operation whose page refuses emoji, in both editions. */
export const withoutEmoji = { characters: 'text-without-emoji' } as const

/** Bytes in edition `2021`, characters in `latest`. */
const length = (value: number) => byEdition({ '2021': bytes(value), latest: characters(value) })

/** Title and description of videos and images, as the operations that create them count. */
export const countedTitle = string({
  describe: 'Title of the media, UTF-8.',
  example: 'Test',
  characters: text,
  maxLength: length(128),
})

export const countedDescription = string({
  describe: 'Description of the media, UTF-8.',
  example: 'uploadTest',
  characters: text,
  maxLength: length(1024),
})

export const cateId = integer({
  describe: 'Category of the media; 0 and -1 are none.',
  example: '12984346',
  none: [0, -1],
  known: 'category',
})

export const templateGroupId = string({
  describe:
    'How the video is processed: `VOD_NO_TRANSCODE` stores it as it is; a seed has others. Without it the video is analysed, not transcoded (inferred).',
  example: 'VOD_NO_TRANSCODE',
  known: 'templateGroup',
})

export const workflowId = string({
  describe: 'Wins over TemplateGroupId. Any value is accepted, and has no effect (inferred).',
  example: 'e1e243b42548248197d6f74f9****',
})

export const referenceId = string({
  describe: "The caller's own name of the video, unique in the account.",
  example: '123-123',
  pattern: {
    source: '[A-Za-z0-9_-]{6,64}',
    words: '6 to 64 letters, digits, hyphens and underscores',
  },
})

/** Where and with what to upload a file. */
export const uploadMembers = {
  UploadAddress: string({
    describe: 'Base64 of the JSON object `{"Endpoint","Bucket","FileName"}`.',
  }),
  UploadAuth: string({
    describe:
      'Base64 of the JSON object `{"SecurityToken","AccessKeyId","ExpireUTCTime","AccessKeySecret","Expiration","Region"}`; `Expiration` is a text of seconds.',
  }),
} as const

/** What the operations that create a media have in common. */
export const title = string({
  describe: 'Title of the media, UTF-8.',
  example: 'Test',
  characters: text,
  maxLength: bytes(128),
})

export const description = string({
  describe: 'Description of the media, UTF-8.',
  example: 'uploadTest',
  characters: text,
  maxLength: bytes(1024),
})

export const tags = csv({
  describe: 'Tags, separated by commas. Spaces around commas and empty items are dropped.',
  example: 'tag1,tag2',
  maxItems: 16,
  items: string({ characters: text, maxLength: length(32) }),
})

export const cateIds = csv({
  describe: 'Categories, decimal ids separated by commas.',
  example: '12984346,08130876',
  maxItems: 5,
  distinct: true,
  items: string({ format: 'decimal', known: 'category' }),
})

export const storageLocation = string({
  describe: 'Host of a bucket of the account: `<bucket>.oss-<region>.aliyuncs.com`.',
  example: 'outin-bfefbb90a47c******163e1c7426.oss-cn-shanghai.aliyuncs.com',
  default: 'the default storage location of the application',
  known: 'storage',
})

export const appId = string({
  describe: 'Application of the media.',
  example: 'app-****',
  default: exampleAccount.appId,
  known: 'application',
})

export const userData = json(
  object({
    VodEmulator: object(
      {
        Outcome: string({
          describe: 'How the upload or its processing is to end.',
          example: 'TranscodeFail',
          evidence: 'inferred',
          enum: outcomes,
        }),
      },
      { describe: 'Only the emulator knows it: the service ignores it.', evidence: 'inferred' },
    ),
  }),
  {
    describe:
      'JSON object with `MessageCallback`, `Extend` and `AccelerateConfig`; other members are kept.',
    example:
      '{"MessageCallback":{"CallbackURL":"http://test.test.com"},"Extend":{"localId":"xxx","test":"www"}}',
    keep: 'text',
  },
)

/** Which media an operation on several of them is about. */
export const mediaIds = csv({
  describe: 'Ids of the media, separated by commas.',
  example: '97dc17a5abc34f668489b84ce9a1b2c3',
  required: true,
  maxItems: 20,
  distinct: true,
  items: string({}),
})

export const outputType = string({
  describe: 'Which URL to return.',
  example: 'oss',
  default: 'cdn',
  enum: ['cdn', 'oss'],
})

export const authTimeout = integer({
  describe:
    "Life of the returned URL in seconds, if it ends: on a CDN domain while URL signing is on. A presigned URL of OSS lives 2592000 at most, 129600 in a bucket of the account's own: more is not refused, but counts as that (inferred).",
  example: '3600',
  default: 'the validity of the domain (1800), 3600 for a URL of OSS',
  minimum: 1,
})

/** Which page of a list. */
export const pageNo = integer({
  describe: 'Number of the page.',
  example: '1',
  default: '1',
  minimum: 1,
})

export const pageSize = integer({
  describe: 'Maximum number of items on a page.',
  example: '20',
  default: '10',
  minimum: 1,
  maximum: 100,
})

export const requestId = string({ example: '73254DE5-F260-4720-9C6B-D06856B63C01' })

/** A category in an answer. */
export const category = object({
  CateId: integer({}),
  CateName: string({}),
  ParentId: integer({}),
  Level: integer({}),
})
