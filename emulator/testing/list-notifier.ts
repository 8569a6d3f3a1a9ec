import type { Notifier } from '../ports/notifier.ts'
import type { EventRecord, EventType } from '../ports/records/events.ts'

export interface ListNotifier extends Notifier {
  /** Every attempt, in the order in which they came. */
  readonly received: readonly EventRecord[]
  /** Lets the next attempts for an event fail. */
  refuse(id: string, times: number): void
}

/** Keeps in a list what it is handed. */
export function listNotifier(types?: readonly EventType[]): ListNotifier {
  const received: EventRecord[] = []
  const refusals = new Map<string, number>()
  return {
    received,
    refuse: (id, times) => void refusals.set(id, times),
    wants: (type) => types?.includes(type) ?? true,
    async notify(event) {
      received.push(event)
      const left = refusals.get(event.id) ?? 0
      refusals.set(event.id, left - 1)
      if (left > 0) throw new Error('not now')
    },
  }
}
