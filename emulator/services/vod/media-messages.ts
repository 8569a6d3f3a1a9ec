import { AttachedMediaUploadComplete, type VodEventName } from '#contracts/vod/events.ts'
import {
  CreateAuditComplete,
  FileUploadComplete,
  ImageUploadComplete,
  SnapshotComplete,
  StreamTranscodeComplete,
  TranscodeComplete,
  VideoAnalysisComplete,
} from '#contracts/vod/processing-events.ts'
import { known } from '../../kernel/known.ts'
import type { AccountRecord } from '../../ports/records/accounts.ts'
import type { MediaRecord, VideoRecord } from '../../ports/records/media.ts'
import { siblingUrl } from './file-url.ts'
import { type Course, courseOf } from './outcomes.ts'
import type { VodMessage } from './reporting.ts'

/** As the service writes URLs in events: without TLS under its own names. */
const plainUrl = (url: string): string =>
  url.replace(/^https:(?=\/\/[^/]*\.aliyuncs\.com\/)/, 'http:')

const text = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : String(value)

const damaged = {
  Status: 'fail',
  ErrorCode: 'InvalidParameter.ResourceContentBad',
  ErrorMessage: 'The content of the resource is bad.',
} as const

const notTranscoded = {
  Status: 'fail',
  ErrorCode: 'TranscodeFail',
  ErrorMessage: 'Transcoding has failed, as it was asked to.',
} as const

function analysis({ facts, size = 0 }: VideoRecord): object {
  const Size = String(size)
  if (!facts) return { Size, ...damaged }
  const { duration, width, height, fps, bitrate } = facts
  const Duration = text(duration)
  const picture = { Height: text(height), Width: text(width), Fps: text(fps) }
  return known({ Duration, ...picture, Bitrate: text(bitrate), Size })
}

/** What is told of the streams of a video: each is the source file. */
function streams(video: VideoRecord, { group, outcome }: Course): readonly object[] {
  const { mediaId, facts, fileName, fileUrl, size: Size } = video
  const Format = fileName.slice(fileName.lastIndexOf('.') + 1)
  const told = known({
    Bitrate: text(facts?.bitrate),
    Duration: facts?.duration,
    Fps: text(facts?.fps),
    Height: facts?.height,
    Width: facts?.width,
  })
  const file =
    outcome === 'TranscodeFail'
      ? notTranscoded
      : { Status: 'success', FileUrl: plainUrl(fileUrl), Size }
  return (group?.definitions ?? ['OD']).map((Definition, i) => ({
    ...told,
    ...file,
    Definition,
    Encrypt: false,
    Format,
    IsAudio: facts?.width === undefined,
    JobId: `${mediaId}${String(i + 2).padStart(2, '0')}`,
  }))
}

function snapshots(video: VideoRecord): object | undefined {
  const { mediaId, coverKey } = video
  if (coverKey === undefined) return undefined
  const CoverUrl = plainUrl(siblingUrl(video, coverKey))
  const snapshot = {
    Status: 'success',
    SnapshotType: 'CoverSnapshot',
    SnapshotCount: 1,
    SnapshotFormat: 'jpg',
    SnapshotRegular: CoverUrl.replace(/\d{5}(?=\.[a-z]+$)/, '{SnapshotCount}'),
    JobId: `${mediaId}01`,
  }
  return { SubType: 'SpecifiedTime', CoverUrl, SnapshotInfos: [snapshot] }
}

function review({ mediaId, status }: VideoRecord, atMs: number): object {
  const AuditStatus = status === 'Blocked' ? 'Blocked' : 'Normal'
  const Reason = AuditStatus === 'Blocked' ? { Reason: 'It was asked to be blocked.' } : {}
  return { MediaId: mediaId, CreationTime: atMs, SubType: 'video', AuditStatus, ...Reason }
}

function videoMessages(
  name: VodEventName,
  video: VideoRecord,
  course: Course,
  atMs: number,
): readonly VodMessage[] {
  const { mediaId: VideoId } = video
  const FileUrl = plainUrl(video.fileUrl)
  switch (name) {
    case 'FileUploadComplete':
      return [{ event: FileUploadComplete, body: { VideoId, FileUrl, Size: video.size } }]
    case 'VideoAnalysisComplete':
      return [{ event: VideoAnalysisComplete, body: { VideoId, ...analysis(video) } }]
    case 'StreamTranscodeComplete':
      return streams(video, course).map((stream) => ({
        event: StreamTranscodeComplete,
        body: { VideoId, ...stream },
      }))
    case 'TranscodeComplete': {
      const StreamInfos = streams(video, course)
      const Status = video.status === 'TranscodeFail' ? 'fail' : 'success'
      return [{ event: TranscodeComplete, body: { VideoId, Status, StreamInfos } }]
    }
    case 'SnapshotComplete': {
      const taken = course.group?.takesSnapshots ? snapshots(video) : undefined
      return taken ? [{ event: SnapshotComplete, body: { VideoId, ...taken } }] : []
    }
    case 'CreateAuditComplete':
      return [{ event: CreateAuditComplete, body: review(video, atMs) }]
    default:
      throw new TypeError(`A video sends no ${name}.`)
  }
}

function messagesOf(
  name: VodEventName,
  media: MediaRecord,
  course: Course,
  atMs: number,
): readonly VodMessage[] {
  const { mediaId, fileUrl: FileURL, size: Size = 0, appId: AppId } = media
  switch (media.kind) {
    case 'video':
      return videoMessages(name, media, course, atMs)
    case 'image':
      return [{ event: ImageUploadComplete, body: { ImageId: mediaId, FileURL, Size, AppId } }]
    case 'attached-media':
      return [
        { event: AttachedMediaUploadComplete, body: { AttachedMediaId: mediaId, FileURL, Size } },
      ]
  }
}

/** What callbacks receive when the file of a media has arrived or was processed. */
export function statusMessages(
  sends: readonly VodEventName[],
  media: MediaRecord,
  account: AccountRecord | undefined,
  atMs: number,
): readonly VodMessage[] {
  const course = courseOf(media, account)
  return sends.flatMap((name) => messagesOf(name, media, course, atMs))
}
