import type { Ids } from '../ports/ids.ts'
import type { Notifier } from '../ports/notifier.ts'
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
  /** Everything to commit with a change because of its events, including the events for subscribers. */
  decisionOn(event: DomainEvent): Promise<Decision>
}

export interface EventPorts {
  readonly ids: Pick<Ids, 'eventId'>
  /** Absent where nobody subscribes to anything. */
  readonly notifier?: Notifier | undefined
}

/** An event waiting for delivery. Events that nobody subscribed to are not kept. */
function kept({ ids, notifier }: EventPorts, event: DomainEvent): readonly Change[] {
  if (!notifier?.wants(event.type)) return []
  const id = ids.eventId()
  return [{ kind: 'event', key: id, value: { id, event, failures: 0 } }]
}

export function events(ports: EventPorts, reactions: Reactions): Events {
  const consequenceOf = async <T extends EventType>(event: DomainEvent<T>) =>
    reactions[event.type]?.(event)

  async function decisionOn(event: DomainEvent): Promise<Decision> {
    const decisions: Decision[] = [{ changes: kept(ports, event), expected: [] }]
    const consequence = await consequenceOf(event)
    if (consequence) decisions.push(consequence)
    // One after the other: their ids say in which order they happened.
    for (const further of consequence?.events ?? []) decisions.push(await decisionOn(further))
    return together(decisions)
  }
  return { decisionOn }
}
