import { randomUUID } from 'node:crypto'
import type { PerRaisedError } from '#contracts/operation.ts'
import { type Answered, succeeded } from '#contracts/properties/claim.ts'
import type { Target } from '#contracts/target.ts'
import type { CreateUploadAttachedMedia } from '#contracts/vod/attached-media.ts'
import type { CreateUploadImage } from '#contracts/vod/images.ts'
import type { UploadMediaByURL } from '#contracts/vod/url-uploads.ts'
import type { CreateUploadVideo, RefreshUploadVideo } from '#contracts/vod/video-uploads.ts'
import { requestV1 } from '../../../clients/hand-signed.ts'
import { send } from '../../../clients/raw.ts'
import { can } from '../../../setup/fixtures.ts'
import type { Story } from '../../story.ts'
import { withDisabled } from './applications.ts'

/** What makes a media of each kind. */
const creations = {
  CreateUploadAttachedMedia: { BusinessType: 'watermark' },
  CreateUploadImage: { ImageType: 'default' },
  CreateUploadVideo: { FileName: 'story.mp4', Title: 'story' },
  // Nothing listens there.
  UploadMediaByURL: { UploadURLs: 'http%3A%2F%2F127.0.0.1%3A9%2Fstory.mp4' },
} as const

type Creation = keyof typeof creations

/** Makes a call by the host of a region, wherever the target answers. */
async function askRegion(target: Target, region: string, action: Creation): Promise<Answered> {
  const host = `vod.${region}.aliyuncs.com`
  const at = can(target, 'control') ? target : { ...target, rpc: { ...target.rpc, host } }
  const wire = Object.entries(creations[action]).map(([name, value]) => [
    name,
    encodeURIComponent(value),
  ])
  const { url } = requestV1(at, { Action: action, ...Object.fromEntries(wire) })
  const { status, text } = await send(url, { headers: { host } })
  const { Code: code, Message: message } = JSON.parse(text)
  return { ok: false, code, message, status }
}

/** Of every operation that creates a media. */
const ofCreation = (action: Creation) => ({
  // No account has storage in every region.
  'InvalidStorage.NotFound': ((_, target) => askRegion(target, 'ap-south-1', action)) as Story,
  'Forbidden.OperateAppResource': ((call) =>
    withDisabled(call, (AppId) => call(action, { ...creations[action], AppId }))) as Story,
})

/** A story for each error that the operations which create media, or say where to upload, raise. */
export const creationStories: PerRaisedError<
  {
    CreateUploadAttachedMedia: typeof CreateUploadAttachedMedia
    CreateUploadImage: typeof CreateUploadImage
    CreateUploadVideo: typeof CreateUploadVideo
    RefreshUploadVideo: typeof RefreshUploadVideo
    UploadMediaByURL: typeof UploadMediaByURL
  },
  Story
> = {
  CreateUploadAttachedMedia: ofCreation('CreateUploadAttachedMedia'),
  CreateUploadImage: ofCreation('CreateUploadImage'),
  CreateUploadVideo: {
    ...ofCreation('CreateUploadVideo'),
    InvalidParameter: async (call) => {
      const again = { ...creations.CreateUploadVideo, ReferenceId: randomUUID() }
      await succeeded(call('CreateUploadVideo', again))
      return call('CreateUploadVideo', again)
    },
  },
  UploadMediaByURL: {
    ...ofCreation('UploadMediaByURL'),
    'InvalidParameter.UploadURLs': (call) =>
      call('UploadMediaByURL', { UploadURLs: 'http%3A%2F%2F127.0.0.1%3A9%2Fstory' }),
    InvalidParameter: async (call) => {
      const again = { ...creations.UploadMediaByURL, SessionId: randomUUID() }
      await succeeded(call('UploadMediaByURL', again))
      return call('UploadMediaByURL', again)
    },
  },
  RefreshUploadVideo: {
    'InvalidVideo.NotFound': (call) => call('RefreshUploadVideo', { VideoId: randomUUID() }),
  },
}
