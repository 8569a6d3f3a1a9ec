import type { AudioTrack, GeneralTrack, ImageTrack, Track, VideoTrack } from 'mediainfo.js'
import { known } from '../../kernel/known.ts'
import type { ImageFacts, StreamFacts, VideoFacts } from '../../ports/media-probe.ts'
import { adtsDuration } from './adts.ts'
import { kilobits, positive } from './numbers.ts'
import { playlistFacts } from './playlist.ts'
import { audioStream, videoStream } from './streams.ts'
import type { Parsed } from './worker.ts'

const isVideo = (track: Track): track is VideoTrack => track['@type'] === 'Video'
const isAudio = (track: Track): track is AudioTrack => track['@type'] === 'Audio'
const isImage = (track: Track): track is ImageTrack => track['@type'] === 'Image'

const generalOf = ({ tracks }: Parsed): GeneralTrack | undefined =>
  tracks.find((track) => track['@type'] === 'General')

/** Position in the file; the order of MediaInfo's list where the container has none. */
const indexOf = ({ StreamOrder: order }: Track, position: number): number =>
  Number(/\d+$/.exec(order ?? '')?.[0] ?? position)

/** One picture of JPEG ends where the next begins: more than one are a film. */
const nextJpeg = Buffer.from([0xff, 0xd9, 0xff, 0xd8])

/** A GIF is a film as well, a single picture of another format is none. */
const isFilm = ({ Format: format }: ImageTrack, head: Uint8Array): boolean =>
  format === 'GIF' || (format === 'JPEG' && Buffer.from(head).includes(nextJpeg))

/** Of a film of pictures MediaInfo sees but the first one. */
const filmOf = ({ Format, Width, Height, PixelAspectRatio }: ImageTrack): VideoTrack => ({
  '@type': 'Video',
  ...known({ Format, Width, Height, PixelAspectRatio }),
})

function streamsOf({ tracks, head }: Parsed, container: string) {
  const films = tracks.filter(isImage).filter((image) => isFilm(image, head))
  const played = [...tracks.filter(isVideo), ...films.map(filmOf), ...tracks.filter(isAudio)]
  const whole = played
    .filter(({ Format }) => Format !== undefined)
    .map((track, at) => ({ track, index: indexOf(track, at) }))
  return {
    videoStreams: whole.flatMap(({ track, index }) =>
      isVideo(track) ? (videoStream(track, index) ?? []) : [],
    ),
    audioStreams: whole.flatMap(({ track, index }) =>
      isAudio(track) ? (audioStream(track, index, container) ?? []) : [],
    ),
  }
}

type Streams = ReturnType<typeof streamsOf>

/** Without what was counted up to the end of what was read, or over a middle that was left out. */
const withoutCounts = ({ videoStreams, audioStreams }: Streams): Streams => ({
  videoStreams: videoStreams.map(({ bitrate, numFrames, ...stream }) => stream),
  audioStreams: audioStreams.map(({ duration, ...stream }) => stream),
})

/** An MP4 that ends before it should: nobody could play it to its end. */
const isTruncated = ({ Format, extra }: GeneralTrack): boolean =>
  Format === 'MPEG-4' && extra?.IsTruncated === 'Yes'

function playlist(format: string, { head }: Parsed, size: number): VideoFacts {
  const { duration, ...picture } = playlistFacts(Buffer.from(head).toString())
  const whole = head.length === size ? known({ duration: positive(duration) }) : {}
  return { format, ...whole, ...picture, videoStreams: [], audioStreams: [] }
}

/** Seconds. Of transport streams it is an estimate by their rate, and that of CAF goes to the end of what was read. */
function durationOf(
  { Format: format, Duration: told }: GeneralTrack,
  streams: readonly StreamFacts[],
  { head, isSpliced }: Parsed,
  size: number,
): number | undefined {
  if (format === 'ADTS') return positive(adtsDuration(head, size))
  if (format === 'CAF') return positive(size / (125 * (streams[0]?.bitrate ?? 0)))
  const isEstimate = isSpliced || format === 'MPEG-TS' || format === 'BDAV'
  if (told !== undefined && !isEstimate) return positive(told)
  return positive(Math.max(...streams.map(({ duration }) => duration ?? 0)))
}

/** @param size of the file, bytes */
export function videoFacts(parsed: Parsed, size: number): VideoFacts | undefined {
  const general = generalOf(parsed)
  const format = general?.Format
  if (!general || format === undefined || isTruncated(general)) return undefined
  if (format === 'HLS') return playlist(format, parsed, size)
  const found = streamsOf(parsed, format)
  const streams = [...found.videoStreams, ...found.audioStreams]
  if (streams.length === 0) return undefined
  const duration = durationOf(general, streams, parsed, size)
  const isPart = parsed.isSpliced || format === 'CAF'
  const { videoStreams, audioStreams } = isPart ? withoutCounts(found) : found
  const [first] = videoStreams
  return {
    format,
    ...known({
      duration,
      bitrate: duration && kilobits((size * 8) / duration),
      width: first?.width,
      height: first?.height,
      fps: first && (first.fps ?? positive(general.FrameRate)),
    }),
    videoStreams,
    audioStreams,
  }
}

/** HEIC has a picture in tiles, which may be larger than their grid, and a preview: of several pictures the largest counts. */
export function imageFacts(parsed: Parsed): ImageFacts | undefined {
  const type = generalOf(parsed)?.Format?.toLowerCase()
  const images = parsed.tracks.filter(isImage)
  const grids = images.filter(({ Format }) => Format === 'Grid')
  const sizes = (grids.length > 0 ? grids : images)
    .map(({ Width = 0, Height = 0 }) => ({ width: Width, height: Height }))
    .sort((a, b) => b.width * b.height - a.width * a.height)
  const [size] = sizes
  return type === undefined || !size || size.width * size.height === 0
    ? undefined
    : { type, ...size }
}
