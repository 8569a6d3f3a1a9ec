import { object, string, timestamp } from '../schema.ts'
import { extend, vodEvent } from './events.ts'

export const UploadByURLComplete = vodEvent({
  name: 'UploadByURLComplete',
  summary:
    'A job of UploadMediaByURL has ended; after FileUploadComplete where a file was uploaded.',
  see: 'https://www.alibabacloud.com/help/en/vod/developer-reference/uploadbyurlcomplete',
  evidence: 'documented',
  body: object({
    Status: string({ describe: '`success` or `fail`.' }),
    EventTime: timestamp({}),
    EventType: string({}),
    VideoId: string({ describe: 'Of a job that succeeded.', optional: true }),
    ErrorCode: string({ describe: 'Of a job that failed.', optional: true }),
    ErrorMessage: string({ describe: 'Of a job that failed.', optional: true }),
    JobId: string({}),
    SourceURL: string({}),
    Size: string({ describe: 'Of the file, bytes; of a job that succeeded.', optional: true }),
    Extend: extend,
  }),
  notes: [
    '`Size` is not in the table of the manual; its sample has it, as a text.',
    'Two keys of the sample end in a space, which ours omit.',
  ],
})
