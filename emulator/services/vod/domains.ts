import type { ObjectAddress } from '../../ports/object-store.ts'
import type { DomainRecord } from '../../ports/records/domains.ts'
import type { Records } from '../../ports/records/records.ts'
import type { Accounts } from '../accounts.ts'

/** The CDN domains of accounts. */
export interface Domains {
  find(name: string): Promise<DomainRecord | undefined>
  /**
   * The domain on which an account's URLs of a storage location are; undefined when it has none for them.
   *
   * @param preferred name of the one that it should be, if it is one of those
   */
  forStorage(
    accountId: string,
    location: string,
    preferred?: string,
  ): Promise<DomainRecord | undefined>
  /** Where the file is that a domain has under a key; undefined when there is none. */
  addressOf(domain: DomainRecord, key: string): Promise<ObjectAddress | undefined>
}

/** More than an account may have: twenty. */
const maxListed = 100

/** Whether a domain is for a storage location alone, for all of them, or not for it. */
async function rankFor(
  accounts: Accounts,
  { accountId, storageLocation }: DomainRecord,
  location: string,
) {
  if (storageLocation === undefined) return 'for all'
  const own = await accounts.storageOf(accountId, storageLocation)
  return own?.location === location ? 'its own' : undefined
}

/** The preferred one; else a domain of the location before those of the whole account, and of several the one that was changed last. */
async function forStorage(
  records: Records,
  accounts: Accounts,
  {
    accountId,
    location,
    preferred,
  }: { accountId: string; location: string; preferred?: string | undefined },
) {
  const { items } = await records.find('domain', {
    index: 'account',
    equal: { accountId },
    order: 'descending',
    limit: maxListed,
  })
  const online = items.map(({ value }) => value).filter(({ status }) => status === 'online')
  const ranks = await Promise.all(online.map((domain) => rankFor(accounts, domain, location)))
  const fitting = online.filter((_, i) => ranks[i] !== undefined)
  return (
    fitting.find(({ name }) => name === preferred?.toLowerCase()) ??
    online.find((_, i) => ranks[i] === 'its own') ??
    fitting[0]
  )
}

/** The buckets whose files a domain has. */
export async function bucketsOf(
  accounts: Accounts,
  domain: DomainRecord,
): Promise<readonly string[]> {
  const { accountId, storageLocation } = domain
  if (storageLocation === undefined) return accounts.bucketsOf(accountId)
  const storage = await accounts.storageOf(accountId, storageLocation)
  return storage ? [storage.bucket] : []
}

/** CDN domains as the records have them. */
export const domains = (records: Records, accounts: Accounts): Domains => ({
  find: async (name) => (await records.get('domain', name))?.value,
  forStorage: (accountId, location, preferred) =>
    forStorage(records, accounts, { accountId, location, preferred }),
  async addressOf(domain, key) {
    const buckets = await bucketsOf(accounts, domain)
    for (const bucket of buckets) {
      if (await records.get('object', `${bucket}/${key}`)) return { bucket, key }
    }
    return undefined
  },
})
