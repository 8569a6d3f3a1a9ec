import type { EventRecord, EventType } from './records/events.ts'

/**
 * Who is told what happened. An implementation sends nowhere but to loopback and to hosts that the operator allowed, and
 * settles within a time of its own.
 */
export interface Notifier {
  /** Whether somebody subscribed to events of a type: no others are kept until they are told. */
  wants(type: EventType): boolean
  /**
   * Hands an event to its subscribers, after the request that caused it, perhaps more than once: the id says so.
   *
   * @throws what kept them from taking it; it comes again
   */
  notify(event: EventRecord): Promise<void>
}
