import { kind } from './kind.ts'

export interface ApplicationRecord {
  readonly appId: string
  readonly appName: string
  readonly description?: string
  readonly resourceGroupId?: string
  readonly status: 'Normal' | 'Disable'
  /** `System`: the one that every account has. */
  readonly type: 'System' | 'Custom'
  /** Storage locations by region, where it has one of its own. */
  readonly defaultLocations: Readonly<Record<string, string>>
  /** Whether something may have been created in it since it was last found to be empty. */
  readonly mayHaveResources: boolean
  readonly createdAtMs: number
  readonly modifiedAtMs: number
}

/** Key: `accountId/AppId`. */
export const application = kind<ApplicationRecord>()({})

/** The applications of an account as a whole. */
export interface ApplicationListRecord {
  /** In the order in which they were made, that of the system first. */
  readonly appIds: readonly string[]
}

/**
 * Key: account id. It changes with every application that comes, goes or is changed: whoever expects it decides on all of
 * them.
 */
export const applicationList = kind<ApplicationListRecord>()({})
