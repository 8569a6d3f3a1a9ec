import { kind } from './kind.ts'

/** What all emulators on the same records share. */
export interface InstallationRecord {
  /** How often they were reset; credentials of earlier generations are revoked. */
  readonly generation: number
}

/** Key: `installation`. The version changes when a reset begins and once more when it has ended. */
export const installation = kind<InstallationRecord>()({})
