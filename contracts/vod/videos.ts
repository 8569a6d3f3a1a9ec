import { withDefaults } from '../defaults.ts'
import { csv, integer, list, object, string, timestamp } from '../schema.ts'
import { pick } from './errors.ts'
import { vodOperation } from './operation.ts'
import { pageNo, pageSize, requestId, storageLocation } from './shapes.ts'
import {
  listedVideo,
  noVideo,
  referenceId,
  referenceIds,
  tooManyVideos,
  unusedIds,
  video,
  videoAmongOthers,
  videoId,
  videoIds,
  videoStatuses,
} from './video-shapes.ts'

export const GetVideoInfo = vodOperation('read', {
  name: 'GetVideoInfo',
  summary: 'Returns what is known of a video or audio.',
  media: { kind: 'video', asked: 'VideoId', found: 'Video.VideoId' },
  input: { VideoId: videoId, ReferenceId: referenceId },
  output: object({ RequestId: requestId, Video: video }),
  errors: {
    ...pick('MissingParameter', 'InvalidParameter'),
    ...noVideo('The account has no such video in the region.'),
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['VideoId'], error: 'MissingParameter' },
  ]),
  examples: [
    {
      name: 'one video',
      evidence: 'inferred',
      input: { VideoId: '43179b5042db71efbfcf0764a0fd0102' },
    },
    { name: 'by its reference', evidence: 'inferred', input: { ReferenceId: 'order-000123' } },
  ],
  notes: [
    'Snapshots are in an object, `{"Snapshot":[…]}`, here and in GetVideoList; in GetVideoInfos they are a plain list.',
    'The service tells Size as a number of single precision, 75977472 for 75977476 bytes (observed in 2020); here it is exact (inferred).',
  ],
})

export const GetVideoInfos = vodOperation('read', {
  name: 'GetVideoInfos',
  summary: 'Returns what is known of up to 20 videos or audios.',
  media: { kind: 'video', asked: 'VideoIds', found: 'VideoList[].VideoId' },
  input: { VideoIds: videoIds, ReferenceIds: referenceIds },
  output: object({ RequestId: requestId, VideoList: list(videoAmongOthers), ...unusedIds }),
  errors: {
    ...pick('MissingParameter', 'InvalidParameter'),
    ...tooManyVideos('inferred'),
    ...noVideo('The account has none of the videos in the region.'),
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['VideoIds'], error: 'MissingParameter' },
    { violates: 'maxItems', of: ['VideoIds', 'ReferenceIds'], error: 'VideoIdsExceededMax' },
  ]),
  examples: [
    {
      name: 'two videos',
      evidence: 'inferred',
      input: { VideoIds: '43179b5042db71efbfcf0764a0fd0102,60a8d7e05e5071efbfcf0764a0fd0102' },
    },
    { name: 'by a reference', evidence: 'inferred', input: { ReferenceIds: 'order-000123' } },
  ],
  notes: ['Videos come in the order in which they were named (inferred).'],
})

export const GetVideoList = vodOperation('read', {
  name: 'GetVideoList',
  summary: 'Lists videos and audios, the newest first, in pages.',
  media: { kind: 'video', found: 'VideoList[].VideoId' },
  input: {
    CateId: integer({
      describe: 'Only those of this category; those of the categories below it are not.',
      example: '12984346',
      none: [0, -1],
      minimum: 1,
    }),
    Status: csv({
      describe: 'Only those that have one of these states, separated by commas.',
      example: 'Uploading,Normal',
      items: string({ enum: videoStatuses }),
    }),
    StorageLocation: string({
      describe: 'Only those in this storage location.',
      example: storageLocation.example,
    }),
    StartTime: timestamp({
      describe: 'Only those that were created at this time or later.',
      example: '2026-01-01T00:00:00Z',
    }),
    EndTime: timestamp({
      describe: 'Only those that were created at this time or earlier.',
      example: '2026-12-31T23:59:59Z',
      after: 'StartTime',
    }),
    ReferenceIds: referenceIds,
    PageNo: pageNo,
    PageSize: pageSize,
    SortBy: string({
      describe: 'Order; ties by id.',
      example: 'CreationTime:Asc',
      default: 'CreationTime:Desc',
      enum: ['CreationTime:Desc', 'CreationTime:Asc'],
    }),
  },
  output: object({
    RequestId: requestId,
    VideoList: list(listedVideo, { wrapped: 'Video' }),
    Total: integer({ describe: 'Number of videos that match, on all pages.' }),
  }),
  errors: {
    ...pick('InvalidParameter'),
    ...noVideo('Nothing matches; accepted with the tolerance empty-list.'),
    VideoListExceededMax: {
      status: 400,
      message: 'The video list exceeded maximum.',
      evidence: 'documented',
      when: 'The page ends after the 5,000th video.',
      remedy: 'Narrow what is listed, by StartTime and EndTime for example, or use SearchMedia.',
    },
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'enum', of: ['Status', 'SortBy'] },
    { violates: 'format', of: ['StartTime', 'EndTime'] },
    { violates: 'after', of: ['EndTime'] },
    { violates: 'range', of: ['CateId', 'PageNo', 'PageSize'] },
    { violates: 'maxItems', of: ['ReferenceIds'] },
  ]),
  examples: [
    { name: 'the least', evidence: 'inferred', input: {} },
    {
      name: 'a month of a category',
      evidence: 'inferred',
      input: {
        CateId: '12984346',
        Status: 'Uploading,Normal',
        StartTime: '2026-01-01T00:00:00Z',
        EndTime: '2026-01-31T23:59:59Z',
        PageSize: '100',
      },
    },
  ],
  notes: [
    'Nothing that matches is an error, `InvalidVideo.NotFound`: the manual lists it for this operation, and no answer of the service has been seen. With the tolerance `empty-list` it is a list without videos.',
    'A page after the last video is a list without videos, with the Total (inferred).',
    'A time matches as it is printed, by the second; both bounds are included (inferred).',
    'In a category, storage location or state that there is not, there is nothing (inferred).',
  ],
})
