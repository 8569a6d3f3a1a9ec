import type { Change } from '../ports/metadata-store.ts'

/** What services tell each other. */
export interface ObjectCreated {
  readonly type: 'object.created'
  readonly bucket: string
  readonly key: string
  readonly size: number
  readonly etag: string
  readonly atMs: number
}

export type DomainEvent = ObjectCreated

/** What else changes because of an event; committed together with its cause, or not at all. */
export type Reaction = (event: DomainEvent) => readonly Change[]

export interface Events {
  changesFor(event: DomainEvent): readonly Change[]
}

export const events = (reactions: readonly Reaction[]): Events => ({
  changesFor: (event) => reactions.flatMap((reaction) => reaction(event)),
})
