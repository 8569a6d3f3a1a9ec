import type { VideoFacts } from '../ports/media-probe.ts'
import type { VideoRecord } from '../ports/records/media.ts'
import { accountId } from './keyring.ts'

const facts: VideoFacts = {
  format: 'MPEG-4',
  duration: 1.873,
  bitrate: 732.3084,
  width: 640,
  height: 360,
  fps: 23.976_025,
  videoStreams: [
    {
      index: 0,
      codecName: 'h264',
      codecLongName: 'H.264',
      duration: 1.873,
      width: 640,
      height: 360,
      fps: 23.976_025,
      level: 31,
    },
  ],
  audioStreams: [
    { index: 1, codecName: 'aac', codecLongName: 'AAC', channels: 2, sampleRate: 44_100 },
  ],
}

/** A video of the account of the tests that can be played. */
export const sampleVideo: VideoRecord = {
  kind: 'video',
  lists: ['video', 'GetVideoList'],
  mediaId: '93ab850b4f6f44eab54b6e91d24d81d4',
  accountId,
  region: 'cn-shanghai',
  status: 'Normal',
  bucket: 'outin-1',
  key: 'sv/a/a.mp4',
  fileName: 'a.mp4',
  title: 'a title',
  cateIds: [],
  appId: 'app-1000000',
  storageLocation: 'outin-1.oss-cn-shanghai.aliyuncs.com',
  fileUrl: '',
  size: 171_464,
  etag: 'D41D8CD98F00B204E9800998ECF8427E',
  duration: 1.873,
  facts,
  credentialExpiresAtMs: 0,
  createdAtMs: 0,
  modifiedAtMs: 5000,
  history: [],
}
