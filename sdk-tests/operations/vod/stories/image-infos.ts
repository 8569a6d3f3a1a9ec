import type { PerRaisedError } from '#contracts/operation.ts'
import type * as contract from '#contracts/vod/image-infos.ts'
import type { Story } from '../../story.ts'

const nobody = '0'.repeat(32)

/** How each error of the operations on images comes. */
export const imageStories: PerRaisedError<typeof contract, Story> = {
  GetImageInfo: { NoSuchResource: (call) => call('GetImageInfo', { ImageId: nobody }) },
  DeleteImage: {
    NoSuchResource: (call) => call('DeleteImage', { DeleteImageType: 'ImageId', ImageIds: nobody }),
  },
}
