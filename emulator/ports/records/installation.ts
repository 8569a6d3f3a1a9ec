import { kind } from './kind.ts'

/** What all emulators on the same records share. */
export interface InstallationRecord {
  /** How often they were reset; credentials of earlier generations are revoked. */
  readonly generation: number
  /** What emulators without a data folder of their own share. */
  readonly shared?: {
    /** Names these records: no others have the same. */
    readonly id: string
    /** Signs credentials. */
    readonly serverSecret: string
  }
}

/** Key: `installation`. The version changes when a reset begins and once more when it has ended. */
export const installation = kind<InstallationRecord>()({})
