import { kind } from './kind.ts'

/** A watermark of VOD, a template of transcoding. */
export interface Watermark {
  readonly watermarkId: string
  readonly region: string
  readonly appId: string
  readonly type: 'Image' | 'Text'
  readonly name: string
  /** WatermarkConfig as it was sent. */
  readonly config: string
  /** Of an image. */
  readonly file?: {
    readonly bucket: string
    readonly key: string
    readonly storageLocation: string
  }
  /** For one of a region and application at most. */
  readonly isDefault: boolean
  readonly createdAtMs: number
}

/** All watermarks of an account: one record, since how many there are and which is the default concern all of them. */
export interface WatermarksRecord {
  /** The oldest first. */
  readonly watermarks: readonly Watermark[]
}

/** Key: account id. */
export const watermarks = kind<WatermarksRecord>()({})
