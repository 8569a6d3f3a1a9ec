import { randomUUID } from 'node:crypto'
import type { PerRaisedError } from '#contracts/operation.ts'
import { succeeded } from '#contracts/properties/claim.ts'
import type * as uploadDetails from '#contracts/vod/upload-details.ts'
import type { Story } from '../../story.ts'

const video = { FileName: 'story.mp4', Title: 'story' }

export const uploadStories: PerRaisedError<typeof uploadDetails, Story> = {
  DeleteMultipartUpload: {
    'InvalidVideo.NotFound': (call) =>
      call('DeleteMultipartUpload', { MediaId: randomUUID(), MediaType: 'video' }),
    'InvalidMultipartUpload.NotFound': async (call) => {
      const { VideoId } = await succeeded(call('CreateUploadVideo', video))
      return call('DeleteMultipartUpload', { MediaId: String(VideoId), MediaType: 'video' })
    },
  },
}
