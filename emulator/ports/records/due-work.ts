import type { Processing } from '#contracts/vod/states/index.ts'
import { kind } from './kind.ts'

/** The types of due work, with what is needed to do it. */
export interface DueWorkDetails {
  /** An upload that nobody completed is given up. */
  readonly 'upload.expire': { readonly uploadId: string }
  /** Processing of a media ends. */
  readonly 'media.process': { readonly mediaId: string; readonly processing: Processing }
  /** A job of UploadMediaByURL, or a SessionId of it, is forgotten. */
  readonly 'urlUpload.expire': {
    readonly kind: 'urlUpload' | 'urlUploadSession'
    readonly key: string
  }
}

export type DueWorkType = keyof DueWorkDetails

/** Work that waits for a time by the emulator's clock. */
export type DueWorkRecord<T extends DueWorkType = DueWorkType> = {
  [K in T]: {
    readonly type: K
    readonly dueAtMs: number
    /** How often it has failed, each time to be tried again later. */
    readonly failures?: number
  } & DueWorkDetails[K]
}[T]

/** Key: type and subject, `upload.expire/UploadId` or `media.process/MediaId`. */
export const dueWork = kind<DueWorkRecord>()({ due: ['dueAtMs'] })
