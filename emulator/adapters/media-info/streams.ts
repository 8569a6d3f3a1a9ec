import type { AudioTrack, VideoTrack } from 'mediainfo.js'
import { known } from '../../kernel/known.ts'
import type { AudioStreamFacts, StreamFacts, VideoStreamFacts } from '../../ports/media-probe.ts'
import { codecOf } from './codecs.ts'
import { amount, kilobits, positive } from './numbers.ts'

function common(track: VideoTrack | AudioTrack, index: number): StreamFacts | undefined {
  const codec = codecOf(track)
  if (!codec) return undefined
  const tag = /\b(mp4a|[A-Za-z][A-Za-z0-9]{3})\b/.exec(track.CodecID ?? '')?.[0]
  return {
    index,
    ...codec,
    ...known({
      codecTagString: tag,
      duration: positive(track.Duration),
      startTime: amount(track.Delay),
      bitrate: kilobits(track.BitRate),
    }),
  }
}

/** H.264 writes level 3.1 as 31, H.265 as 93. */
const levelFactors: Readonly<Record<string, number>> = { AVC: 10, HEVC: 30 }

function levelOf({ Format: format = '', Format_Level: level }: VideoTrack): number | undefined {
  const factor = levelFactors[format]
  return factor === undefined || level === undefined
    ? undefined
    : positive(Number(level) * factor, 0)
}

/** As FFmpeg calls it. */
function pixFmtOf(track: VideoTrack): string | undefined {
  const { ColorSpace: space = 'YUV', ChromaSubsampling: sampling, BitDepth: bits } = track
  if (space !== 'YUV' || sampling === undefined || bits === undefined) return undefined
  const isFull = track.colour_range === 'Full' && bits === 8
  const name = `${isFull ? 'yuvj' : 'yuv'}${sampling.replaceAll(':', '')}p`
  return bits === 8 ? name : `${name}${bits}le`
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))

/** Of square pixels: that of others is told with three decimals alone. */
function shapesOf(track: VideoTrack, width: number, height: number) {
  if (track.PixelAspectRatio !== 1) return {}
  const greatest = divisor(width, height)
  return { sar: '1:1', dar: `${width / greatest}:${height / greatest}` }
}

/** A stream of pictures; undefined when the file does not tell its codec or size. */
export function videoStream(track: VideoTrack, index: number): VideoStreamFacts | undefined {
  const stream = common(track, index)
  const width = positive(track.Width, 0)
  const height = positive(track.Height, 0)
  if (!stream || width === undefined || height === undefined) return undefined
  return {
    ...stream,
    width,
    height,
    ...shapesOf(track, width, height),
    ...known({
      fps: positive(track.FrameRate),
      numFrames: positive(track.FrameCount, 0),
      profile: track.Format === 'VP9' ? `Profile ${track.Format_Profile}` : track.Format_Profile,
      level: levelOf(track),
      pixFmt: pixFmtOf(track),
      rotate: positive(Number(track.Rotation), 0),
      hdrType: track.HDR_Format,
    }),
  }
}

/** The header of Flash Video has two channels for AAC, however many there are. */
const channelsOf = ({ Format, Channels }: AudioTrack, container: string): number =>
  container === 'Flash Video' && Format === 'AAC' ? 0 : (Channels ?? 0)

/** A stream of sound; undefined when the file does not tell its codec. */
export function audioStream(
  track: AudioTrack,
  index: number,
  container: string,
): AudioStreamFacts | undefined {
  const stream = common(track, index)
  const channels = channelsOf(track, container)
  return (
    stream && {
      ...stream,
      ...known({
        channels: positive(channels, 0),
        channelLayout: [undefined, 'mono', 'stereo'][channels],
        sampleRate: positive(track.SamplingRate, 0),
      }),
    }
  )
}
