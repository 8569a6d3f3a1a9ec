import { kind } from './kind.ts'

/** A multipart upload that is neither completed nor given up. */
export interface UploadRecord {
  readonly uploadId: string
  readonly bucket: string
  readonly key: string
  /** Names the upload in the object store. */
  readonly handle: string
  readonly initiatedAtMs: number
  readonly headers: Readonly<Record<string, string>>
}

/** Key: UploadId. */
export const upload = kind<UploadRecord>()({ address: ['bucket', 'key', 'uploadId'] })

export interface PartRecord {
  readonly number: number
  /** Names the bytes in the object store. */
  readonly revision: string
  readonly size: number
  readonly etag: string
  readonly crc64: string
  readonly modifiedAtMs: number
}

/** Key: `UploadId/number`, the number five digits wide. */
export const part = kind<PartRecord>()({})
