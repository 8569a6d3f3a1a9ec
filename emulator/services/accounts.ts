import type { AccountView } from '#contracts/derive/constraints/constraint.ts'
import type { StorageRecord } from '../ports/records/accounts.ts'
import type { CategoryRecord } from '../ports/records/categories.ts'
import type { Records } from '../ports/records/records.ts'

/** What an account has in a region. */
export interface Account extends AccountView {
  readonly accountId: string
  readonly region: string
  /** The storage of a location, or the default one; undefined when the region has none. */
  storage(location: string | undefined): Promise<StorageRecord | undefined>
  /** The id of an application, looked up by its id or an alias; without a name, that of the default one. */
  appId(name: string | undefined): Promise<string | undefined>
  category(cateId: number): Promise<CategoryRecord | undefined>
  /** Whether transfer acceleration is enabled. */
  isAccelerated(): Promise<boolean>
}

export interface Accounts {
  /** What an account has in a region, nothing of another account or region. */
  of(accountId: string, region: string): Account
  /** The account to which a bucket belongs. */
  ownerOf(bucket: string): Promise<string | undefined>
  /** Some buckets of an account, at most 100. */
  bucketsOf(accountId: string): Promise<readonly string[]>
}

const maxListed = 100

function accountOf(records: Records, accountId: string, region: string): Account {
  const itself = async () => (await records.get('account', accountId))?.value
  const storage = async (given: string | undefined) => {
    const location = given ?? (await itself())?.defaultLocations[region]
    const found = location && (await records.get('storage', `${accountId}/${location}`))
    return found && found.value.region === region ? found.value : undefined
  }
  const appId = async (given: string | undefined) => {
    const name = given ?? (await itself())?.defaultAppId
    const found = name && (await records.get('application', `${accountId}/${name}`))
    return found ? found.value.appId : undefined
  }
  const category = async (cateId: number) =>
    (await records.get('category', `${accountId}/${cateId}`))?.value
  const finders = {
    category: (value: string) => category(Number(value)),
    storage,
    application: appId,
  }
  return {
    accountId,
    region,
    storage,
    appId,
    category,
    isAccelerated: async () => (await itself())?.isAccelerated ?? false,
    knows: async (kind, value) => (await finders[kind](value)) !== undefined,
  }
}

/** Accounts as the records have them. */
export const accounts = (records: Records): Accounts => ({
  of: (accountId, region) => accountOf(records, accountId, region),
  ownerOf: async (bucket) => (await records.get('bucket', bucket))?.value.accountId,
  async bucketsOf(accountId) {
    const query = { index: 'account', equal: { accountId }, limit: maxListed } as const
    return (await records.find('bucket', query)).items.map(({ value }) => value.bucket)
  },
})
