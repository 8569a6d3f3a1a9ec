import type { Input } from '#contracts/operation.ts'
import type * as contract from '#contracts/vod/image-infos.ts'
import type { Handler, Handlers } from '../../kernel/handler.ts'
import type { Urls } from '../../kernel/urls.ts'
import type { ImageRecord } from '../../ports/records/media.ts'
import type { Account } from '../accounts.ts'
import { type AskedUrl, accessUrl } from './access-urls.ts'
import { deleteImage } from './image-removal.ts'
import { findMedia, type MediaChanges, updateMedia } from './media.ts'
import { categoryOf, mediaMembers } from './media-answer.ts'
import type { VodPorts } from './vod-ports.ts'

/** Members of the file of an image, once it was uploaded. */
const fileMembers = (image: ImageRecord, url: string) => ({
  ...(image.originalFileName !== undefined && { OriginalFileName: image.originalFileName }),
  FileURL: url,
  ...(image.facts && { Height: image.facts.height, Width: image.facts.width }),
  FileSize: String(image.size ?? 0),
})

/** What is needed to describe images. */
interface Describing {
  readonly account: Account
  readonly urls: Urls
  readonly asked: AskedUrl
}

async function described(
  ports: VodPorts,
  image: ImageRecord,
  { account, urls, asked }: Describing,
) {
  const inOss = { ...asked, outputType: 'oss' } as const
  return {
    ...mediaMembers(image),
    ...(image.status === 'Normal' && {
      Mezzanine: fileMembers(image, await accessUrl(ports, image, urls, inOss)),
    }),
    ImageId: image.mediaId,
    ...(await categoryOf(image, account)),
    URL: await accessUrl(ports, image, urls, asked),
    ImageType: image.imageType,
  }
}

const getInfo =
  (ports: VodPorts): Handler<typeof contract.GetImageInfo> =>
  async ({ ImageId, OutputType, AuthTimeout }, { urls, principal, fault }) => {
    const account = ports.accounts.of(principal.accountId, urls.region)
    const found = await findMedia(ports.records, account, 'image', ImageId)
    if (!found) throw fault('NoSuchResource')
    const asked = { outputType: OutputType, authTimeout: AuthTimeout }
    return { ImageInfo: await described(ports, found.value, { account, urls, asked }) }
  }

const getInfos =
  (ports: VodPorts): Handler<typeof contract.GetImageInfos> =>
  async ({ ImageIds, OutputType, AuthTimeout }, { urls, principal }) => {
    const account = ports.accounts.of(principal.accountId, urls.region)
    const ids = [...new Set(ImageIds)]
    const found = await Promise.all(ids.map((id) => findMedia(ports.records, account, 'image', id)))
    const asked = { outputType: OutputType, authTimeout: AuthTimeout }
    const images = found.flatMap((one) => (one ? [one.value] : []))
    return {
      ImageInfo: await Promise.all(
        images.map((image) => described(ports, image, { account, urls, asked })),
      ),
      NonExistImageIds: ids.filter((_, i) => !found[i]),
    }
  }

type Change = Input<typeof contract.UpdateImageInfos>['UpdateContent'][number]

const changesOf = ({ Title, Description, Tags, CateId }: Change): MediaChanges => ({
  ...(Title !== undefined && { title: Title }),
  ...(Description !== undefined && { description: Description }),
  ...(Tags !== undefined && { tags: Tags }),
  ...(CateId !== undefined && { cateIds: [CateId] }),
})

const update =
  (ports: VodPorts): Handler<typeof contract.UpdateImageInfos> =>
  async ({ UpdateContent }, { urls, principal }) => {
    const account = ports.accounts.of(principal.accountId, urls.region)
    const byId = new Map<string, MediaChanges>()
    for (const item of UpdateContent)
      byId.set(item.ImageId, { ...byId.get(item.ImageId), ...changesOf(item) })
    return { NonExistImageIds: await updateMedia(ports, account, 'image', byId) }
  }

/** Operations of images that were created. */
export const imageInfos = (ports: VodPorts): Handlers<typeof contract> => ({
  GetImageInfo: getInfo(ports),
  GetImageInfos: getInfos(ports),
  UpdateImageInfos: update(ports),
  DeleteImage: deleteImage(ports),
})
