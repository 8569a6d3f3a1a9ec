import type { VodEventName } from '#contracts/vod/events.ts'
import type { MediaRecord } from './media.ts'

/** A change of a media that goes on to be there. */
interface MediaChange {
  readonly mediaId: string
  readonly before: MediaRecord
  readonly after: MediaRecord
}

/** The types of events, with what an event says. */
interface Happenings {
  readonly 'object.created': {
    readonly bucket: string
    readonly key: string
    readonly size: number
    readonly etag: string
  }
  readonly 'object.removed': { readonly bucket: string; readonly key: string }
  readonly 'media.created': { readonly mediaId: string; readonly after: MediaRecord }
  /** Its file has arrived, or was processed: its status may be the same as before. */
  readonly 'media.status': MediaChange & {
    /** What callbacks receive of it, in this order. */
    readonly sends: readonly VodEventName[]
  }
  /** What is said of it has changed: its title, for example. */
  readonly 'media.updated': MediaChange
  readonly 'media.deleted': { readonly mediaId: string; readonly before: MediaRecord }
}

export type EventType = keyof Happenings

/** Something that happened, by the emulator's clock. */
export type DomainEvent<T extends EventType = EventType> = {
  [K in T]: { readonly type: K; readonly atMs: number } & Happenings[K]
}[T]
