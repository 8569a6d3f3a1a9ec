import type { Readable } from 'node:stream'

export interface ObjectAddress {
  readonly bucket: string
  readonly key: string
}

/** Headers that a store whose objects are visible to others (MinIO) keeps with the bytes. */
export interface ObjectFacts {
  /** Content-Type, … and x-oss-meta-*, lower-case names. */
  readonly headers: Readonly<Record<string, string>>
}

/** First and last byte, both included. */
export interface ByteRange {
  readonly first: number
  readonly last: number
}

/** The bytes of a body, as they come. A store keeps copies: the memory of a chunk is reused once it is released. */
export interface ByteSource extends AsyncIterable<Uint8Array> {
  /** How many they are, where that is known beforehand. */
  readonly size?: number | undefined
}

export interface StoredBytes {
  /** Names exactly these bytes: a later put of the same key has another revision. */
  readonly revision: string
  readonly size: number
}

/** A body that was stored. */
export interface StoredBody extends StoredBytes {
  /** MD5 of these bytes, 16 bytes. */
  readonly md5: Buffer
}

/**
 * Bytes by bucket and key. Nothing is visible before `put`, `putPart` or `completeUpload` has resolved, and a body that
 * fails in the middle leaves nothing behind. Every method rejects with StorageError when disk or server is at fault.
 * It knows nothing of rules, CRC-64 and headers: those are in the records. The MD5 of a body comes from here because a store
 * may have computed it anyway.
 */
export interface ObjectStore {
  readonly kind: 'memory' | 'filesystem' | 'minio'
  /** Why the store cannot be used just now; empty when it can. */
  health(): Promise<readonly string[]>
  /** @throws what the body throws; nothing is kept then. */
  put(at: ObjectAddress, body: ByteSource, facts: ObjectFacts): Promise<StoredBody>
  /** The bytes, or undefined when that revision is gone. An open stream survives removal and replacement. */
  get(at: ObjectAddress, revision: string, range?: ByteRange): Promise<Readable | undefined>
  remove(at: ObjectAddress, revision: string): Promise<void>
  /** Starts a multipart upload and returns the store's own handle for it. */
  createUpload(at: ObjectAddress, facts: ObjectFacts): Promise<string>
  putPart(at: ObjectAddress, handle: string, number: number, body: ByteSource): Promise<StoredBody>
  removePart(at: ObjectAddress, handle: string, revision: string): Promise<void>
  /** Makes one object of the listed parts, in this order; the upload and its parts stay until `removeUpload`. */
  completeUpload(
    at: ObjectAddress,
    handle: string,
    parts: readonly StoredBytes[],
  ): Promise<StoredBytes>
  removeUpload(at: ObjectAddress, handle: string): Promise<void>
  /** Removes everything that neither set names: what a killed process left behind. Resolves to how many. */
  sweep(live: { revisions: ReadonlySet<string>; handles: ReadonlySet<string> }): Promise<number>
  /** Removes every object and upload that this store has put. */
  clear(): Promise<void>
  close(): Promise<void>
}
