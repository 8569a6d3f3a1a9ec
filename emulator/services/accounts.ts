import type { AccountView } from '#contracts/derive/constraints/constraint.ts'
import { noTranscoding } from '#contracts/vod/template-groups.ts'
import type { BucketRecord, StorageRecord } from '../ports/records/accounts.ts'
import type { ApplicationRecord } from '../ports/records/applications.ts'
import type { CategoryRecord } from '../ports/records/categories.ts'
import type { Records, Stored } from '../ports/records/records.ts'

/** What an account has in a region. */
export interface Account extends AccountView {
  readonly accountId: string
  readonly region: string
  /**
   * The storage of a location, or the default one of an application or of the account; undefined when the region has none,
   * or when it belongs to another application.
   */
  storage(
    location: string | undefined,
    application?: ApplicationRecord,
  ): Promise<StorageRecord | undefined>
  /** An application by its id or an alias; without a name the default one. */
  application(name: string | undefined): Promise<Stored<'application'> | undefined>
  category(cateId: number): Promise<CategoryRecord | undefined>
  /** Whether transfer acceleration is enabled. */
  isAccelerated(): Promise<boolean>
}

export interface Accounts {
  /** What an account has in a region, nothing of another account or region. */
  of(accountId: string, region: string): Account
  /** Whether an account may have applications besides that of the system. */
  hasApplications(accountId: string): Promise<boolean>
  /** A bucket of any account. */
  bucketNamed(name: string): Promise<BucketRecord | undefined>
  /** A storage location of an account in any region, by its name or an alias. */
  storageOf(accountId: string, location: string): Promise<StorageRecord | undefined>
  /** Some buckets of an account, at most 100. */
  bucketsOf(accountId: string): Promise<readonly string[]>
}

const maxListed = 100

/** A record of an account by its name or an alias. */
async function named<K extends 'storage' | 'application'>(
  records: Records,
  kind: K,
  accountId: string,
  name: string,
): Promise<Stored<K> | undefined> {
  const found = await records.get(kind, `${accountId}/${name}`)
  if (found) return found
  const alias = await records.get('alias', `${accountId}/${name}`)
  return alias && records.get(kind, `${accountId}/${alias.value.of}`)
}

function accountOf(records: Records, accountId: string, region: string): Account {
  const itself = async () => (await records.get('account', accountId))?.value
  const storage = async (given: string | undefined, application?: ApplicationRecord) => {
    const location =
      given ?? application?.defaultLocations[region] ?? (await itself())?.defaultLocations[region]
    const found = location && (await named(records, 'storage', accountId, location))?.value
    if (!found || found.region !== region) return undefined
    const isOfOther = application && found.appId !== undefined && found.appId !== application.appId
    return isOfOther ? undefined : found
  }
  const application = async (given: string | undefined) => {
    const name = given ?? (await itself())?.defaultAppId
    return name === undefined ? undefined : named(records, 'application', accountId, name)
  }
  const category = async (cateId: number) =>
    (await records.get('category', `${accountId}/${cateId}`))?.value
  const finders = {
    category: (value: string) => category(Number(value)),
    storage: (value: string) => storage(value),
    application,
    templateGroup: async (value: string) =>
      value === noTranscoding ||
      (await itself())?.templateGroups.some((one) => one.templateGroupId === value) ||
      undefined,
  }
  return {
    accountId,
    region,
    storage,
    application,
    category,
    isAccelerated: async () => (await itself())?.isAccelerated ?? false,
    knows: async (kind, value) => (await finders[kind](value)) !== undefined,
  }
}

/** Accounts as the records have them. */
export const accounts = (records: Records): Accounts => ({
  of: (accountId, region) => accountOf(records, accountId, region),
  hasApplications: async (accountId) =>
    (await records.get('account', accountId))?.value.hasApplications ?? false,
  bucketNamed: async (name) => (await records.get('bucket', name))?.value,
  storageOf: async (accountId, location) =>
    (await named(records, 'storage', accountId, location))?.value,
  async bucketsOf(accountId) {
    const query = { index: 'account', equal: { accountId }, limit: maxListed } as const
    return (await records.find('bucket', query)).items.map(({ value }) => value.bucket)
  },
})
