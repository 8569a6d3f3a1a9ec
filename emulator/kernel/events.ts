import type { Change, Expectation } from '../ports/records/records.ts'

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

/** Changes, with what they were decided on. */
export interface Decision {
  readonly changes: readonly Change[]
  readonly expected: readonly Expectation[]
}

/** What else changes because of an event; committed together with its cause, or not at all. */
export type Reaction = (event: DomainEvent) => Promise<Decision>

export interface Events {
  decisionOn(event: DomainEvent): Promise<Decision>
}

/** Several decisions as one. */
export const together = (decisions: readonly Decision[]): Decision => ({
  changes: decisions.flatMap(({ changes }) => changes),
  expected: decisions.flatMap(({ expected }) => expected),
})

export const events = (reactions: readonly Reaction[]): Events => ({
  decisionOn: async (event) =>
    together(await Promise.all(reactions.map((reaction) => reaction(event)))),
})
