import type { Urls } from '../../kernel/urls.ts'
import type { VideoRecord } from '../../ports/records/media.ts'
import type { Account } from '../accounts.ts'
import type { AccessUrlPorts } from './access-urls.ts'
import { snapshotOf } from './covers.ts'
import { categoryOf } from './media-answer.ts'

/** Of the file: what arrived, before that what the caller announced. */
const sizeOf = ({ size, fileSize }: VideoRecord): number | undefined =>
  size ?? (fileSize === undefined ? undefined : Number(fileSize))

/** What answers tell of a video. */
export async function videoMembers(
  ports: AccessUrlPorts,
  video: VideoRecord,
  account: Account,
  urls: Urls,
) {
  const snapshot = await snapshotOf(ports, video, urls)
  const CoverURL = video.coverUrl ?? snapshot
  const Size = sizeOf(video)
  return {
    Status: video.status,
    ...(video.description !== undefined && { Description: video.description }),
    VideoId: video.mediaId,
    ...(Size !== undefined && { Size }),
    ...(video.title !== undefined && { Title: video.title }),
    ModificationTime: video.modifiedAtMs,
    ...(video.duration !== undefined && { Duration: video.duration }),
    ...(await categoryOf(video, account)),
    AuditStatus: 'Init',
    AppId: video.appId,
    CreationTime: video.createdAtMs,
    ...(CoverURL !== undefined && { CoverURL }),
    RegionId: video.region,
    StorageLocation: video.storageLocation,
    Snapshots: snapshot === undefined ? [] : [snapshot],
    ...(video.tags && { Tags: video.tags.join(',') }),
    ...(video.templateGroupId !== undefined && { TemplateGroupId: video.templateGroupId }),
    DownloadSwitch: 'on',
    ...(video.referenceId !== undefined && { ReferenceId: video.referenceId }),
    StorageClass: 'Standard',
    ...(video.userData !== undefined && { UserData: video.userData }),
  }
}
