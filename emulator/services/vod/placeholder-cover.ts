import { hash } from 'node:crypto'
import { Readable } from 'node:stream'
import { bodyFrom } from '../../kernel/body.ts'
import type { Decision } from '../../kernel/events.ts'
import type { ObjectService } from '../../kernel/object-service.ts'
import type { ObjectAddress } from '../../ports/object-store.ts'
import type { VideoRecord } from '../../ports/records/media.ts'
import type { Records } from '../../ports/records/records.ts'
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

/** Sixteen bytes, always the same of one video. */
const digestOf = (videoId: string): Buffer => hash('md5', `cover of ${videoId}`, 'buffer')

/** Where the cover that is made of a video is, named as the service names its own. */
export const coverAt = ({ mediaId, bucket }: Pick<VideoRecord, 'mediaId' | 'bucket'>) => ({
  bucket,
  key: `${mediaId}/snapshots/${digestOf(mediaId).toString('hex')}-00001.jpg`,
})

/**
 * A picture in place of a frame of the video, as a JPEG of 640 × 360 pixels: a sign for playing on a ground in one of many
 * colours, always the same of one video.
 */
export function placeholderCover(videoId: string): Buffer {
  const [a = 0, b = 0] = digestOf(videoId)
  const angle = (a / 256) * 2 * Math.PI
  const chroma = (part: number) => Math.round(128 + 48 * part)
  const [cb, cr] = [chroma(Math.cos(angle)), chroma(Math.sin(angle))]
  const colourAt = (column: number, row: number): Colour =>
    isSign(column, row) ? [235, 128, 128] : [64 + (b % 32) + Math.round((column + row) / 2), cb, cr]
  return flatJpeg(columns, rows, colourAt)
}

interface CoverPorts {
  readonly records: Records
  readonly objects: Pick<ObjectService, 'put'>
}

/** Expects that there still is a video: nobody would remove the cover of one that is gone. @throws Error */
async function stillThere(records: Records, mediaId: string): Promise<Decision> {
  const video = await records.get('media', mediaId)
  if (!video) throw new Error('The video is gone.')
  return { changes: [], expected: [{ kind: 'media', key: mediaId, version: video.version }] }
}

/** Puts the cover of a video beside its file; undefined when the video was deleted meanwhile. @throws StorageError */
export async function putPlaceholderCover(
  { records, objects }: CoverPorts,
  video: Pick<VideoRecord, 'mediaId' | 'bucket'>,
): Promise<ObjectAddress | undefined> {
  const { mediaId } = video
  const at = coverAt(video)
  const cover = {
    at,
    body: bodyFrom(Readable.from([placeholderCover(mediaId)])),
    headers: { 'content-type': 'image/jpeg' },
    forbidOverwrite: false,
  }
  try {
    await objects.put(cover, () => stillThere(records, mediaId))
    return at
  } catch (error) {
    // Deleted, or gone with a reset, which the object may have met in another way.
    if (!(await records.get('media', mediaId))) return undefined
    throw error
  }
}
