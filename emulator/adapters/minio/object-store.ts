import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import pTimeout from 'p-timeout'
import type { ByteRange, ObjectStore } from '../../ports/object-store.ts'
import type { Records } from '../../ports/records/records.ts'
import { type Readers, readers } from '../readers.ts'
import { Availability } from './availability.ts'
import { Etags } from './etags.ts'
import { minioFailure, SlowAnswer } from './failure.ts'
import { s3Headers } from './headers.ts'
import { bucketKey, probeKey } from './keys.ts'
import { type Ledger, ledger as openLedger } from './ledger.ts'
import { nothing, purge, spared } from './purge.ts'
import { readAnswer } from './reading.ts'
import { s3 as connect, type S3 } from './s3.ts'
import type { S3Options } from './sending.ts'
import { minioUploads } from './uploads.ts'
import { VersionedObjects, type VersionedObjectsOptions } from './versioned-objects.ts'

export interface MinioOptions extends S3Options {
  /** Buckets that exist from the start. */
  readonly buckets: readonly string[]
  /** What the store has put is listed among them. */
  readonly records: Records
  /** Who else has them: nobody, later processes, or other emulators at the same time. */
  readonly recordsOf: 'process' | 'successors' | 'others'
  /** Reports that the server is waited for, has gone or is back. */
  readonly notice?: (text: string) => void
}

export interface MinioObjectStore extends ObjectStore {
  /** Makes sure that the buckets accept writes. @throws the error of the server or the network */
  probe(): Promise<void>
}

/** How long a server may take, ms. */
export interface Patience {
  /** How long it may stay silent in a request. */
  readonly idleMs: number
  /** How long a check of its health may take. */
  readonly healthMs: number
}

/** An OSS client gets its answer within 10 s, and a health check waits two. */
const defaultPatience: Patience = { idleMs: 4000, healthMs: 1500 }

const inTime = <T>(milliseconds: number, awaited: Promise<T>): Promise<T> =>
  pTimeout(awaited, {
    milliseconds,
    message: new SlowAnswer(`no answer within ${milliseconds} ms`),
  })

/** Bytes. */
const probeSize = 16

const probeMark = 'probe'

function opening(objects: VersionedObjects, s3: S3, reading: Readers, origin: string) {
  return async (revision: string, range?: ByteRange): Promise<Readable | undefined> => {
    const version = await objects.find(revision)
    if (!version || !reading.enter(revision)) return undefined
    // What cannot be removed now is removed later; its reader is not at fault.
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
      const { version, md5 } = await s3.put(address, {}, probeMark, bytes)
      etags.md5Of(createHash('md5').update(content), md5)
      await s3.remove({ ...address, version })
      // One whose answer was lost may have taken effect later.
      const lost = await s3.createdBy(probeMark, address)
      if (lost) await s3.remove(lost)
    })
  }
}

/** Removes the parts of uploads that nobody can complete any more, as far as time allows. */
async function removeParts(
  ledger: Ledger,
  objects: VersionedObjects,
  maxMs: number,
): Promise<void> {
  const remove = async () => {
    const parts = await Promise.all((await ledger.uploads()).map(({ key }) => ledger.partsOf(key)))
    await Promise.all(parts.flat().map((part) => objects.remove(part)))
  }
  await inTime(maxMs, remove()).catch(() => undefined)
}

/**
 * Bytes in a MinIO server, or any other S3 server with versioning: each object under its own bucket and key, where every S3
 * client sees it. A revision is a version of its key: a put adds one and leaves the others, so that each stays whole while
 * somebody reads it or a record names it.
 */
export function minioObjectStore(
  options: MinioOptions,
  { idleMs, healthMs } = defaultPatience,
): MinioObjectStore {
  const { origin, buckets, records, recordsOf, notice = () => undefined } = options
  const s3 = connect(options, idleMs)
  const ledger = openLedger(records)
  const etags = new Etags()
  const availability = new Availability(origin, notice)
  const now = () => performance.now()
  const objects = new VersionedObjects({ s3, ledger, etags, availability, now })
  const reading = readers((revision) => objects.remove(revision))
  const open = opening(objects, s3, reading, origin)
  const { isOwn, ...uploads } = minioUploads(objects, ledger, open)
  const check = () => inTime(healthMs, probe({ s3, etags }, objects, buckets))

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
      purge(
        ledger,
        reading.remove,
        {
          revision: (revision) => objects.isOwn(revision) || revisions.has(revision),
          handle: (handle) => isOwn(handle) || handles.has(handle),
        },
        recordsOf === 'others' ? spared(Date.now()) : undefined,
      ),
    async clear() {
      await purge(ledger, reading.remove, nothing)
    },
    async close() {
      if (recordsOf === 'process') await removeParts(ledger, objects, healthMs)
      objects.close()
      s3.close()
    },
  }
}
