import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import pTimeout from 'p-timeout'
import type { ByteRange, ObjectStore } from '../../ports/object-store.ts'
import { type Readers, readers } from '../readers.ts'
import { Availability } from './availability.ts'
import { Etags } from './etags.ts'
import { minioFailure, SlowAnswer } from './failure.ts'
import { s3Headers } from './headers.ts'
import { bucketKey, probeKey } from './keys.ts'
import { type Ledger, ledger as openLedger } from './ledger.ts'
import { readAnswer } from './reading.ts'
import { s3 as connect, type S3 } from './s3.ts'
import type { S3Options } from './sending.ts'
import { minioUploads } from './uploads.ts'
import { VersionedObjects, type VersionedObjectsOptions } from './versioned-objects.ts'

export interface MinioOptions extends S3Options {
  /** Buckets that exist from the start. */
  readonly buckets: readonly string[]
  /** The file that lists what the store has put; without one the list is lost with the process. */
  readonly ledger?: string | undefined
  /** Tells people that the server is waited for, has gone or is back. */
  readonly notice?: (text: string) => void
}

export interface MinioObjectStore extends ObjectStore {
  /** Makes sure that the buckets accept writes. @throws the error of the server or the network */
  probe(): Promise<void>
}

/** How long the server may stay silent in a request, ms: an OSS client gets its answer within 10 s. */
const idleMs = 4000

/** How long a check of the server's health may take, ms: its caller waits two seconds. */
const healthMs = 1500

const inTime = <T>(awaited: Promise<T>): Promise<T> =>
  pTimeout(awaited, {
    milliseconds: healthMs,
    message: new SlowAnswer(`no answer within ${healthMs} ms`),
  })

/** Bytes. */
const probeSize = 16

/** Removes everything but what `kept` says; answers how much that was. */
type Purge = (kept: {
  readonly revision: (revision: string) => boolean
  readonly handle: (handle: string) => boolean
}) => Promise<number>

function purging(ledger: Ledger, reading: Readers): Purge {
  return async (kept) => {
    const handles = Array.from(ledger.uploads()).filter((handle) => !kept.handle(handle))
    const revisions = Array.from(ledger.entries(), ({ revision }) => revision)
    const dead = revisions.filter((revision) => !kept.revision(revision))
    for (const handle of handles) ledger.closeUpload(handle)
    await Promise.all(dead.map(reading.remove))
    return handles.length + dead.length
  }
}

function opening(objects: VersionedObjects, s3: S3, reading: Readers, origin: string) {
  return async (revision: string, range?: ByteRange): Promise<Readable | undefined> => {
    const version = objects.find(revision)
    if (!version || !reading.enter(revision)) return undefined
    // What cannot be removed now is removed later; its reader is not to blame.
    const done = () => reading.leave(revision).catch(() => undefined)
    try {
      const answer = await objects.ask(() => s3.get(version, range))
      if (answer)
        return readAnswer(answer, { failure: (error) => minioFailure(origin, error), done })
    } catch (error) {
      await done()
      throw error
    }
    await done()
    return undefined
  }
}

/**
 * Puts something into each bucket and removes it again: nothing less shows that there is space, and permission to write. It
 * also shows whether ETags are MD5s.
 *
 * @throws the error of the server or the network
 */
async function probe(
  { s3, etags }: Pick<VersionedObjectsOptions, 's3' | 'etags'>,
  objects: VersionedObjects,
  buckets: readonly string[],
): Promise<void> {
  for (const bucket of buckets) {
    const address = { bucket, key: probeKey }
    await objects.inBucket(bucket, async () => {
      const content = randomBytes(probeSize)
      const bytes = Object.assign(Readable.from([content]), { size: probeSize })
      const { version, md5 } = await s3.put(address, {}, 'probe', bytes)
      etags.md5Of(createHash('md5').update(content), md5)
      await s3.remove({ ...address, version })
    })
  }
}

/** Removes the parts of uploads that nobody can complete any more, as far as time allows. */
async function removeParts(ledger: Ledger, objects: VersionedObjects): Promise<void> {
  const parts = Array.from(ledger.uploads(), ledger.partsOf).flat()
  const removals = parts.map(({ revision }) => objects.remove(revision))
  await inTime(Promise.all(removals)).catch(() => undefined)
}

/**
 * Bytes in a MinIO server, or any other S3 server with versioning: each object under its own bucket and key, where every S3
 * client sees it. A revision is a version of its key: a put adds one and leaves the others, so that each stays whole while
 * somebody reads it or a record names it.
 *
 * @throws Error when the ledger cannot be read or written
 */
export function minioObjectStore(options: MinioOptions): MinioObjectStore {
  const { origin, buckets, notice = () => undefined } = options
  const s3 = connect(options, idleMs)
  const ledger = openLedger(options.ledger)
  const etags = new Etags()
  const availability = new Availability(origin, notice)
  const now = () => performance.now()
  const objects = new VersionedObjects({ s3, ledger, etags, availability, now })
  const reading = readers((revision) => objects.remove(revision))
  const open = opening(objects, s3, reading, origin)
  const { isOwn, ...uploads } = minioUploads(objects, ledger, open)
  const purge = purging(ledger, reading)
  const check = () => inTime(probe({ s3, etags }, objects, buckets))

  return {
    ...uploads,
    kind: 'minio',
    probe: check,
    async health() {
      try {
        await objects.ask(check)
        return []
      } catch (error) {
        return [minioFailure(origin, error).message]
      }
    },
    put: ({ bucket, key }, body, { headers }) =>
      objects.put({ bucket, key: bucketKey(key) }, s3Headers(headers), body),
    get: (_, revision, range) => open(revision, range),
    remove: (_, revision) => reading.remove(revision),
    sweep: ({ revisions, handles }) =>
      purge({
        revision: (revision) => objects.isOwn(revision) || revisions.has(revision),
        handle: (handle) => isOwn(handle) || handles.has(handle),
      }),
    async clear() {
      await purge({ revision: () => false, handle: () => false })
    },
    async close() {
      if (options.ledger === undefined) await removeParts(ledger, objects)
      objects.close()
      s3.close()
      ledger.close()
    },
  }
}
