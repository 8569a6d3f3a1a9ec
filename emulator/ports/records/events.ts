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
  /** Its file has arrived: the first one, or one that replaces it. */
  readonly 'media.uploaded': MediaChange
  readonly 'media.status': MediaChange
  /** What is said of it has changed: its title, for example. */
  readonly 'media.updated': MediaChange
  readonly 'media.deleted': { readonly mediaId: string; readonly before: MediaRecord }
}

export type EventType = keyof Happenings

/** Something that happened, by the emulator's clock. */
export type DomainEvent<T extends EventType = EventType> = {
  [K in T]: { readonly type: K; readonly atMs: number } & Happenings[K]
}[T]
