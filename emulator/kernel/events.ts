import type { DomainEvent, EventType } from '../ports/records/events.ts'
import type { Change, Expectation } from '../ports/records/records.ts'

/** Changes, with the state they were decided on. */
export interface Decision {
  readonly changes: readonly Change[]
  readonly expected: readonly Expectation[]
}

/** Several decisions as one. */
export const together = (decisions: readonly Decision[]): Decision => ({
  changes: decisions.flatMap(({ changes }) => changes),
  expected: decisions.flatMap(({ expected }) => expected),
})

/** What else changes because of an event, and further events. */
export interface Consequence extends Decision {
  readonly events?: readonly DomainEvent[]
}

export type Reaction<T extends EventType> = (event: DomainEvent<T>) => Promise<Consequence>

/** What follows from events, by their types; committed together with its cause, or not at all. */
export type Reactions = { readonly [T in EventType]?: Reaction<T> }

export interface Events {
  /** Everything to commit with a change because of its events. */
  decisionOn(event: DomainEvent): Promise<Decision>
}

/** @param tables what each part of the emulator does about events */
export function events(tables: readonly Reactions[]): Events {
  const reactionTo = <T extends EventType>(table: Reactions, event: DomainEvent<T>) =>
    table[event.type]?.(event)

  async function decisionOn(event: DomainEvent): Promise<Decision> {
    const decisions: Decision[] = []
    for (const table of tables) {
      const reaction = reactionTo(table, event)
      if (!reaction) continue
      const consequence = await reaction
      decisions.push(consequence)
      // One after the other: what they make is ordered as they happened.
      for (const further of consequence.events ?? []) decisions.push(await decisionOn(further))
    }
    return together(decisions)
  }
  return { decisionOn }
}
