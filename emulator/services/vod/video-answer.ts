import type { Urls } from '../../kernel/urls.ts'
import type { VideoRecord } from '../../ports/records/media.ts'
import type { Account } from '../accounts.ts'
import type { AccessUrlPorts } from './access-urls.ts'
import { snapshotOf } from './covers.ts'
import { categoryOf, mediaMembers } from './media-answer.ts'

/** Of the file: what arrived, before that what the caller announced. */
const sizeOf = ({ size, fileSize }: VideoRecord): number | undefined =>
  size ?? (fileSize === undefined ? undefined : Number(fileSize))

/** What all answers about videos tell of one. */
export async function videoAnswer(
  ports: AccessUrlPorts,
  video: VideoRecord,
  account: Account,
  urls: Urls,
) {
  const snapshot = await snapshotOf(ports, video, urls)
  const CoverURL = video.coverUrl ?? snapshot
  const Size = sizeOf(video)
  return {
    ...mediaMembers(video),
    VideoId: video.mediaId,
    ...(Size !== undefined && { Size }),
    ...(video.duration !== undefined && { Duration: video.duration }),
    ...(await categoryOf(video, account)),
    ...(CoverURL !== undefined && { CoverURL }),
    Snapshots: snapshot === undefined ? [] : [snapshot],
    ...(video.templateGroupId !== undefined && { TemplateGroupId: video.templateGroupId }),
    DownloadSwitch: 'on',
    ...(video.referenceId !== undefined && { ReferenceId: video.referenceId }),
    StorageClass: 'Standard',
    ...(video.userData !== undefined && { UserData: video.userData }),
  }
}
