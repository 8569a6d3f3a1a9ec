import type { Notification, Notifier } from '../ports/notifier.ts'

export interface ListNotifier extends Notifier {
  /** The ids of events in every attempt, in the order in which they came. */
  readonly received: readonly string[]
  readonly notifications: readonly Notification[]
  /** Lets the next attempts for an event fail: by a status, or without an answer. */
  refuse(id: string, ...outcomes: readonly (number | Error)[]): void
}

const idOf = ({ headers }: Notification): string => headers['X-VOD-EMULATOR-EVENT-ID'] ?? ''

/** Keeps in a list what it is handed. */
export function listNotifier(objection?: string): ListNotifier {
  const received: string[] = []
  const notifications: Notification[] = []
  const planned = new Map<string, (number | Error)[]>()
  return {
    received,
    notifications,
    refuse: (id, ...outcomes) => void planned.set(id, [...outcomes]),
    objection: () => objection,
    async post(notification) {
      const id = idOf(notification)
      received.push(id)
      notifications.push(notification)
      const outcome = planned.get(id)?.shift() ?? 200
      if (typeof outcome === 'number') return outcome
      throw outcome
    },
  }
}
