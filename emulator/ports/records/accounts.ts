import type { definitions, outcomes } from '#contracts/vod/template-groups.ts'
import { kind } from './kind.ts'

/** How the videos of an account that name it are processed. */
export interface TemplateGroup {
  readonly templateGroupId: string
  /** Of the streams that are made. */
  readonly definitions: readonly (typeof definitions)[number][]
  /** Whether it takes snapshots. */
  readonly takesSnapshots: boolean
  /** Whether videos are reviewed before they are `Normal`. */
  readonly isReviewed: boolean
}

/** How uploads end whose title contains a text. */
export interface OutcomeRule {
  readonly title: string
  readonly outcome: (typeof outcomes)[number]
}

/** An account, and the defaults of its calls. */
export interface AccountRecord {
  readonly defaultAppId: string
  /** Storage locations by region. */
  readonly defaultLocations: Readonly<Record<string, string>>
  /** Whether transfer acceleration is enabled. */
  readonly isAccelerated: boolean
  /** Whether it may have applications besides that of the system. */
  readonly hasApplications: boolean
  /** Besides the built-in one. */
  readonly templateGroups: readonly TemplateGroup[]
  /** The first that fits decides. */
  readonly outcomes: readonly OutcomeRule[]
}

/** Key: account id. */
export const account = kind<AccountRecord>()({})

/** A bucket, which belongs to one account. */
export interface BucketRecord {
  readonly bucket: string
  readonly accountId: string
  readonly region: string
}

/** Key: name of the bucket. */
export const bucket = kind<BucketRecord>()({ account: ['accountId', 'bucket'] })

export interface StorageRecord {
  readonly accountId: string
  readonly location: string
  readonly bucket: string
  readonly region: string
  /** Whose the bucket is: that of VOD, or the account's own. */
  readonly type: 'vod_oss_bucket' | 'user_oss_bucket'
  /** The one application that may use it; absent: all. */
  readonly appId?: string
}

/** Key: `accountId/location`. */
export const storage = kind<StorageRecord>()({ application: ['accountId', 'appId', 'location'] })

/** Another name of an application or of a storage location, such as those that examples of the manual mask. */
export interface AliasRecord {
  readonly of: string
}

/** Key: `accountId/name`. */
export const alias = kind<AliasRecord>()({})
