/** A media of VOD. */
export interface MediaRecord {
  readonly mediaId: string
  readonly kind: 'attached-media'
  readonly businessType: string
  readonly status: 'Uploading' | 'Normal'
  readonly bucket: string
  readonly key: string
  readonly title?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly cateIds: readonly number[]
  readonly appId: string
  readonly storageLocation: string
  readonly userData?: string
  /** Size that the caller announced, bytes. */
  readonly fileSize?: string
  /** Size of the uploaded file, bytes. */
  readonly size?: number
  readonly etag?: string
  readonly credentialExpiresAtMs: number
  readonly createdAtMs: number
  readonly modifiedAtMs: number
  readonly history: readonly { readonly atMs: number; readonly event: string }[]
}

/** What OSS knows of an object besides its bytes. */
export interface ObjectRecord {
  readonly bucket: string
  readonly key: string
  /** Names the bytes in the object store. */
  readonly revision: string
  readonly size: number
  /** Upper-case hex, without quotes; `-N` at the end for an object of N parts. */
  readonly etag: string
  /** Decimal. */
  readonly crc64: string
  /** Base64; absent for objects of parts. */
  readonly contentMd5?: string
  readonly type: 'Normal' | 'Multipart'
  readonly modifiedAtMs: number
  /** Content-Type, … and x-oss-meta-*, lower-case names. */
  readonly headers: Readonly<Record<string, string>>
}

export interface UploadRecord {
  readonly uploadId: string
  readonly bucket: string
  readonly key: string
  /** Names the upload in the object store. */
  readonly handle: string
  readonly initiatedAtMs: number
  readonly headers: Readonly<Record<string, string>>
}

export interface PartRecord {
  readonly number: number
  /** Names the bytes in the object store. */
  readonly revision: string
  readonly size: number
  readonly etag: string
  readonly crc64: string
  readonly modifiedAtMs: number
}

/** Every kind of record, by name. Keys: see each line. */
export interface Records {
  /** MediaId */
  readonly media: MediaRecord
  /** `bucket/key` → MediaId */
  readonly address: string
  /** `bucket/key` */
  readonly object: ObjectRecord
  /** UploadId */
  readonly upload: UploadRecord
  /** `UploadId/number`, the number five digits wide */
  readonly part: PartRecord
  /** `generation`: how often the emulator was reset */
  readonly counter: number
}

export type RecordKind = keyof Records

/** One change; without a value the record is removed. */
export type Change = {
  readonly [K in RecordKind]: {
    readonly kind: K
    readonly key: string
    readonly value?: Records[K]
  }
}[RecordKind]

/**
 * Records by kind and key. Reads see every change that was committed, also one whose promise has not settled; the
 * promise of a commit settles when its changes would survive the death of the process (at once where nothing does).
 * Commits that wait together may be made durable together: then they are also lost together, and none of their changes
 * is seen any more.
 */
export interface MetadataStore {
  get<K extends RecordKind>(kind: K, key: string): Records[K] | undefined
  /** Records whose key begins with the prefix, in the order of their keys (by UTF-8 bytes). */
  list<K extends RecordKind>(kind: K, prefix?: string): readonly (readonly [string, Records[K]])[]
  /** All changes or none, in order. @throws StorageError when they cannot be kept just now */
  commit(changes: readonly Change[]): Promise<void>
  /** Removes every record and makes the given changes, all or nothing. @throws StorageError as `commit` */
  clear(changes?: readonly Change[]): Promise<void>
  /** Why records cannot be kept just now; empty when they can. */
  health(): Promise<readonly string[]>
  close(): Promise<void>
}
