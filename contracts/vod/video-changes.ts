import { withDefaults } from '../defaults.ts'
import { bytes, csv, integer, json, list, object, string } from '../schema.ts'
import { missing, pick } from './errors.ts'
import { vodOperation } from './operation.ts'
import { description, requestId, tags, title, userData, withoutEmoji } from './shapes.ts'
import {
  forbiddenVideoIds,
  noVideo,
  referenceId,
  referenceIds,
  tooManyVideos,
  unusedIds,
  videoId,
  videoIds,
} from './video-shapes.ts'

/** What can be changed of a video, but its UserData. Limits are in bytes, and emoji refused, in both editions. */
const changes = {
  Title: string({ ...title, maxLength: bytes(128), ...withoutEmoji }),
  Description: string({ ...description, maxLength: bytes(1024), ...withoutEmoji }),
  Tags: csv({ ...tags, items: string({ ...tags.items, maxLength: bytes(32), ...withoutEmoji }) }),
  CateId: integer({
    describe: 'Category of the video.',
    example: '12984346',
    none: [0, -1],
    minimum: 1,
    known: 'category',
  }),
  CoverURL: string({
    describe: 'URL of the cover; any text is accepted.',
    example: 'https://example.com/cover.jpg',
  }),
}

const texts = pick(
  'InvalidParameter',
  'IllegalCharacters',
  'LengthExceededMax',
  'TagsExceededMax',
  'InvalidCateId.NotFound',
)

export const UpdateVideoInfo = vodOperation('write', {
  name: 'UpdateVideoInfo',
  summary: 'Changes title, description, tags, category, cover or UserData of a video.',
  media: { kind: 'video', asked: 'VideoId' },
  input: { VideoId: videoId, ReferenceId: referenceId, ...changes, UserData: userData },
  output: object({ RequestId: requestId }),
  errors: {
    ...pick('MissingParameter'),
    ...texts,
    ...noVideo('The account has no such video in the region.'),
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['VideoId'], error: 'MissingParameter' },
    { violates: 'characters', of: ['Title', 'Description', 'Tags'], error: 'IllegalCharacters' },
    { violates: 'maxLength', of: ['Title', 'Description', 'Tags'], error: 'LengthExceededMax' },
    { violates: 'maxItems', of: ['Tags'], error: 'TagsExceededMax' },
    { violates: 'range', of: ['CateId'] },
    { violates: 'format', of: ['UserData'] },
    { violates: 'enum', of: ['UserData.VodEmulator.Outcome'] },
    { violates: 'known', of: ['CateId'], error: 'InvalidCateId.NotFound' },
  ]),
  examples: [
    {
      name: 'all that can be changed',
      evidence: 'inferred',
      input: {
        VideoId: '43179b5042db71efbfcf0764a0fd0102',
        Title: 'Trailer',
        Description: 'of the film',
        Tags: 'tag1,tag2',
        CateId: '12984346',
        CoverURL: 'https://example.com/cover.jpg',
        UserData: '{"Extend":{"localId":"xxx"}}',
      },
    },
  ],
  notes: [
    'What is absent or empty stays as it is; nothing can be cleared (inferred). UserData is replaced as a whole.',
    'Limits are bytes in both editions: so this page says, where that of CreateUploadVideo speaks of characters.',
    'Emoji are refused as CreateUploadVideo refuses them (inferred).',
  ],
})

const changed = ['Title', 'Description', 'Tags'].map((name) => `UpdateContent[].${name}`)

export const UpdateVideoInfos = vodOperation('write', {
  name: 'UpdateVideoInfos',
  summary: 'Changes title, description, tags, category or cover of up to 20 videos.',
  media: { kind: 'video', asked: 'UpdateContent[].VideoId' },
  input: {
    UpdateContent: json(
      list(object({ VideoId: videoId, ReferenceId: referenceId, ...changes }), { maxItems: 20 }),
      {
        describe: 'JSON array of the changes. What an item does not name, or leaves empty, stays.',
        example:
          '[{"VideoId":"43179b5042db71efbfcf0764a0fd0102","Title":"Trailer","Tags":"tag1,tag2","CateId":"12984346"}]',
        required: true,
      },
    ),
  },
  output: object({ RequestId: requestId, ...unusedIds, ForbiddenVideoIds: forbiddenVideoIds }),
  errors: {
    ...missing('UpdateContent', 'Send UpdateContent, a JSON array of at most 20 items.'),
    ...texts,
    ...pick('CountExceededMax'),
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['UpdateContent'], error: 'MissingUpdateContent' },
    { violates: 'format', of: ['UpdateContent'] },
    { violates: 'maxItems', of: ['UpdateContent'], error: 'CountExceededMax' },
    { violates: 'required', of: ['UpdateContent[].VideoId'] },
    { violates: 'characters', of: changed, error: 'IllegalCharacters' },
    { violates: 'maxLength', of: changed, error: 'LengthExceededMax' },
    { violates: 'maxItems', of: ['UpdateContent[].Tags'], error: 'TagsExceededMax' },
    { violates: 'range', of: ['UpdateContent[].CateId'] },
    { violates: 'known', of: ['UpdateContent[].CateId'], error: 'InvalidCateId.NotFound' },
  ]),
  examples: [
    {
      name: 'two videos',
      evidence: 'inferred',
      input: {
        UpdateContent:
          '[{"VideoId":"43179b5042db71efbfcf0764a0fd0102","Title":"Trailer","Description":"of the film","Tags":"tag1,tag2","CateId":"12984346","CoverURL":"https://example.com/cover.jpg"},{"ReferenceId":"order-000123","Title":"Interview"}]',
      },
    },
  ],
  notes: [
    'Nothing can be cleared (inferred). All items are changed at once, or none.',
    'The answer is 200 also when there is none of the videos (inferred).',
  ],
})

export const DeleteVideo = vodOperation('write', {
  name: 'DeleteVideo',
  summary: 'Deletes up to 20 videos for good, with their files.',
  media: { kind: 'video', asked: 'VideoIds' },
  input: { VideoIds: videoIds, ReferenceIds: referenceIds },
  output: object({ RequestId: requestId, ...unusedIds, ForbiddenVideoIds: forbiddenVideoIds }),
  errors: {
    ...pick('MissingParameter', 'InvalidParameter'),
    ...tooManyVideos('documented'),
    ...noVideo('The account has none of the videos in the region.'),
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['VideoIds'], error: 'MissingParameter' },
    {
      violates: 'maxItems',
      of: ['VideoIds', 'ReferenceIds'],
      error: 'VideoIdsExceededMax',
      evidence: 'documented',
    },
  ]),
  examples: [
    {
      name: 'one video',
      evidence: 'inferred',
      input: { VideoIds: '43179b5042db71efbfcf0764a0fd0102' },
    },
    { name: 'by a reference', evidence: 'inferred', input: { ReferenceIds: 'order-000123' } },
  ],
  notes: [
    'Unfinished multipart uploads of the files are aborted (inferred).',
    'An upload credential that still lives can put an object at the same address again; it belongs to no video.',
    'The service has `DeleteVideoFailed` (503) besides, which nothing here leads to.',
  ],
})
