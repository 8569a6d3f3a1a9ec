import { extensionOf } from '#contracts/derive/measure.ts'
import type { VideoRecord } from '../../ports/records/media.ts'

/** What filters a request puts on the streams of a video, in the spelling of the contract. */
export interface StreamFilters {
  readonly Formats?: readonly string[]
  readonly Definition?: readonly string[]
  readonly StreamType?: readonly string[]
  readonly CodecName?: string
}

const has = (asked: readonly string[] | undefined, value: string): boolean =>
  asked === undefined || asked.includes(value)

const codecsOf = ({ facts }: VideoRecord): readonly string[] =>
  [...(facts?.videoStreams ?? []), ...(facts?.audioStreams ?? [])].map(({ codecName }) => codecName)

/** A number as text, with no more decimals than these; empty when it is not known. */
const text = (value: number | undefined, decimals: number): string =>
  value === undefined ? '' : String(Number(value.toFixed(decimals)))

/** Length of a video as text, seconds: at least one decimal, as `0.0` was observed. */
export function durationText({ duration = 0 }: Pick<VideoRecord, 'duration'>): string {
  const shown = text(duration, 4)
  return shown.includes('.') ? shown : `${shown}.0`
}

export const mediaTypeOf = ({ lists }: VideoRecord): 'audio' | 'video' =>
  lists.includes('audio') ? 'audio' : 'video'

const definition = 'OD'

/** Whether the filters leave the source file. */
export function isAsked(
  video: VideoRecord,
  { Formats, Definition, StreamType, CodecName }: StreamFilters,
) {
  return (
    has(Formats, extensionOf(video.fileName)) &&
    has(Definition, definition) &&
    has(StreamType, mediaTypeOf(video)) &&
    (CodecName === undefined || codecsOf(video).includes(CodecName.toLowerCase()))
  )
}

/** The source file as the one stream of a video. */
export function sourceStream(video: VideoRecord, url: string) {
  const { mediaId, createdAtMs, fileName, size = 0, facts } = video
  return {
    Status: 'Normal',
    StreamType: mediaTypeOf(video),
    Size: size,
    Definition: definition,
    Fps: text(facts?.fps, 6),
    Duration: durationText(video),
    ModificationTime: createdAtMs,
    Specification: 'Original',
    Bitrate: text(facts?.bitrate, 3),
    Encrypt: 0,
    Format: extensionOf(fileName),
    PlayURL: url,
    NarrowBandType: '0',
    CreationTime: createdAtMs,
    ...(facts?.height !== undefined && { Height: facts.height }),
    ...(facts?.width !== undefined && { Width: facts.width }),
    JobId: `${mediaId}02`,
  }
}
