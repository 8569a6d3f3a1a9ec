import type { CallbackTarget } from './callbacks.ts'
import { kind } from './kind.ts'

/** One attempt to deliver an event. */
export interface AttemptRecord {
  /** By the emulator's clock. */
  readonly atMs: number
  /** How long it took, by the system's clock. */
  readonly milliseconds: number
  /** What the receiver answered. */
  readonly status?: number
  /** Why it did not answer. */
  readonly error?: string
}

/**
 * What becomes of an event: it waits for its first or next attempt, was delivered, failed in all attempts, may not be sent
 * to its host, or is in a queue, from which nothing is sent.
 */
export type DeliveryStatus = 'waiting' | 'delivered' | 'failed' | 'not sent' | 'queued'

/** An event of VOD on its way to a callback. */
export interface DeliveryRecord {
  /** Identifies an event that arrives twice. Later events of an emulator have greater ids. */
  readonly id: string
  readonly accountId: string
  readonly region: string
  readonly appId: string
  readonly mediaId: string
  /** The name of the event. */
  readonly type: string
  readonly happenedAtMs: number
  readonly target: CallbackTarget
  /** Signs what is posted; absent where nothing is signed. */
  readonly authKey?: string
  /** JSON, as it is sent. */
  readonly body: string
  readonly status: DeliveryStatus
  /** Why it was not sent. */
  readonly reason?: string
  /** The latest. */
  readonly attempts: readonly AttemptRecord[]
  /** How many attempts failed since it began to wait. */
  readonly failures: number
  /** While it waits: when the next attempt is due; 0 for one that need not wait, whatever the clock shows. */
  readonly dueAtMs?: number
  /** While it waits: its media, whose events are delivered one after the other. */
  readonly lane?: string
}

/** Key: id. Those that wait are the outbox: each is committed with the change that it tells of. */
export const delivery = kind<DeliveryRecord>()({
  due: ['dueAtMs'],
  lane: ['lane', 'id'],
  all: ['id'],
  media: ['mediaId', 'id'],
  type: ['type', 'id'],
})

/** The emulator that delivers events at the moment. */
export interface LeaseRecord {
  readonly holder: string
  /** By the system's clock; afterwards anybody may take it. */
  readonly untilMs: number
}

/** Key: `outbox`. */
export const lease = kind<LeaseRecord>()({})
