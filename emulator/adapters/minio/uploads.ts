import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { ByteSource, ObjectStore, StoredBytes } from '../../ports/object-store.ts'
import type { BucketUploadRecord } from '../../ports/records/buckets.ts'
import { s3Headers } from './headers.ts'
import { bucketKey, partKey } from './keys.ts'
import type { Ledger } from './ledger.ts'
import type { VersionedObjects } from './versioned-objects.ts'

type Methods = 'createUpload' | 'putPart' | 'removePart' | 'completeUpload' | 'removeUpload'

export interface Uploads extends Pick<ObjectStore, Methods> {
  /** Whether this process began it: its record may not be committed yet. */
  isOwn(handle: string): boolean
}

type Open = (revision: string) => Promise<Readable | undefined>

/** The parts of an object, one after the other. */
function joined(parts: readonly StoredBytes[], open: Open): ByteSource {
  async function* bytes() {
    for (const { revision } of parts) {
      const part = await open(revision)
      if (!part) throw new Error(`Part ${revision} is gone`)
      yield* part
    }
  }
  const size = parts.reduce((sum, part) => sum + part.size, 0)
  return Object.assign(bytes(), { size })
}

/**
 * Multipart uploads. S3 accepts no parts under 5 MiB, OSS accepts 100 KiB, and an upload has to outlive its completion
 * until that has a record. So each part is an object of its own, and completion puts them together.
 */
export function minioUploads(objects: VersionedObjects, ledger: Ledger, open: Open): Uploads {
  const own = new Set<string>()

  const requireUpload = async (handle: string): Promise<BucketUploadRecord> => {
    const upload = await ledger.upload(handle)
    if (!upload) throw new Error(`Upload ${handle} is gone`)
    return upload
  }

  return {
    isOwn: (handle) => own.has(handle),
    async createUpload(_, { headers }) {
      const handle = randomUUID()
      own.add(handle)
      await ledger.open(handle, { atMs: Date.now(), headers: s3Headers(headers) })
      return handle
    },
    async putPart({ bucket }, handle, _number, body) {
      await requireUpload(handle)
      const key = partKey(handle, randomUUID())
      const part = await objects.put({ bucket, key, upload: handle }, {}, body)
      try {
        await requireUpload(handle)
      } catch (error) {
        await objects.remove(part.revision)
        throw error
      }
      return part
    },
    removePart: (_, _handle, revision) => objects.remove(revision),
    async completeUpload({ bucket, key }, handle, parts) {
      const { headers } = await requireUpload(handle)
      const destination = { bucket, key: bucketKey(key) }
      return objects.put(destination, headers, joined(parts, open))
    },
    async removeUpload(_, handle) {
      // First: a part that comes in the meantime is either seen here, or finds the upload gone.
      await ledger.closeUpload(handle)
      own.delete(handle)
      await Promise.all((await ledger.partsOf(handle)).map((part) => objects.remove(part)))
    },
  }
}
