import { object, string, timestamp } from '../schema.ts'
import { extend, vodEvent } from './events.ts'

const success = string({ describe: '`success`.' })

/** A member of `MediaContent`: what a member of the media was and is, as JSON in a text. */
const change = (what: string) =>
  string({
    describe: `${what}: \`{"OldValue","NewValue"}\` as JSON in a text. Absent when it has not changed.`,
    optional: true,
  })

export const MediaBaseChangeComplete = vodEvent({
  name: 'MediaBaseChangeComplete',
  summary:
    'A video was created or deleted, or what is said of a video, an image or an auxiliary media has changed.',
  see: 'https://www.alibabacloud.com/help/en/vod/developer-reference/mediabasechangecomplete',
  evidence: 'documented',
  body: object({
    EventType: string({}),
    EventTime: timestamp({}),
    Status: success,
    MediaId: string({}),
    MediaType: string({ describe: '`video` (also of an audio), `image` or `attached`.' }),
    OperateMode: string({ describe: '`create`, `update` or `delete`.' }),
    MediaContent: object({
      Title: change('Title'),
      Description: change('Description'),
      CoverURL: change('CoverURL, of a video'),
      CateId: change('CateId of a video or an image, a number'),
      CateIds: change('CateIds of an auxiliary media, comma separated'),
      Tags: change('Tags, comma separated'),
    }),
    Extend: extend,
  }),
  notes: [
    'Sent by CreateUploadVideo, UpdateVideoInfo, UpdateVideoInfos and DeleteVideo (documented). The manual documents the MediaTypes `image` and `attached` too, and names no operation on them: that UpdateImageInfos and UpdateAttachedMediaInfos send it, and `CateIds`, is inferred.',
    'A value that was not set has no `OldValue`; one that is not any more, as after a deletion, no `NewValue`.',
    'Creation and deletion of an image or an auxiliary media send nothing: the manual lists no event for either.',
  ],
})

export const DeleteMediaComplete = vodEvent({
  name: 'DeleteMediaComplete',
  summary: 'DeleteVideo has deleted a video.',
  see: 'https://www.alibabacloud.com/help/en/vod/developer-reference/deletemediacomplete',
  evidence: 'documented',
  body: object({
    EventType: string({}),
    EventTime: timestamp({}),
    Status: success,
    MediaId: string({}),
    MediaType: string({ describe: '`video`, also of an audio.' }),
    DeleteType: string({ describe: '`all`.' }),
    Extend: extend,
  }),
  notes: [
    'It comes after the MediaBaseChangeComplete of the same deletion (inferred).',
    'The order of the members is inferred.',
  ],
})
