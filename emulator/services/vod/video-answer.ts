import { known } from '../../kernel/known.ts'
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
  return {
    ...mediaMembers(video),
    VideoId: video.mediaId,
    ...(await categoryOf(video, account)),
    Snapshots: snapshot === undefined ? [] : [snapshot],
    DownloadSwitch: 'on',
    StorageClass: 'Standard',
    ...known({
      Size: sizeOf(video),
      Duration: video.duration,
      CoverURL: video.coverUrl ?? snapshot,
      TemplateGroupId: video.templateGroupId,
      ReferenceId: video.referenceId,
      UserData: video.userData,
    }),
  }
}
