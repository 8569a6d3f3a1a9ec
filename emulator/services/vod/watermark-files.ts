import type { Ports } from '../../kernel/handler.ts'
import type { ObjectAddress } from '../../ports/object-store.ts'
import type { MediaRecord } from '../../ports/records/media.ts'
import type { Stored } from '../../ports/records/records.ts'
import type { Watermark } from '../../ports/records/watermarks.ts'
import type { Account } from '../accounts.ts'
import { addressOf } from './file-url.ts'
import { fileOf, findMedia, mediaOf } from './media.ts'

/** The auxiliary media or the image of an account in a region to which a file belongs. */
async function mediaAt({ records }: Ports, account: Account, at: ObjectAddress) {
  const mediaId = await mediaOf(records, at)
  if (mediaId === undefined) return undefined
  const attached = await findMedia(records, account, 'attached-media', mediaId)
  return attached ?? findMedia(records, account, 'image', mediaId)
}

/** Whether a watermark can be made of a media: of every image. */
const isPicture = ({ kind, businessType }: MediaRecord): boolean =>
  kind === 'image' || businessType === 'watermark'

/** The file that a FileUrl names; undefined unless it was uploaded for a watermark of the account, or as an image. */
export async function uploadedFile(ports: Ports, account: Account, fileUrl: string) {
  const at = addressOf(fileUrl, account.region)
  const media = at && (await mediaAt(ports, account, at))
  if (!media || !isPicture(media.value)) return undefined
  const { bucket, key, storageLocation } = media.value
  return (await fileOf(ports.records, media.value)) ? { bucket, key, storageLocation } : undefined
}

/** The media that goes with a watermark: of its file, unless another watermark uses that. */
export async function mediaOnlyOf(
  ports: Ports,
  account: Account,
  { file }: Watermark,
  others: readonly Watermark[],
): Promise<Stored<'media'> | undefined> {
  const isUsed = others.some(
    (one) => one.file?.bucket === file?.bucket && one.file?.key === file?.key,
  )
  return file && !isUsed ? mediaAt(ports, account, file) : undefined
}
