import { randomUUID } from 'node:crypto'
import { S3Error } from 'minio'
import pMap from 'p-map'
import type { ByteSource, StoredBody } from '../../ports/object-store.ts'
import type { BucketVersionRecord } from '../../ports/records/buckets.ts'
import type { Availability } from './availability.ts'
import { batched } from './batches.ts'
import { Buckets } from './buckets.ts'
import type { Etags } from './etags.ts'
import type { Ledger } from './ledger.ts'
import type { S3, Version } from './s3.ts'
import type { S3Address, S3Headers } from './sending.ts'
import { TrackedBody } from './tracked-body.ts'

/** How many objects are removed at the same time. */
const maxRemovals = 8

/** How long after a lost answer a put may still take effect, ms: a busy or stopped server may have received all of it. */
const takingEffectMs = 30_000

/** Minimum time between two attempts at what was left, ms. */
const settlingMs = 1000

/** Where something is put, and the upload that it is a part of. */
export interface Destination extends S3Address {
  readonly upload?: string
}

export interface VersionedObjectsOptions {
  readonly s3: S3
  readonly ledger: Ledger
  readonly etags: Etags
  readonly availability: Availability
  /** ms of a monotonic clock. */
  readonly now: () => number
}

const isVersion = (entry: BucketVersionRecord): entry is BucketVersionRecord & Version =>
  entry.version !== undefined

/** A part's key has no other version; an object's may have others, ours and those of other clients. */
const kindOf = (entry: BucketVersionRecord) =>
  entry.upload !== undefined && isVersion(entry) ? 'parts' : 'others'

/** What a store has put into buckets, and what of that is still to be removed. */
export class VersionedObjects {
  readonly #s3: S3
  readonly #ledger: Ledger
  readonly #etags: Etags
  readonly #availability: Availability
  /** What this process put: its record may not be committed yet. */
  readonly #own = new Set<string>()
  /** What is to be removed, and puts without an answer, which may still take effect; since when. */
  readonly #left = new Map<string, number>()
  readonly #buckets: Buckets
  readonly #now: () => number
  #settling: Promise<void> | undefined
  #settledAt = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  readonly #removeSoon = batched<string>((revisions) => this.#removeAll(revisions))

  constructor({ s3, ledger, etags, availability, now }: VersionedObjectsOptions) {
    this.#s3 = s3
    this.#buckets = new Buckets((bucket) => s3.createBucket(bucket))
    this.#ledger = ledger
    this.#etags = etags
    this.#availability = availability
    this.#now = now
  }

  /** Whether its record may not be committed yet. */
  isOwn(revision: string): boolean {
    return this.#own.has(revision) && !this.#left.has(revision)
  }

  /** The version of a revision that can be read; none for one that is to be removed, though the server may still have it. */
  async find(revision: string): Promise<Version | undefined> {
    const entry = await this.#ledger.find(revision)
    return entry && isVersion(entry) && !this.#left.has(revision) ? entry : undefined
  }

  /**
   * Puts bytes.
   *
   * @throws the error of the body, else StorageError; nothing is kept then
   */
  async put(destination: Destination, headers: S3Headers, bytes: ByteSource): Promise<StoredBody> {
    const revision = randomUUID()
    const hash = this.#etags.hashFor(bytes)
    const body = new TrackedBody(bytes, hash)
    await this.ask(() => this.#buckets.prepare(destination.bucket))
    const entry = { revision, ...destination, atMs: Date.now() }
    this.#own.add(revision)
    await this.#ledger.keep(entry).catch((error) => {
      this.#drop(revision)
      throw error
    })
    try {
      const { version, md5 } = await this.#s3.put(destination, headers, revision, body)
      await this.#ledger.keep({ ...entry, version })
      const stored = { revision, size: body.bytesRead, md5: this.#etags.md5Of(hash, md5) }
      this.#availability.answered()
      this.#settleSoon()
      return stored
    } catch (error) {
      if (!body.failure) this.#etags.doubt()
      const isUnknown = body.isRead && !(error instanceof S3Error)
      if (isUnknown) this.#leave(revision)
      else await this.#forget([revision]).catch(() => this.#leave(revision))
      this.#buckets.doubt(destination.bucket, error)
      throw body.failure ? body.failure.error : this.#availability.failed(error)
    }
  }

  /** @throws StorageError if it has to be done later */
  remove(revision: string): Promise<void> {
    return this.#removeSoon(revision)
  }

  /** Does something in a bucket, which is created if need be. @throws the error of the server or the network */
  async inBucket<T>(bucket: string, act: () => Promise<T>): Promise<T> {
    await this.#buckets.prepare(bucket)
    try {
      return await act()
    } catch (error) {
      this.#buckets.doubt(bucket, error)
      throw error
    }
  }

  /** Asks the server for something. @throws StorageError */
  async ask<T>(send: () => Promise<T>): Promise<T> {
    try {
      const answer = await send()
      this.#availability.answered()
      this.#settleSoon()
      return answer
    } catch (error) {
      throw this.#availability.failed(error)
    }
  }

  /** Removes what was left behind. @throws the error of the server or the network */
  settle(): Promise<void> {
    this.#settledAt = this.#now()
    this.#settling ??= this.#erase([...this.#left.keys()]).finally(() => {
      this.#settling = undefined
    })
    return this.#settling
  }

  /** Ends all attempts. */
  close(): void {
    clearTimeout(this.#timer)
    this.#left.clear()
  }

  /** Called after each success: what was left may now succeed too. */
  #settleSoon(): void {
    if (this.#left.size === 0 || this.#timer !== undefined) return
    const wait = Math.max(0, this.#settledAt + settlingMs - this.#now())
    const settle = () => {
      this.#timer = undefined
      this.settle().then(
        () => this.#settleSoon(),
        // The next success tries again.
        () => undefined,
      )
    }
    this.#timer = setTimeout(settle, wait).unref()
  }

  async #removeAll(revisions: readonly string[]): Promise<void> {
    try {
      await this.#erase(revisions)
      this.#availability.answered()
    } catch (error) {
      for (const { revision } of await this.#entries(revisions)) this.#leave(revision)
      throw this.#availability.failed(error)
    }
  }

  /** What fails comes last the next time, so that it holds up nothing else. */
  async #erase(revisions: readonly string[]): Promise<void> {
    const entries = await this.#entries(revisions)
    const { parts = [], others = [] } = Object.groupBy(entries, kindOf)
    const byBucket = Map.groupBy(parts.filter(isVersion), ({ bucket }) => bucket)
    const erasing = await Promise.allSettled([
      ...Array.from(byBucket, ([bucket, ofBucket]) => this.#eraseParts(bucket, ofBucket)),
      pMap(others, (entry) => this.#eraseOne(entry), { concurrency: maxRemovals }),
    ])
    for (const erased of erasing) if (erased.status === 'rejected') throw erased.reason
  }

  async #eraseParts(
    bucket: string,
    parts: readonly (BucketVersionRecord & Version)[],
  ): Promise<void> {
    await this.#s3.removeLast(bucket, parts)
    await this.#forget(parts.map(({ revision }) => revision))
  }

  async #eraseOne(entry: BucketVersionRecord): Promise<void> {
    try {
      const version = isVersion(entry) ? entry : await this.#s3.createdBy(entry.revision, entry)
      if (version) await this.#s3.remove(version)
      else if (this.#mayTakeEffect(entry)) return
      await this.#forget([entry.revision])
    } catch (error) {
      this.#leave(entry.revision)
      throw error
    }
  }

  #mayTakeEffect({ revision }: BucketVersionRecord): boolean {
    return this.#now() - this.#leave(revision) < takingEffectMs
  }

  /** Leaves it for later, after what was left before. Returns since when it is left. */
  #leave(revision: string): number {
    const since = this.#left.get(revision) ?? this.#now()
    this.#left.delete(revision)
    this.#left.set(revision, since)
    return since
  }

  async #entries(revisions: readonly string[]): Promise<readonly BucketVersionRecord[]> {
    const find = async (revision: string) => {
      const entry = await this.#ledger.find(revision)
      if (!entry) this.#drop(revision)
      return entry
    }
    const entries = await Promise.all(revisions.map(find))
    return entries.filter((entry) => entry !== undefined)
  }

  async #forget(revisions: readonly string[]): Promise<void> {
    await this.#ledger.forget(revisions)
    for (const revision of revisions) this.#drop(revision)
  }

  #drop(revision: string): void {
    this.#own.delete(revision)
    this.#left.delete(revision)
  }
}
