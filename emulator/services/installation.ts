import type { InstallationRecord } from '../ports/records/installation.ts'
import type { Change, Expectation, Records, Stored } from '../ports/records/records.ts'
import { decide } from './records.ts'

const at = { kind: 'installation', key: 'installation' } as const

const find = (records: Records): Promise<Stored<'installation'> | undefined> =>
  records.get(at.kind, at.key)

/** How often the records were reset. */
export const generationOf = async (records: Records): Promise<number> =>
  (await find(records))?.value.generation ?? 0

/** What the emulators on these records share; the given value when there is nothing yet. */
export const sharedInstallation = (
  records: Records,
  given: NonNullable<InstallationRecord['shared']>,
): Promise<NonNullable<InstallationRecord['shared']>> =>
  decide(async () => {
    const found = await find(records)
    const { generation = 0, shared } = found?.value ?? {}
    if (shared) return shared
    const value = { generation, shared: given }
    await records.commit([{ ...at, value }], [{ ...at, version: found?.version }])
    return given
  })

/** Expects that no reset begins or ends between now and a commit. */
export const sameInstallation = async (records: Records): Promise<Expectation> => ({
  ...at,
  version: (await find(records))?.version,
})

/** Changes the installation together with everything else, or nothing. */
const change = (
  records: Records,
  how: 'clear' | 'commit',
  to: (value: InstallationRecord) => InstallationRecord,
  further: readonly Change[] = [],
): Promise<void> =>
  decide(async () => {
    const found = await find(records)
    const value = to(found?.value ?? { generation: 0 })
    await records[how]([{ ...at, value }, ...further], [{ ...at, version: found?.version }])
  })

/** Starts over with these records alone, and a new generation of credentials. */
export const clearRecords = (records: Records, seed: readonly Change[]): Promise<void> =>
  change(
    records,
    'clear',
    ({ generation, ...shared }) => ({ ...shared, generation: generation + 1 }),
    seed,
  )

/** Prevents commits of changes whose bytes a reset may have removed. */
export const endReset = (records: Records): Promise<void> =>
  change(records, 'commit', (value) => value)
