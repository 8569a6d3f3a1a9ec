import { hash } from 'node:crypto'
import { Readable } from 'node:stream'
import { bodyFrom } from '../../kernel/body.ts'
import type { ObjectService } from '../../kernel/object-service.ts'
import { type Colour, flatJpeg } from './flat-jpeg.ts'

/** Squares of 8 pixels: 640 × 360. */
const [columns, rows] = [80, 45]

/** The sign for playing: how far it goes from the middle, in squares. */
const halfHeight = 9

const isSign = (column: number, row: number): boolean => {
  const fromMiddle = Math.abs(row - (rows - 1) / 2)
  const fromLeft = column - (columns / 2 - 6)
  return fromLeft >= 0 && fromMiddle <= halfHeight - fromLeft * (halfHeight / 14)
}

/** A cover that was made. */
export interface PlaceholderCover {
  /** As the service names its own. */
  readonly key: string
  /** A JPEG of 640 × 360 pixels. */
  readonly bytes: Buffer
}

/** A picture in place of a frame of the video: a sign for playing on a ground in one of many colours, always the same of one video. */
export function placeholderCover(videoId: string): PlaceholderCover {
  const digest = hash('md5', `cover of ${videoId}`, 'buffer')
  const [a = 0, b = 0] = digest
  const angle = (a / 256) * 2 * Math.PI
  const chroma = (part: number) => Math.round(128 + 48 * part)
  const [cb, cr] = [chroma(Math.cos(angle)), chroma(Math.sin(angle))]
  const colourAt = (column: number, row: number): Colour =>
    isSign(column, row) ? [235, 128, 128] : [64 + (b % 32) + Math.round((column + row) / 2), cb, cr]
  return {
    key: `${videoId}/snapshots/${digest.toString('hex')}-00001.jpg`,
    bytes: flatJpeg(columns, rows, colourAt),
  }
}

/** Puts the cover of a video beside its file, and answers its key. @throws StorageError */
export async function putPlaceholderCover(
  objects: Pick<ObjectService, 'put'>,
  { mediaId, bucket }: { readonly mediaId: string; readonly bucket: string },
): Promise<string> {
  const { key, bytes } = placeholderCover(mediaId)
  await objects.put({
    at: { bucket, key },
    body: bodyFrom(Readable.from([bytes])),
    headers: { 'content-type': 'image/jpeg' },
    forbidOverwrite: false,
  })
  return key
}
