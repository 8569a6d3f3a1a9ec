import { randomUUID } from 'node:crypto'
import type { PerRaisedError } from '#contracts/operation.ts'
import { succeeded } from '#contracts/properties/claim.ts'
import type * as mezzanines from '#contracts/vod/mezzanines.ts'
import type * as play from '#contracts/vod/play.ts'
import type { Call, Story } from '../../story.ts'
import { startVideo, uploadVideo } from '../video-chain.ts'

const unknown = () => ({ VideoId: randomUUID().replaceAll('-', '') })

const file = Buffer.from('a file')

/** A video whose transcoding fails: it is never ready, whenever it is asked for. */
async function unready(call: Call) {
  const UserData = '{"VodEmulator":{"Outcome":"TranscodeFail"}}'
  const { videoId } = await uploadVideo(call, file, { UserData })
  return { VideoId: videoId }
}

export const playStories: PerRaisedError<typeof play & typeof mezzanines, Story> = {
  GetPlayInfo: {
    'InvalidVideo.NotFound': (call) => call('GetPlayInfo', unknown()),
    'Forbidden.IllegalStatus': async (call) => call('GetPlayInfo', await unready(call)),
    'InvalidVideo.NoneStream': async (call) => {
      const { videoId } = await startVideo(call)
      return call('GetPlayInfo', { VideoId: videoId })
    },
  },
  GetVideoPlayAuth: {
    'InvalidVideo.NotFound': (call) => call('GetVideoPlayAuth', unknown()),
    'Forbidden.IllegalStatus': async (call) => call('GetVideoPlayAuth', await unready(call)),
  },
  GetMezzanineInfo: {
    'InvalidVideo.NotFound': (call) => call('GetMezzanineInfo', unknown()),
    'InvalidFile.NotFound': async (call) => {
      const { videoId } = await uploadVideo(call, file)
      await succeeded(call('DeleteMezzanines', { VideoIds: videoId, Force: 'true' }))
      return call('GetMezzanineInfo', { VideoId: videoId })
    },
  },
}
