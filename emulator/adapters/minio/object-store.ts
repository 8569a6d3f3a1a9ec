import { Readable } from 'node:stream'
import type { ByteRange, ObjectStore } from '../../ports/object-store.ts'
import { type Readers, readers } from '../readers.ts'
import { minioFailure } from './failure.ts'
import { s3Headers } from './headers.ts'
import { bucketKey, probeKey } from './keys.ts'
import { type Ledger, ledger as openLedger } from './ledger.ts'
import { readAnswer } from './reading.ts'
import { s3 as connect, type S3 } from './s3.ts'
import type { S3Options } from './sending.ts'
import { minioUploads } from './uploads.ts'
import { Vault } from './versioned-objects.ts'
import { within } from './with-timeout.ts'

export interface MinioOptions extends S3Options {
  /** Buckets that are there from the start. */
  readonly buckets: readonly string[]
  /** The file in which the store keeps what it has put; without one it is forgotten with the process. */
  readonly ledger?: string | undefined
}

export interface MinioObjectStore extends ObjectStore {
  /** Whether buckets can be written. @throws what the server or the network says */
  probe(): Promise<void>
}

/** How long the server may leave a request alone, ms: an OSS client is answered within 10 s. */
const idleMs = 4000

/** How long a look at the health of the server may take, ms: who asks waits two seconds. */
const healthMs = 1500

/** What `kept` does not want to keep is removed; answers how much that was. */
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

function opening(vault: Vault, s3: S3, reading: Readers, origin: string) {
  return async (revision: string, range?: ByteRange): Promise<Readable | undefined> => {
    const version = vault.find(revision)
    if (!version || !reading.enter(revision)) return undefined
    // What cannot be removed now is removed later, and no fault of who has read it.
    const done = () => reading.leave(revision).catch(() => undefined)
    try {
      const answer = await vault.ask(() => s3.get(version, range))
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
 * Puts something into each bucket and removes it again: only that shows that there is room, and the right to write.
 *
 * @throws what the server or the network says
 */
async function probe(s3: S3, vault: Vault, buckets: readonly string[]): Promise<void> {
  for (const bucket of buckets) {
    const place = { bucket, key: probeKey }
    await vault.inBucket(bucket, async () => {
      const nothing = Object.assign(Readable.from([]), { size: 0 })
      await s3.remove({ ...place, version: await s3.put(place, {}, 'probe', nothing) })
    })
  }
}

/** Removes the parts of uploads that nobody can complete any more, as far as that is soon done. */
async function removeParts(ledger: Ledger, vault: Vault): Promise<void> {
  const parts = Array.from(ledger.uploads(), ledger.partsOf).flat()
  const removals = parts.map(({ revision }) => vault.remove(revision))
  await within(healthMs, Promise.all(removals)).catch(() => undefined)
}

/**
 * Bytes in a MinIO server, or another of S3 that has versions: each object under its own bucket and key, for every S3
 * client to see. A revision is a version of its key: a put makes a new one beside the old, so that each is whole as long
 * as somebody reads it or a record names it.
 *
 * @throws Error when the ledger cannot be read or written
 */
export function minioObjectStore(options: MinioOptions): MinioObjectStore {
  const { origin, buckets } = options
  const s3 = connect(options, idleMs)
  const ledger = openLedger(options.ledger)
  const vault = new Vault(s3, ledger, origin, () => performance.now())
  const reading = readers((revision) => vault.remove(revision))
  const open = opening(vault, s3, reading, origin)
  const { isOwn, ...uploads } = minioUploads(vault, ledger, open)
  const purge = purging(ledger, reading)
  const check = () => within(healthMs, probe(s3, vault, buckets))

  return {
    ...uploads,
    kind: 'minio',
    probe: check,
    async health() {
      try {
        await vault.ask(check)
        return []
      } catch (error) {
        return [minioFailure(origin, error).message]
      }
    },
    put: ({ bucket, key }, body, { headers }) =>
      vault.put({ bucket, key: bucketKey(key) }, s3Headers(headers), body),
    get: (_, revision, range) => open(revision, range),
    remove: (_, revision) => reading.remove(revision),
    sweep: ({ revisions, handles }) =>
      purge({
        revision: (revision) => vault.isOwn(revision) || revisions.has(revision),
        handle: (handle) => isOwn(handle) || handles.has(handle),
      }),
    async clear() {
      await purge({ revision: () => false, handle: () => false })
    },
    async close() {
      if (options.ledger === undefined) await removeParts(ledger, vault)
      vault.close()
      s3.close()
      ledger.close()
    },
  }
}
