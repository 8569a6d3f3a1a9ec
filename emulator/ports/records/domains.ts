import type { SigningType } from '#contracts/cdn/signing-types.ts'
import { kind } from './kind.ts'

/** A CDN domain of an account. The keys that sign its URLs are not in its record. */
export interface DomainRecord {
  /** Host name, in lower case. */
  readonly name: string
  readonly accountId: string
  /** Its place among the domains of the account, the one that was changed last at the end. */
  readonly position: number
  /** The only storage location whose files it has; without one, it has those of the whole account. */
  readonly storageLocation?: string
  /** The accepted types of signatures, that of URLs in answers first; none while signing is off. */
  readonly signingTypes: readonly SigningType[]
  /** How long a URL is valid after the time that it names, seconds. */
  readonly validitySeconds: number
  readonly https: boolean
  /** URLs in answers are on domains that are online. */
  readonly status: 'online' | 'offline'
}

/** Key: its name. */
export const domain = kind<DomainRecord>()({ account: ['accountId', 'position'] })
