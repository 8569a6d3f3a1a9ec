import type { EventRecord, EventType } from './records/events.ts'

/**
 * Delivers events to their subscribers. An implementation sends only to loopback and to hosts that the operator has
 * allowed, and limits how long a delivery may take.
 */
export interface Notifier {
  /** Whether somebody subscribed to events of a type: only those are kept for delivery. */
  wants(type: EventType): boolean
  /**
   * Delivers an event to its subscribers, after the request that caused it, perhaps more than once with the same id.
   *
   * @throws why delivery failed; the event is delivered again later
   */
  notify(event: EventRecord): Promise<void>
}
