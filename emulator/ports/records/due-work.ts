import type { EventRecord } from './events.ts'
import { kind } from './kind.ts'

/** What can be due, with what is needed to do it. */
export interface Duties {
  /** An upload that nobody completed is given up. */
  readonly 'upload.expire': { readonly uploadId: string }
  /** An event that was handed over in vain is handed over again. */
  readonly 'event.redeliver': { readonly delivery: EventRecord }
}

export type DutyType = keyof Duties

/** Work that waits for a time by the emulator's clock. */
export type DueWorkRecord<T extends DutyType = DutyType> = {
  [K in T]: { readonly type: K; readonly dueAtMs: number } & Duties[K]
}[T]

/** Key: type and subject, `upload.expire/UploadId`. */
export const dueWork = kind<DueWorkRecord>()({ due: ['dueAtMs'] })
