import type { EventRecord, EventType } from './records/events.ts'

/**
 * Delivers events to those who subscribed to them. An implementation sends nowhere but to loopback and to hosts that the operator allowed, and
 * settles within a time of its own.
 */
export interface Notifier {
  /** Whether somebody subscribed to events of a type: only those are kept for delivery. */
  wants(type: EventType): boolean
  /**
   * Delivers an event to its subscribers, after the request that caused it, perhaps more than once: the id says so.
   *
   * @throws what kept them from taking it; it comes again
   */
  notify(event: EventRecord): Promise<void>
}
