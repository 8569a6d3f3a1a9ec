import { kind } from './kind.ts'

/** A version that a store has put into a bucket of an S3 server, or that it may have put. */
export interface BucketVersionRecord {
  readonly revision: string
  readonly bucket: string
  readonly key: string
  /** The store's handle of the upload whose part it is. */
  readonly upload?: string
  /** When it was begun, by the clock of the machine. */
  readonly atMs: number
  /** The version id that the bucket gave it; absent until the server has answered. */
  readonly version?: string
}

/** Key: revision. What is in a bucket stays there when the records are cleared. */
export const bucketVersion = kind<BucketVersionRecord>()({ upload: ['upload', 'revision'] }, [], {
  outlivesClear: true,
})

/** A multipart upload whose parts a store puts into a bucket. */
export interface BucketUploadRecord {
  /** When it was begun, by the clock of the machine. */
  readonly atMs: number
  /** Of the object that it will be. */
  readonly headers: Readonly<Record<string, string>>
}

/** Key: the store's handle of it. */
export const bucketUpload = kind<BucketUploadRecord>()({}, [], { outlivesClear: true })
