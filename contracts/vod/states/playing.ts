import type { VideoState } from './video.ts'

/** What an operation for players answers: what it is asked for, or an error. */
interface Playing {
  readonly GetPlayInfo: 'streams' | 'InvalidVideo.NoneStream' | 'Forbidden.IllegalStatus'
  readonly GetVideoPlayAuth: 'PlayAuth' | 'Forbidden.IllegalStatus'
}

const notReady = {
  GetPlayInfo: 'Forbidden.IllegalStatus',
  GetVideoPlayAuth: 'Forbidden.IllegalStatus',
} as const

/**
 * What the operations for players answer by the state of the video. The rows of `Uploading`, `Transcoding` and `Normal` are
 * observed, that of `Blocked` is documented, the others are inferred.
 */
export const playingByState: Readonly<Record<VideoState, Playing>> = {
  Uploading: { GetPlayInfo: 'InvalidVideo.NoneStream', GetVideoPlayAuth: 'PlayAuth' },
  UploadSucc: notReady,
  UploadFail: notReady,
  Transcoding: notReady,
  TranscodeFail: notReady,
  Checking: notReady,
  Blocked: notReady,
  Normal: { GetPlayInfo: 'streams', GetVideoPlayAuth: 'PlayAuth' },
}
