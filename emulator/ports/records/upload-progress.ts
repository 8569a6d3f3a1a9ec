import { kind } from './kind.ts'

/** What an upload SDK has reported of the upload of a video; nobody has verified it. */
export interface UploadProgressRecord {
  /** Such as `WebSDK`. */
  readonly source?: string
  readonly deviceModel?: string
  /** Where the report came from. */
  readonly ip?: string
  /** Bytes. */
  readonly fileSize?: number
}

/** Key: VideoId. */
export const uploadProgress = kind<UploadProgressRecord>()({})
