import { randomUUID } from 'node:crypto'
import { S3Error } from 'minio'
import type { Octets, Stored } from '../../ports/object-store.ts'
import { batched } from './batches.ts'
import { concurrently } from './concurrently.ts'
import { codeOf, minioFailure } from './failure.ts'
import type { Entry, Ledger } from './ledger.ts'
import type { S3, Version } from './s3.ts'
import type { Headers, Place } from './sending.ts'

/** Most objects that are removed at the same time. */
const mostRemovals = 8

/** How long a put whose answer never came may still arrive, ms: a server that was busy or stopped can have all of it. */
const arrivalMs = 30_000

/** Least time between two tries at what was left, ms. */
const settlingMs = 1000

/** Where something is put, and the upload whose part it is. */
export interface Destination extends Place {
  readonly upload?: string
}

/** A body that remembers how it came to its end. */
class Followed implements Octets {
  readonly size: number | undefined
  readonly #octets: Octets
  failure: { readonly error: unknown } | undefined
  passed = 0
  isThrough = false

  constructor(octets: Octets) {
    this.#octets = octets
    this.size = octets.size
  }

  // No generator: a stream that is made of one tells it of the failures of its other end.
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    const chunks = this.#octets[Symbol.asyncIterator]()
    const next = async () => {
      try {
        const chunk = await chunks.next()
        this.passed += chunk.done ? 0 : chunk.value.length
        this.isThrough = chunk.done === true || this.passed === this.size
        return chunk
      } catch (error) {
        this.failure = { error }
        throw error
      }
    }
    const stop = async () => {
      await chunks.return?.()
      return { done: true, value: undefined } as const
    }
    return { next, return: stop }
  }
}

/** A part has a key of its own; an object's key may have other versions, of ours and of others. */
const kindOf = ({ upload }: Destination) => (upload === undefined ? 'objects' : 'parts')

const isVersion = (entry: Entry): entry is Entry & Version => entry.version !== undefined

/** What a store has put into buckets, and what of it has still to be cleared away. */
export class Vault {
  readonly #s3: S3
  readonly #ledger: Ledger
  readonly #origin: string
  /** What this process has put: its record may not be committed yet. */
  readonly #own = new Set<string>()
  /** What is to be removed, or may yet arrive though nobody was told, since when. */
  readonly #left = new Map<string, number>()
  readonly #buckets = new Map<string, Promise<void>>()
  readonly #now: () => number
  #settling: Promise<void> | undefined
  #settledAt = Number.NEGATIVE_INFINITY
  readonly #removeSoon = batched<string>((revisions) => this.#removeAll(revisions))

  /** @param now ms of a clock that only goes forward */
  constructor(s3: S3, ledger: Ledger, origin: string, now: () => number) {
    this.#s3 = s3
    this.#ledger = ledger
    this.#origin = origin
    this.#now = now
  }

  /** Whether it may still wait for its record. */
  isOwn(revision: string): boolean {
    return this.#own.has(revision) && !this.#left.has(revision)
  }

  /** What can be read; not what is to be removed, though the server may still have it. */
  find(revision: string): Version | undefined {
    const entry = this.#ledger.find(revision)
    return entry && isVersion(entry) && !this.#left.has(revision) ? entry : undefined
  }

  /**
   * Puts octets.
   *
   * @throws what the body throws, else StorageError; nothing is kept then
   */
  async put(destination: Destination, headers: Headers, octets: Octets): Promise<Stored> {
    const revision = randomUUID()
    const body = new Followed(octets)
    await this.ask(() => this.prepare(destination.bucket))
    const entry = { revision, ...destination }
    this.#ledger.keep(entry)
    this.#own.add(revision)
    try {
      const version = await this.#s3.put(destination, headers, revision, body)
      this.#ledger.keep({ ...entry, version })
    } catch (error) {
      const isUnknown = body.isThrough && !(error instanceof S3Error)
      if (isUnknown) this.#leave(revision)
      else this.#forget(revision)
      if (codeOf(error) === 'NoSuchBucket') this.#buckets.delete(destination.bucket)
      throw body.failure ? body.failure.error : minioFailure(this.#origin, error)
    }
    this.#settleSoon()
    return { revision, size: body.passed }
  }

  /** @throws StorageError when it has to be done later */
  remove(revision: string): Promise<void> {
    return this.#removeSoon(revision)
  }

  /** Makes a bucket where it is not there yet. */
  prepare(bucket: string): Promise<void> {
    const made = this.#buckets.get(bucket) ?? this.#s3.makeBucket(bucket)
    this.#buckets.set(bucket, made)
    return made.catch((error) => {
      this.#buckets.delete(bucket)
      throw error
    })
  }

  /** Asks the server for something. @throws StorageError */
  async ask<T>(asking: () => Promise<T>): Promise<T> {
    try {
      const answer = await asking()
      this.#settleSoon()
      return answer
    } catch (error) {
      throw minioFailure(this.#origin, error)
    }
  }

  /** Clears away what was left behind. @throws what the server or the network says */
  settle(): Promise<void> {
    this.#settledAt = this.#now()
    this.#settling ??= this.#erase([...this.#left.keys()]).finally(() => {
      this.#settling = undefined
    })
    return this.#settling
  }

  #settleSoon(): void {
    if (this.#left.size === 0 || this.#now() - this.#settledAt < settlingMs) return
    // A later success tries again.
    this.settle().catch(() => undefined)
  }

  async #removeAll(revisions: readonly string[]): Promise<void> {
    try {
      await this.#erase(revisions)
    } catch (error) {
      for (const revision of revisions) if (this.#ledger.find(revision)) this.#leave(revision)
      throw minioFailure(this.#origin, error)
    }
  }

  async #erase(revisions: readonly string[]): Promise<void> {
    const entries = revisions.flatMap((revision) => this.#ledger.find(revision) ?? [])
    const versions: (Version & Destination)[] = []
    const awaited = new Set<string>()
    for (const entry of entries) {
      const version = isVersion(entry) ? entry : await this.#s3.madeBy(entry.revision, entry)
      if (version) versions.push(version)
      else if (this.#mayArrive(entry)) awaited.add(entry.revision)
    }
    const { parts = [], objects = [] } = Object.groupBy(versions, kindOf)
    const byBucket = Map.groupBy(parts, ({ bucket }) => bucket)
    for (const [bucket, ofBucket] of byBucket) await this.#s3.removeLast(bucket, ofBucket)
    await concurrently(objects, mostRemovals, (version) => this.#s3.remove(version))
    for (const { revision } of entries) if (!awaited.has(revision)) this.#forget(revision)
  }

  #mayArrive({ revision }: Entry): boolean {
    return this.#now() - this.#leave(revision) < arrivalMs
  }

  /** Leaves it for later. Answers since when it is left. */
  #leave(revision: string): number {
    const since = this.#left.get(revision) ?? this.#now()
    this.#left.set(revision, since)
    return since
  }

  #forget(revision: string): void {
    this.#ledger.forget(revision)
    this.#own.delete(revision)
    this.#left.delete(revision)
  }
}
