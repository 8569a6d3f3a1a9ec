import type { Clock } from '../../ports/clock.ts'
import type { Records } from '../../ports/records/records.ts'
import { decide } from '../records.ts'

const at = { kind: 'lease', key: 'outbox' } as const

/** How long a dead holder keeps others waiting, ms. */
const lifeMs = 60_000

export interface LeasePorts {
  readonly records: Records
  readonly clock: Pick<Clock, 'now' | 'systemNow'>
  /** Names this emulator, and one that died before it on the same records where there can be no other. */
  readonly holder: string
}

/**
 * Acquires the right to deliver events, so that only one of the emulators on the same records does so at a time.
 *
 * @returns until when another has it, by the system's clock; undefined when it was acquired
 */
export const acquireLease = ({ records, clock, holder }: LeasePorts): Promise<number | undefined> =>
  decide(async () => {
    const found = await records.get(at.kind, at.key)
    const nowMs = clock.systemNow()
    if (found && found.value.holder !== holder && found.value.untilMs > nowMs)
      return found.value.untilMs
    const value = { holder, untilMs: nowMs + lifeMs }
    await records.commit([{ ...at, value }], [{ ...at, version: found?.version }])
    return undefined
  })

/** Gives the right back. */
export const releaseLease = ({ records, holder }: LeasePorts): Promise<void> =>
  decide(async () => {
    const found = await records.get(at.kind, at.key)
    if (found?.value.holder !== holder) return
    await records.commit([at], [{ ...at, version: found.version }])
  })
