import type { Urls } from '../../kernel/urls.ts'
import type { VideoRecord } from '../../ports/records/media.ts'
import { type AccessUrlPorts, type AskedUrl, accessUrl } from './access-urls.ts'

/** The URL of the cover of a video: the one that the caller named, else that of the one that was made; undefined without either. */
export async function coverOf(
  ports: AccessUrlPorts,
  { coverUrl, coverKey, ...video }: VideoRecord,
  urls: Urls,
  asked?: AskedUrl,
): Promise<string | undefined> {
  if (coverUrl !== undefined || coverKey === undefined) return coverUrl
  return accessUrl(ports, { ...video, key: coverKey }, urls, asked)
}
