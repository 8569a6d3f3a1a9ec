import { beginningOf, decoded, extensionOf, illegalIn } from '#contracts/derive/measure.ts'
import type { Input } from '#contracts/operation.ts'
import { bytes } from '#contracts/schema.ts'
import { playedExtensions } from '#contracts/vod/extensions.ts'
import type { UploadMediaByURL } from '#contracts/vod/url-uploads.ts'
import type { Ports } from '../../../kernel/handler.ts'
import type { Urls } from '../../../kernel/urls.ts'
import type { UrlUploadRecord } from '../../../ports/records/url-uploads.ts'
import type { Destination } from '../creation.ts'
import { newVideo } from '../video-uploads.ts'

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

const isPlayed = (extension: string): boolean =>
  playedExtensions.some((played) => played === extension)

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
  if (!isPlayed(extension)) return undefined
  const { account, storage } = destination
  const createdAtMs = clock.now()
  const name = ids.videoName(createdAtMs)
  const fileName = `${name}.${extension}`
  const file = {
    at: { bucket: storage.bucket, key: `sv/${name}/${fileName}` },
    fileName,
    // Nobody uploads it with a credential.
    credential: { expiresAtMs: createdAtMs },
  }
  const told = { ...input, Title: titleOf(url), ...metadata }
  const video = newVideo(ports, destination, told, file, urls)
  const { accountId, region } = account
  return {
    jobId: ids.jobId(),
    accountId,
    region,
    url,
    status: 'PENDING',
    video,
    createdAtMs,
    takeableAtMs: 0,
  }
}
