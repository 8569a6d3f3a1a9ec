import type { UrlUploadState } from '#contracts/vod/states/url-upload.ts'
import { kind } from './kind.ts'
import type { VideoRecord } from './media.ts'

/** A job that fetches a file from a URL. */
export interface UrlUploadRecord {
  /** Later jobs of an emulator have greater ids. */
  readonly jobId: string
  readonly accountId: string
  readonly region: string
  readonly appId: string
  /** Decoded. */
  readonly url: string
  readonly status: UrlUploadState
  /** The video that it makes when it is taken. */
  readonly video: VideoRecord
  readonly createdAtMs: number
  /** When it ended, whatever came of it. */
  readonly completedAtMs?: number
  /** Bytes; absent while it is not known. */
  readonly fileSize?: number
  /** As the service would tell it. */
  readonly errorCode?: string
  readonly errorMessage?: string
  /** While it has not ended: when an emulator may take it, by the system's clock; 0 for one that nobody has taken. */
  readonly takeableAtMs?: number
  /** The emulator that has taken it. */
  readonly holder?: string
}

/** Key: JobId. */
export const urlUpload = kind<UrlUploadRecord>()({
  url: ['accountId', 'region', 'url', 'createdAtMs'],
  application: ['accountId', 'appId', 'status', 'createdAtMs'],
  open: ['takeableAtMs'],
})

/** A SessionId that was used. */
export interface UrlUploadSessionRecord {
  readonly usedAtMs: number
}

/** Key: `AccountId/SessionId`. */
export const urlUploadSession = kind<UrlUploadSessionRecord>()({})
