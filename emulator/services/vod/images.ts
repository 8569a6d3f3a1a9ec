import type * as contract from '#contracts/vod/images.ts'
import type { Handler, Handlers } from '../../kernel/handler.ts'
import type { ImageRecord } from '../../ports/records/media.ts'
import { decide } from '../records.ts'
import { accessUrl } from './access-urls.ts'
import { creatingIn } from './application-resources.ts'
import { type CredentialOptions, destinationOf, newMedia, uploadDocuments } from './creation.ts'
import { addMedia } from './media.ts'
import type { VodPorts } from './vod-ports.ts'

/** Makes an image, which does not exist until it is committed. */
const create =
  (ports: VodPorts, options: CredentialOptions): Handler<typeof contract.CreateUploadImage> =>
  (input, { urls, principal: { accountId }, fault }) =>
    decide(async () => {
      const { ImageType, ImageExt = 'png', OriginalFileName, CateId, UserData } = input
      const account = ports.accounts.of(accountId, urls.region)
      const destination = await destinationOf(account, input, fault)
      const fileName = `${ports.ids.objectName()}-6-2.${ImageExt}`
      const at = { bucket: destination.storage.bucket, key: `image/${ImageType}/${fileName}` }
      const target = { account, at, userData: UserData }
      const { credential, documents } = await uploadDocuments(ports, target, urls, options)
      const image: ImageRecord = {
        ...newMedia(ports, destination, input, { at, fileName, credential }, urls),
        kind: 'image',
        lists: ['image'],
        imageType: ImageType,
        ...(OriginalFileName !== undefined && { originalFileName: OriginalFileName }),
        cateIds: CateId === undefined ? [] : [CateId],
      }
      await addMedia(ports, image, creatingIn(destination.application))
      return {
        ImageId: image.mediaId,
        ImageURL: await accessUrl(ports, image, urls),
        FileURL: image.fileUrl,
        ...documents,
      }
    })

/** Operations of images. */
export const images = (ports: VodPorts, options: CredentialOptions): Handlers<typeof contract> => ({
  CreateUploadImage: create(ports, options),
})
