import type { Input } from '#contracts/operation.ts'
import type { DeleteImage } from '#contracts/vod/image-infos.ts'
import type { Handler } from '../../kernel/handler.ts'
import type { ObjectAddress } from '../../ports/object-store.ts'
import type { Account } from '../accounts.ts'
import { decide } from '../records.ts'
import { addressesOf } from './image-urls.ts'
import { withHistory } from './life.ts'
import { findMedia, mediaOf, removeFile, removeMedia } from './media.ts'
import type { VodPorts } from './vod-ports.ts'

type RemovalInput = Input<typeof DeleteImage>

/** The ids of the media whose files some URLs name. */
async function idsAt(
  ports: VodPorts,
  account: Account,
  urls: readonly string[],
): Promise<readonly string[]> {
  const addresses = await Promise.all(urls.map((url) => addressesOf(ports, account, url)))
  const ids = await Promise.all(addresses.flat().map((at) => mediaOf(ports.records, at)))
  return ids.filter((id) => id !== undefined)
}

/** Removes those of some images that there are. @returns how many there were */
async function removeImages(
  ports: VodPorts,
  account: Account,
  ids: readonly string[],
): Promise<number> {
  let removed = 0
  for (const id of new Set(ids)) {
    const image = await removeMedia(ports, account, 'image', id)
    if (!image) continue
    await removeFile(ports, image)
    removed++
  }
  return removed
}

/** Forgets the cover that was made of a video. @returns where it is, if there is one; undefined without the video */
const forgetCover = (ports: VodPorts, account: Account, videoId: string) =>
  decide(async (): Promise<{ readonly cover?: ObjectAddress } | undefined> => {
    const found = await findMedia(ports.records, account, 'video', videoId)
    if (!found) return undefined
    const { coverKey, ...others } = found.value
    if (coverKey === undefined) return {}
    const media = { kind: 'media', key: videoId } as const
    const value = withHistory(others, ports.clock.now(), 'cover removed')
    await ports.records.commit([{ ...media, value }], [{ ...media, version: found.version }])
    return { cover: { bucket: others.bucket, key: coverKey } }
  })

/** Removes snapshots of a video: only its cover is one here. @returns whether there is the video */
async function removeSnapshots(
  ports: VodPorts,
  account: Account,
  { VideoId = '', ImageType = [] }: RemovalInput,
): Promise<boolean> {
  const takesCover = ImageType.some((type) => type === 'CoverSnapshot' || type === 'All')
  if (!takesCover) return (await findMedia(ports.records, account, 'video', VideoId)) !== undefined
  const forgotten = await forgetCover(ports, account, VideoId)
  if (forgotten?.cover) await ports.objects.remove(forgotten.cover)
  return forgotten !== undefined
}

export const deleteImage =
  (ports: VodPorts): Handler<typeof DeleteImage> =>
  async (input, { urls, principal: { accountId }, fault }) => {
    const { DeleteImageType, ImageURLs = [], ImageIds = [], VideoId = '' } = input
    const account = ports.accounts.of(accountId, urls.region)
    const removals = {
      ImageURL: async () =>
        (await removeImages(ports, account, await idsAt(ports, account, ImageURLs))) > 0,
      ImageId: async () => (await removeImages(ports, account, ImageIds)) > 0,
      VideoId: () => removeSnapshots(ports, account, input),
    }
    if (await removals[DeleteImageType]()) return {}
    const named = { ImageURL: ImageURLs, ImageId: ImageIds, VideoId: [VideoId] }[DeleteImageType]
    throw fault('NoSuchResource', { resource: named.join(',') })
  }
