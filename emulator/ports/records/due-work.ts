import type { EventRecord } from './events.ts'
import { kind } from './kind.ts'

/** The types of due work, with what is needed to do it. */
export interface DueWorkDetails {
  /** An upload that nobody completed is given up. */
  readonly 'upload.expire': { readonly uploadId: string }
  /** An event that could not be delivered is tried again. */
  readonly 'event.redeliver': { readonly delivery: EventRecord }
}

export type DueWorkType = keyof DueWorkDetails

/** Work that waits for a time by the emulator's clock. */
export type DueWorkRecord<T extends DueWorkType = DueWorkType> = {
  [K in T]: { readonly type: K; readonly dueAtMs: number } & DueWorkDetails[K]
}[T]

/** Key: type and subject, `upload.expire/UploadId`. */
export const dueWork = kind<DueWorkRecord>()({ due: ['dueAtMs'] })
