import type { Urls } from '../../kernel/urls.ts'
import type { VideoRecord } from '../../ports/records/media.ts'
import { type AccessUrlPorts, type AskedUrl, accessUrl } from './access-urls.ts'

/** The URL of the one snapshot of a video, the cover that was made of it; undefined without one. */
export const snapshotOf = async (
  ports: AccessUrlPorts,
  { coverKey, ...video }: VideoRecord,
  urls: Urls,
  asked?: AskedUrl,
): Promise<string | undefined> =>
  coverKey === undefined ? undefined : accessUrl(ports, { ...video, key: coverKey }, urls, asked)

/** The URL of the cover of a video: the one that the caller named, else that of the one that was made; undefined without either. */
export const coverOf = async (
  ports: AccessUrlPorts,
  video: VideoRecord,
  urls: Urls,
  asked?: AskedUrl,
): Promise<string | undefined> => video.coverUrl ?? snapshotOf(ports, video, urls, asked)
