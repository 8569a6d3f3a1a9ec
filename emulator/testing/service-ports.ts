import { adjustableClock } from '../adapters/adjustable-clock.ts'
import { wasmChecksums } from '../adapters/checksums.ts'
import { randomIds } from '../adapters/random-ids.ts'
import { events, type Reactions } from '../kernel/events.ts'
import type { Records } from '../ports/records/records.ts'
import { credentialsWith } from './keyring.ts'

/** What services need besides a store: a clock that stands still, one key of the account of the tests, and what events lead to. */
export const servicePorts = (records: Records, reactions: readonly Reactions[] = []) => ({
  records,
  ids: randomIds(),
  clock: adjustableClock({ startMs: 0, frozen: true }),
  credentials: credentialsWith([{ accessKeyId: 'id', accessKeySecret: 'secret' }]),
  checksums: wasmChecksums(),
  events: events(reactions),
})
