import { beginningOf, decoded, extensionOf, illegalIn } from '#contracts/derive/measure.ts'
import type { Input } from '#contracts/operation.ts'
import { bytes } from '#contracts/schema.ts'
import { isPlayedExtension } from '#contracts/vod/extensions.ts'
import type { UploadMediaByURL } from '#contracts/vod/url-uploads.ts'
import type { Ports } from '../../../kernel/handler.ts'
import type { Urls } from '../../../kernel/urls.ts'
import type { UrlUploadRecord } from '../../../ports/records/url-uploads.ts'
import type { Destination } from '../creation.ts'
import { newVideo, videoFile } from '../video-uploads.ts'

type UploadInput = Input<typeof UploadMediaByURL>
type Metadata = NonNullable<UploadInput['UploadMetadatas']>[number]

/** What is said of the file of a URL: the manual's client puts it encoded into the metadata, too. */
const metadataOf = ({ UploadMetadatas = [] }: UploadInput, url: string): Metadata | undefined =>
  UploadMetadatas.find(({ SourceURL }) => SourceURL === url || decoded(SourceURL) === url)

/** The last part of the path of a URL. */
const nameIn = (url: string): string => new URL(url).pathname.split('/').at(-1) ?? ''

/** The name of a file as its title, without the extension. */
function titleOf(url: string): string {
  const name = nameIn(url).replace(/\.[^.]*$/, '')
  const title = decoded(name)
  const legible = illegalIn(title, 'text-without-emoji') === undefined ? title : name
  return beginningOf(legible || new URL(url).hostname, bytes(128))
}

/** The job of a URL, and the video that it will make; undefined when its extension is neither of a video nor of an audio. */
export function newJob(
  ports: Ports,
  destination: Destination,
  input: UploadInput,
  url: string,
  urls: Urls,
): UrlUploadRecord | undefined {
  const { ids, clock } = ports
  const metadata = metadataOf(input, url)
  const extension = metadata?.FileExtension ?? extensionOf(nameIn(url))
  if (!isPlayedExtension(extension)) return undefined
  const createdAtMs = clock.now()
  // Nobody uploads it with a credential.
  const credential = { expiresAtMs: createdAtMs }
  const file = { ...videoFile(ports, destination, extension), credential }
  const told = { ...input, Title: titleOf(url), ...metadata }
  const video = newVideo(ports, destination, told, file, urls)
  const { accountId, region } = destination.account
  return {
    jobId: ids.jobId(),
    accountId,
    region,
    appId: video.appId,
    url,
    status: 'PENDING',
    video,
    createdAtMs,
    takeableAtMs: 0,
  }
}
