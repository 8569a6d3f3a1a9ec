import type * as contract from '#contracts/vod/mezzanines.ts'
import type { Handler, Handlers } from '../../kernel/handler.ts'
import { known } from '../../kernel/known.ts'
import type { AudioStreamFacts, StreamFacts, VideoStreamFacts } from '../../ports/media-probe.ts'
import type { VideoRecord } from '../../ports/records/media.ts'
import { decide } from '../records.ts'
import { locatedUrl } from './access-urls.ts'
import { withHistory } from './life.ts'
import { addressKey, fileOf } from './media.ts'
import { findVideo, namedVideos } from './named-videos.ts'
import type { VodPorts } from './vod-ports.ts'

/** Life of a FileURL by default, seconds, also on a CDN domain. */
const defaultSeconds = 3600

/** Files in such a bucket are read from OSS alone. */
const inputBucket = /^in-/

const md5 = /^[0-9A-F]{32}$/i

const decimals = (value: number | undefined, count: number): string | undefined =>
  value?.toFixed(count)

const text = (value: number | string | undefined): string | undefined =>
  value === undefined ? undefined : String(value)

const streamMembers = (stream: StreamFacts) => ({
  CodecName: stream.codecName,
  CodecLongName: stream.codecLongName,
  CodecTagString: stream.codecTagString,
  Duration: decimals(stream.duration, 6),
  StartTime: decimals(stream.startTime, 6),
  Bitrate: decimals(stream.bitrate, 4),
  NumFrames: text(stream.numFrames),
})

const videoStream = (stream: VideoStreamFacts) => ({
  Index: String(stream.index),
  ...known({
    ...streamMembers(stream),
    Profile: stream.profile,
    Level: text(stream.level),
    PixFmt: stream.pixFmt,
    Width: text(stream.width),
    Height: text(stream.height),
    Sar: stream.sar,
    Dar: stream.dar,
    Fps: decimals(stream.fps, 4),
    AvgFPS: decimals(stream.fps, 4),
    Rotate: text(stream.rotate),
    HDRType: stream.hdrType,
  }),
})

const audioStream = (stream: AudioStreamFacts) => ({
  Index: String(stream.index),
  ...known({
    ...streamMembers(stream),
    Channels: text(stream.channels),
    ChannelLayout: stream.channelLayout,
    SampleRate: text(stream.sampleRate),
  }),
})

const statusOf = ({ status }: VideoRecord): string =>
  status === 'Uploading' || status === 'UploadFail' ? status : 'Normal'

/** What the bytes of the file tell. */
const factsOf = ({ facts }: VideoRecord) =>
  known({
    Duration: decimals(facts?.duration, 4),
    Bitrate: decimals(facts?.bitrate, 4),
    Fps: decimals(facts?.fps, 4),
    Width: facts?.width,
    Height: facts?.height,
  })

const getInfo =
  (ports: VodPorts): Handler<typeof contract.GetMezzanineInfo> =>
  async (input, { urls, principal, fault }) => {
    const { OutputType, AuthTimeout = defaultSeconds, AdditionType = [] } = input
    const account = ports.accounts.of(principal.accountId, urls.region)
    const found = await findVideo(ports.records, account, input)
    if (!found) throw fault('InvalidVideo.NotFound')
    const video = found.value
    if (video.isSourceDeleted) throw fault('InvalidFile.NotFound')
    const asked = {
      outputType: inputBucket.test(video.bucket) ? ('oss' as const) : OutputType,
      authTimeout: AuthTimeout,
    }
    const { url, outputType } = await locatedUrl(ports, video, urls, asked)
    const { mediaId, fileName, size, etag, facts, createdAtMs } = video
    return {
      Mezzanine: {
        VideoId: mediaId,
        FileName: fileName,
        FileURL: url,
        Status: statusOf(video),
        ...known({ Size: size }),
        ...factsOf(video),
        CreationTime: createdAtMs,
        OutputType: outputType,
        PreprocessStatus: 'UnPreprocess',
        ...(etag !== undefined && md5.test(etag) && { FileMD5: etag.toLowerCase() }),
        ...(AdditionType.includes('video') && {
          VideoStreamList: (facts?.videoStreams ?? []).map(videoStream),
        }),
        ...(AdditionType.includes('audio') && {
          AudioStreamList: (facts?.audioStreams ?? []).map(audioStream),
        }),
      },
    }
  }

/** Marks a video as one without its source file, unless another one was uploaded meanwhile. */
const markDeleted = ({ records, clock }: VodPorts, mediaId: string): Promise<void> =>
  decide(async () => {
    const found = await records.get('media', mediaId)
    if (found?.value.kind !== 'video' || found.value.isSourceDeleted) return
    if (await fileOf(records, found.value)) return
    const media = { kind: 'media', key: mediaId } as const
    const atMs = clock.now()
    const value = withHistory({ ...found.value, isSourceDeleted: true }, atMs, 'source deleted')
    await records.commit(
      [{ ...media, value: { ...value, modifiedAtMs: atMs } }],
      [
        { ...media, version: found.version },
        { kind: 'object', key: addressKey(value), version: undefined },
      ],
    )
  })

const remove =
  (ports: VodPorts): Handler<typeof contract.DeleteMezzanines> =>
  async (input, { urls, principal }) => {
    const { accounts, records, objects } = ports
    const account = accounts.of(principal.accountId, urls.region)
    const { videos, unused } = await namedVideos(records, account, input)
    const kept: string[] = []
    for (const video of videos) {
      if (!input.Force || video.status === 'Uploading') kept.push(video.mediaId)
      else {
        // The file first: if the process dies in between, the same call can be made again.
        await objects.remove(video)
        await markDeleted(ports, video.mediaId)
      }
    }
    return { ...unused, UnRemoveableVideoIds: kept }
  }

/** Operations of source files. */
export const mezzanines = (ports: VodPorts): Handlers<typeof contract> => ({
  GetMezzanineInfo: getInfo(ports),
  DeleteMezzanines: remove(ports),
})
