import { kind } from './kind.ts'

/** An account, and the defaults of its calls. */
export interface AccountRecord {
  readonly defaultAppId: string
  /** Storage locations by region. */
  readonly defaultLocations: Readonly<Record<string, string>>
  /** Whether transfer acceleration is enabled. */
  readonly isAccelerated: boolean
}

/** Key: account id. */
export const account = kind<AccountRecord>()({})

/** A bucket, which belongs to one account. */
export interface BucketRecord {
  readonly bucket: string
  readonly accountId: string
}

/** Key: name of the bucket. */
export const bucket = kind<BucketRecord>()({ account: ['accountId', 'bucket'] })

export interface StorageRecord {
  /** As answers name it; the key may be an alias. */
  readonly location: string
  readonly bucket: string
  readonly region: string
}

/** Key: `accountId/location`. */
export const storage = kind<StorageRecord>()({})

export interface ApplicationRecord {
  /** As answers name it; the key may be an alias. */
  readonly appId: string
}

/** Key: `accountId/AppId`. */
export const application = kind<ApplicationRecord>()({})
