import type { Evidence, ObjectSchema } from '../schema.ts'
import { integer, object, string, timestamp } from '../schema.ts'

/** Names that an EventTypeList may hold; `AIComplete` stands for every event of AI, `ALL` for all events. */
export const eventTypes = [
  'FileUploadComplete',
  'ImageUploadComplete',
  'AttachedMediaUploadComplete',
  'UploadByURLComplete',
  'VideoAnalysisComplete',
  'StreamTranscodeComplete',
  'TranscodeComplete',
  'SnapshotComplete',
  'DynamicImageComplete',
  'CreateAuditComplete',
  'ProduceMediaComplete',
  'DeleteMediaComplete',
  'MediaBaseChangeComplete',
  'AddLiveRecordVideoComplete',
  'LiveRecordVideoComposeStart',
  'AIComplete',
  'ALL',
] as const

export type VodEventName = (typeof eventTypes)[number]

/** An event of VOD, and the JSON body in which a callback receives it. */
export interface VodEvent {
  readonly name: VodEventName
  /** When it comes. */
  readonly summary: string
  readonly see: string
  readonly evidence: Evidence
  /** Members in wire order. */
  readonly body: ObjectSchema
  readonly notes?: readonly string[]
}

export const vodEvent = <const E extends VodEvent>(event: E): E => event

export const extend = string({
  describe: 'The `Extend` of the UserData of the media, as text. Absent when there is none.',
  optional: true,
})

const success = string({ describe: '`success`.' })

export const AttachedMediaUploadComplete = vodEvent({
  name: 'AttachedMediaUploadComplete',
  summary: 'The file of an auxiliary media was uploaded, or replaced by another upload.',
  see: 'https://www.alibabacloud.com/help/en/vod/developer-reference/attachedmediauploadcomplete',
  evidence: 'documented',
  body: object({
    EventTime: timestamp({}),
    EventType: string({}),
    AttachedMediaId: string({ describe: 'The MediaId.' }),
    Size: integer({ describe: 'Of the file, bytes.' }),
    FileURL: string({ describe: 'The FileURL that CreateUploadAttachedMedia answered.' }),
    Status: success,
    Extend: extend,
  }),
  notes: [
    '`Extend` is documented for all events, but not in the table of this one: that it comes here is inferred.',
    'The sample of the manual has a URL on a CDN domain; ours is in OSS (inferred).',
  ],
})
