import { kind } from './kind.ts'

/** The types of events, with what an event says. */
interface Happenings {
  readonly 'object.created': {
    readonly bucket: string
    readonly key: string
    readonly size: number
    readonly etag: string
  }
  readonly 'object.removed': { readonly bucket: string; readonly key: string }
  readonly 'media.created': { readonly mediaId: string }
  readonly 'media.status': { readonly mediaId: string; readonly status: string }
  readonly 'media.updated': { readonly mediaId: string }
  readonly 'media.deleted': { readonly mediaId: string }
}

export type EventType = keyof Happenings

/** Something that happened, by the emulator's clock. */
export type DomainEvent<T extends EventType = EventType> = {
  [K in T]: { readonly type: K; readonly atMs: number } & Happenings[K]
}[T]

/** An event that waits until its subscribers have it. */
export interface EventRecord {
  /** Identifies an event that is delivered twice. Later events of an emulator have greater ids. */
  readonly id: string
  readonly event: DomainEvent
  /** How often its delivery failed. */
  readonly failures: number
}

/** Key: id. Together they are the outbox: each is committed with its change, and removed when it was delivered. */
export const event = kind<EventRecord>()({})

/** The emulator that delivers events at the moment. */
export interface LeaseRecord {
  readonly holder: string
  /** By the system's clock; afterwards anybody may take it. */
  readonly untilMs: number
}

/** Key: `outbox`. */
export const lease = kind<LeaseRecord>()({})
