import type { Readable } from 'node:stream'
import type { ByteRange, ObjectAddress } from '../ports/object-store.ts'
import type { ObjectRecord } from '../ports/records/objects.ts'
import type { PartRecord } from '../ports/records/uploads.ts'
import type { Body } from './body.ts'
import type { Decision } from './events.ts'

/** What a client claims of a body; what does not hold is refused and not kept. */
export interface Claims {
  /** Base64. */
  readonly contentMd5?: string | undefined
  /** Decimal. */
  readonly crc64?: string | undefined
}

export interface NewObject extends Claims {
  readonly at: ObjectAddress
  readonly body: Body
  readonly headers: Readonly<Record<string, string>>
  readonly forbidOverwrite: boolean
  /** Maximum size, bytes; 5 GiB without it. */
  readonly maxBytes?: number
}

/** An object and its bytes, which belong together even while the object is replaced. */
export interface OpenedObject {
  readonly record: ObjectRecord
  readonly range: ByteRange | undefined
  readonly body: Readable
}

/** What the OSS protocol asks of the service behind it, for objects of one request. */
export interface ObjectService {
  /**
   * @param besides decides what else to commit with the object, after what follows from it
   * @throws ApiError InvalidDigest, InvalidCRC64, FileAlreadyExists, EntityTooLarge, IncompleteBody
   */
  put(
    object: NewObject,
    besides?: (record: ObjectRecord) => Promise<Decision>,
  ): Promise<ObjectRecord>
  /** @throws ApiError NoSuchKey */
  head(at: ObjectAddress): Promise<ObjectRecord>
  /** @throws ApiError NoSuchKey */
  open(
    at: ObjectAddress,
    rangeFor: (record: ObjectRecord) => ByteRange | undefined,
  ): Promise<OpenedObject>
  remove(at: ObjectAddress): Promise<void>
}

/** A part as the client lists it. */
export interface PartClaim {
  readonly number: number
  /** Upper-case hex, without quotes. */
  readonly etag: string
}

export interface NewPart extends Claims {
  readonly number: number
  readonly body: Body
}

export interface PartsPage {
  readonly parts: readonly PartRecord[]
  readonly isTruncated: boolean
}

/** What the OSS protocol asks of the service behind it, for uploads in parts. */
export interface MultipartService {
  /** Answers the UploadId. */
  initiate(at: ObjectAddress, headers: Readonly<Record<string, string>>): Promise<string>
  /** @throws ApiError NoSuchUpload, InvalidDigest, InvalidCRC64, EntityTooLarge, IncompleteBody */
  putPart(
    at: ObjectAddress,
    uploadId: string,
    part: NewPart,
  ): Promise<PartRecord & { readonly contentMd5: string }>
  /** @throws ApiError NoSuchUpload */
  requireUpload(at: ObjectAddress, uploadId: string): Promise<void>
  /** Parts of an upload in order, from after a number on. @throws ApiError NoSuchUpload */
  parts(
    at: ObjectAddress,
    uploadId: string,
    range: { readonly after: number; readonly limit: number },
  ): Promise<PartsPage>
  /**
   * Makes the object of the claimed parts, or of all when none are claimed.
   *
   * @throws ApiError NoSuchUpload, InvalidPartOrder, InvalidPart, EntityTooSmall, FileAlreadyExists
   */
  complete(
    at: ObjectAddress,
    uploadId: string,
    claims: readonly PartClaim[] | undefined,
    forbidOverwrite: boolean,
  ): Promise<ObjectRecord>
  /** @throws ApiError NoSuchUpload */
  abort(at: ObjectAddress, uploadId: string): Promise<void>
  /** Bytes that have arrived of the latest upload to an address; undefined when there is none. */
  arrived(at: ObjectAddress): Promise<number | undefined>
  /** Gives up every upload to an address. */
  abortAll(at: ObjectAddress): Promise<void>
}
