import type { ByteRange } from './object-store.ts'

/** What the streams of both kinds have in common. A member is absent where the file does not tell. */
export interface StreamFacts {
  /** Over all streams of the file, from 0. */
  readonly index: number
  /** Short name, such as `h264` or `aac`. */
  readonly codecName: string
  readonly codecLongName?: string
  /** Four characters that name the codec in the container, such as `avc1`. */
  readonly codecTagString?: string
  /** Seconds. */
  readonly duration?: number
  /** Seconds. */
  readonly startTime?: number
  /** Kilobits (1,000 bits) per second. */
  readonly bitrate?: number
  readonly numFrames?: number
}

export interface VideoStreamFacts extends StreamFacts {
  /** Pixels of a stored frame, before any rotation. */
  readonly width: number
  readonly height: number
  /** Frames per second; of a variable rate the average. */
  readonly fps?: number
  readonly profile?: string
  /** As the codec writes it: 31 is level 3.1 of H.264. */
  readonly level?: number
  readonly pixFmt?: string
  /** Shape of a pixel, such as `1:1`. */
  readonly sar?: string
  /** Shape of the picture, such as `16:9`. */
  readonly dar?: string
  /** Degrees, clockwise, by which a player turns the picture. */
  readonly rotate?: number
  readonly hdrType?: string
}

export interface AudioStreamFacts extends StreamFacts {
  readonly channels?: number
  /** Such as `stereo`. */
  readonly channelLayout?: string
  /** Hertz. */
  readonly sampleRate?: number
}

/**
 * What the bytes of a video or an audio tell: plain JSON, as records keep it. At least one of the lists has a stream, but for
 * a playlist of HLS, which has none of its own.
 */
export interface VideoFacts {
  /** Name of the container, such as `MPEG-4`. */
  readonly format: string
  /** Seconds, with up to three decimals. */
  readonly duration?: number
  /** Of the whole file, kilobits (1,000 bits) per second. */
  readonly bitrate?: number
  /** Pixels of the first video stream; absent of an audio. */
  readonly width?: number
  readonly height?: number
  /** Frames per second of the first video stream. */
  readonly fps?: number
  readonly videoStreams: readonly VideoStreamFacts[]
  readonly audioStreams: readonly AudioStreamFacts[]
}

/** What the bytes of an image tell: plain JSON, as records keep it. */
export interface ImageFacts {
  /** Such as `png`, `jpeg`, `gif`, `webp`, `heic`. */
  readonly type: string
  /** Pixels as stored, before any rotation. */
  readonly width: number
  readonly height: number
}

/** A file of which any part can be read. */
export interface RangedFile {
  /** Bytes. */
  readonly size: number
  /**
   * Resolves to the bytes of a range that lies inside the file.
   *
   * @throws StorageError; what the signal was aborted with
   */
  read(range: ByteRange, signal: AbortSignal): Promise<Uint8Array>
}

/**
 * Reads facts from the bytes of a file. At most 8 MiB of it are read, however large it is.
 *
 * Both methods resolve to undefined when the bytes are not what was asked for: a file of something else, a broken one, an
 * empty one. They reject only with what reading rejects with, and when the signal is aborted.
 */
export interface MediaProbe {
  /** Of a video or an audio. */
  video(file: RangedFile, signal: AbortSignal): Promise<VideoFacts | undefined>
  /** Of an image. */
  image(file: RangedFile, signal: AbortSignal): Promise<ImageFacts | undefined>
  /** Gives back what it holds, once the files that it was given are read. */
  close(): Promise<void>
}
