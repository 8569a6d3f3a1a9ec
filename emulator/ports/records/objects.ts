import { kind } from './kind.ts'

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

/** Key: `bucket/key`. */
export const object = kind<ObjectRecord>()({})
