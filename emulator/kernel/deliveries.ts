import type { CallbackTarget } from '../ports/records/callbacks.ts'
import type { DeliveryStatus } from '../ports/records/deliveries.ts'

/** One attempt to deliver an event. */
export interface DeliveryAttempt {
  /** By the emulator's clock, ISO 8601. */
  readonly at: string
  /** How long it took. */
  readonly milliseconds: number
  /** What the receiver answered. */
  readonly status?: number
  /** Why it did not answer. */
  readonly error?: string
}

/** An event of VOD, and what became of it. */
export interface Delivery {
  /** The value of the header X-VOD-EMULATOR-EVENT-ID. */
  readonly id: string
  /** The name of the event. */
  readonly type: string
  readonly mediaId: string
  readonly accountId: string
  readonly region: string
  readonly appId: string
  /** When it happened, by the emulator's clock, ISO 8601. */
  readonly at: string
  readonly status: DeliveryStatus
  /** Why it was not sent. */
  readonly reason?: string
  readonly target: CallbackTarget
  readonly isSigned: boolean
  /** What is sent, parsed. */
  readonly body: unknown
  /** The latest 30, the oldest first. */
  readonly attempts: readonly DeliveryAttempt[]
}

/** Which events to list; what is absent does not limit. */
export interface DeliveryFilter {
  readonly mediaId?: string | undefined
  /** The name of the event, compared without case. */
  readonly type?: string | undefined
  /** At most this many, 1 to 1000; 100 without it. */
  readonly limit?: number | undefined
  /** The `next` of the page before. */
  readonly after?: string | undefined
}

/** Events of VOD that callbacks wanted: those that wait, and the latest thousand that do not wait any more. */
export interface Deliveries {
  /**
   * The newest first.
   *
   * @throws RangeError for an event that does not exist
   */
  list(
    filter?: DeliveryFilter,
  ): Promise<{ readonly events: readonly Delivery[]; readonly next?: string }>
  get(id: string): Promise<Delivery | undefined>
  /**
   * Delivers an event again at once, with three attempts of its own.
   *
   * @returns it, after the first attempt; undefined when there is none
   * @throws RangeError when it is in a queue
   */
  redeliver(id: string): Promise<Delivery | undefined>
}
