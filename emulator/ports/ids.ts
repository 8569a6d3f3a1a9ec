/** Ids that the emulator makes. Implementations never return the same one twice, but for `appId` and `videoName`, which are short. */
export interface Ids {
  /** RequestId of RPC: upper-case UUID. */
  rpcRequestId(): string
  /** Request id of OSS: 24 upper-case hex digits, the first eight the seconds since 1970. */
  ossRequestId(nowMs: number): string
  /** MediaId: 32 lower-case hex digits. */
  mediaId(): string
  /** WatermarkId: 32 lower-case hex digits. */
  watermarkId(): string
  /** AppId: `app-` and 7 lower-case letters and digits. */
  appId(): string
  /** Name of a bucket of VOD: `outin-` and 32 lower-case hex digits. */
  bucket(): string
  /** Unique part of an object key: 32 upper-case hex digits. */
  objectName(): string
  /** Unique part of the object key of a video: `<8 hex digits>-<11 hex digits>`, the last ones the milliseconds since 1970. */
  videoName(nowMs: number): string
  /** UploadId of a multipart upload: 32 upper-case hex digits. */
  uploadId(): string
  /** Random part of a signed URL on a CDN domain: 32 lower-case hex digits. */
  urlRand(): string
  /** JobId of UploadMediaByURL: 32 lower-case hex digits, greater than all that were made before. */
  jobId(): string
  /** Id of an event of VOD: a UUID (version 7) that is greater than all that were made before. */
  eventId(): string
}
