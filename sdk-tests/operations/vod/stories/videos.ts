import { randomUUID } from 'node:crypto'
import type { PerRaisedError } from '#contracts/operation.ts'
import type * as changes from '#contracts/vod/video-changes.ts'
import type * as videos from '#contracts/vod/videos.ts'
import type { Story } from '../../story.ts'

/** A call about a video that there is not. */
const aboutNone =
  (action: string, parameter: string): Story =>
  (call) =>
    call(action, { [parameter]: randomUUID() })

/** How each error of the operations on videos comes. */
export const videoStories: PerRaisedError<typeof videos & typeof changes, Story> = {
  GetVideoInfo: { 'InvalidVideo.NotFound': aboutNone('GetVideoInfo', 'VideoId') },
  GetVideoInfos: { 'InvalidVideo.NotFound': aboutNone('GetVideoInfos', 'VideoIds') },
  GetVideoList: {
    'InvalidVideo.NotFound': aboutNone('GetVideoList', 'ReferenceIds'),
    VideoListExceededMax: (call) => call('GetVideoList', { PageNo: '51', PageSize: '100' }),
  },
  UpdateVideoInfo: { 'InvalidVideo.NotFound': aboutNone('UpdateVideoInfo', 'ReferenceId') },
  DeleteVideo: { 'InvalidVideo.NotFound': aboutNone('DeleteVideo', 'VideoIds') },
}
