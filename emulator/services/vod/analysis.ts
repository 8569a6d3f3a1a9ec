import type { ImageFacts, MediaProbe, RangedFile, VideoFacts } from '../../ports/media-probe.ts'
import type { ObjectStore } from '../../ports/object-store.ts'
import type { ObjectRecord } from '../../ports/records/objects.ts'
import { StorageError } from '../../ports/storage-error.ts'

export interface AnalysisPorts {
  readonly store: Pick<ObjectStore, 'get'>
  readonly probe: Pick<MediaProbe, 'video' | 'image'>
}

/** What came of reading a file. */
export type Analysis<Facts> =
  | { readonly outcome: 'good'; readonly facts: Facts }
  /** The bytes are not such a media: `InvalidParameter.ResourceContentBad`. */
  | { readonly outcome: 'bad' }
  /** The file was replaced or removed meanwhile. */
  | { readonly outcome: 'gone' }

/** For a store that does not answer, ms. */
const maxReadingMs = 60_000

class Gone extends Error {}

/** These bytes of an object, even when it is replaced meanwhile. */
const rangedFile = (store: AnalysisPorts['store'], object: ObjectRecord): RangedFile => ({
  size: object.size,
  async read(range, signal) {
    const body = await store.get(object, object.revision, range)
    if (!body) throw new Gone()
    const stop = () => body.destroy(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    try {
      signal.throwIfAborted()
      const chunks: Uint8Array[] = []
      for await (const chunk of body) chunks.push(chunk)
      return Buffer.concat(chunks)
    } finally {
      signal.removeEventListener('abort', stop)
      body.destroy()
    }
  },
})

async function analysed<Facts>(
  { store }: AnalysisPorts,
  object: ObjectRecord,
  read: (file: RangedFile, signal: AbortSignal) => Promise<Facts | undefined>,
): Promise<Analysis<Facts>> {
  const signal = AbortSignal.timeout(maxReadingMs)
  try {
    const facts = await read(rangedFile(store, object), signal)
    return facts ? { outcome: 'good', facts } : { outcome: 'bad' }
  } catch (error) {
    if (error instanceof Gone) return { outcome: 'gone' }
    if (!signal.aborted) throw error
    const { bucket, key } = object
    throw new StorageError(
      `Reading parts of ${bucket}/${key} took longer than ${maxReadingMs / 1000} seconds: check the object store.`,
      { cause: error },
    )
  }
}

/**
 * Reads what the file of a video or an audio tells, at most 8 MiB of it. What is decided on the result has to expect the
 * version of the object's record that was read: the object may be replaced afterwards.
 *
 * @throws StorageError
 */
export const analyseVideo = (
  ports: AnalysisPorts,
  object: ObjectRecord,
): Promise<Analysis<VideoFacts>> => analysed(ports, object, ports.probe.video)

/** The same of the file of an image. @throws StorageError */
export const analyseImage = (
  ports: AnalysisPorts,
  object: ObjectRecord,
): Promise<Analysis<ImageFacts>> => analysed(ports, object, ports.probe.image)
