import { exampleAccount } from '#contracts/vod/example-account.ts'
import type { Decision } from '../kernel/events.ts'
import type { SeededContent } from '../kernel/seed.ts'
import { bucketNameFor } from '../kernel/storage-names.ts'
import type { ApplicationRecord } from '../ports/records/applications.ts'
import type { Change, Records } from '../ports/records/records.ts'
import { decide } from './records.ts'
import { type DomainSeed, domainChanges, seedDomains } from './seeded-domains.ts'
import {
  defaultLocations,
  type Place,
  seededRecords,
  storageRecord,
  templateGroup,
} from './seeded-records.ts'

/** The options that accounts are made from. */
export interface SeedOptions {
  /** The account for keys that do not name one. */
  readonly accountId: string
  /** Bucket of its default storage location. */
  readonly bucket: string
  readonly region: string
  readonly accessKeys: readonly { readonly accountId?: string | undefined }[]
  /** Where the emulator's clock starts, ms since 1970; undefined: at the system's time. */
  readonly clock?: number | undefined
  readonly cdnDomains: readonly DomainSeed[]
  readonly seed?: { readonly accounts: Readonly<Record<string, SeededContent>> } | undefined
}

interface AccountSeed extends Place {
  readonly content: SeededContent
  /** Whether its storage is what the seed names, and not the one of the options. */
  readonly hasOwnStorage: boolean
}

function accountSeeds(options: SeedOptions): AccountSeed[] {
  const { accountId, bucket, region, accessKeys, cdnDomains, clock: atMs = Date.now() } = options
  const contents = options.seed?.accounts ?? {}
  const owners = [...accessKeys, ...cdnDomains].map((one) => one.accountId ?? accountId)
  return [...new Set([accountId, ...owners, ...Object.keys(contents)])].map((id) => {
    const { storage, ...content } = contents[id] ?? {}
    const own = { bucket: id === accountId ? bucket : bucketNameFor(id) }
    return {
      accountId: id,
      region,
      atMs,
      content: { ...content, storage: storage ?? [own] },
      hasOwnStorage: storage !== undefined,
    }
  })
}

/** What the options say, whatever was kept from an earlier start. */
function configured({ content, hasOwnStorage, ...place }: AccountSeed): readonly Change[] {
  const { accountId, region } = place
  const { acceleration = false, multiApplication = true, storage = [], outcomes = [] } = content
  const templateGroups = (content.templateGroups ?? []).map(templateGroup)
  const { appId: defaultAppId, masked } = exampleAccount
  const shared = storage.filter(({ appId }) => appId === undefined)
  const locations = defaultLocations(shared.map((one) => storageRecord(place, one)))
  const location = locations[region]
  const account = {
    defaultAppId,
    defaultLocations: locations,
    isAccelerated: acceleration,
    hasApplications: multiApplication,
    templateGroups,
    outcomes,
  }
  const alias = { kind: 'alias', key: `${accountId}/${masked.storageLocation}` } as const
  return [
    { kind: 'account', key: accountId, value: account },
    location === undefined ? alias : { ...alias, value: { of: location } },
    ...(hasOwnStorage ? [] : seededRecords(place, { storage })),
  ]
}

/** The application that every account has. */
const systemApplication = (atMs: number): ApplicationRecord => ({
  appId: exampleAccount.appId,
  appName: exampleAccount.appName,
  status: 'Normal',
  type: 'System',
  defaultLocations: {},
  mayHaveResources: true,
  createdAtMs: atMs,
  modifiedAtMs: atMs,
})

/** What every account has, and may not remove. */
function builtIn({ accountId, atMs }: Place): readonly Change[] {
  const { materials, masked } = exampleAccount
  const application = systemApplication(atMs)
  const { appId } = application
  return [
    { kind: 'application', key: `${accountId}/${appId}`, value: application },
    { kind: 'alias', key: `${accountId}/${masked.appId}`, value: { of: appId } },
    {
      kind: 'category',
      key: `${accountId}/${materials.cateId}`,
      value: { accountId, ...materials },
    },
  ]
}

/** The applications and the categories of an account as a whole. */
interface Whole {
  readonly appIds: readonly string[]
  readonly lastCateId: number
}

const nothing: Whole = { appIds: [], lastCateId: exampleAccount.materials.cateId }

/** The same with what changes add. */
function wholeWith({ appIds, lastCateId }: Whole, changes: readonly Change[]): Whole {
  const applications = changes.filter(({ kind }) => kind === 'application')
  const cateIds = changes.flatMap((one) =>
    one.kind === 'category' && one.value ? [one.value.cateId] : [],
  )
  return {
    appIds: [...appIds, ...applications.map(({ key }) => key.slice(key.indexOf('/') + 1))],
    lastCateId: Math.max(lastCateId, ...cateIds),
  }
}

const wholeChanges = (accountId: string, { appIds, lastCateId }: Whole): readonly Change[] => [
  { kind: 'applicationList', key: accountId, value: { appIds } },
  { kind: 'categoryTree', key: accountId, value: { lastCateId } },
]

/** Everything of an account that there was not before. */
function initial(seed: AccountSeed): readonly Change[] {
  const { content, ...place } = seed
  const { categories = exampleAccount.categories } = content
  const records = [...builtIn(place), ...seededRecords(place, { ...content, categories })]
  return [...records, ...wholeChanges(place.accountId, wholeWith(nothing, records))]
}

/** Everything that accounts have at the start. */
export const seedChanges = (options: SeedOptions): readonly Change[] => [
  ...accountSeeds(options).flatMap((seed) => [...configured(seed), ...initial(seed)]),
  ...domainChanges(options),
]

/** @throws Error when a bucket that a seed names belongs to another account */
async function requireOwnBuckets(records: Records, seed: AccountSeed): Promise<void> {
  const { accountId, content, hasOwnStorage } = seed
  for (const { bucket } of hasOwnStorage ? (content.storage ?? []) : []) {
    const owner = (await records.get('bucket', bucket))?.value.accountId
    if (owner !== undefined && owner !== accountId)
      throw new Error(
        `The bucket ${bucket}, which the seed gives to the account ${accountId}, belongs to the account ${owner} in what was kept.`,
      )
  }
}

/** The names of the applications of an account. */
async function applicationNames(
  records: Records,
  accountId: string,
  appIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = await Promise.all(
    appIds.map((appId) => records.get('application', `${accountId}/${appId}`)),
  )
  return new Set(found.flatMap((one) => (one ? [one.value.appName] : [])))
}

/** What a seed names of an account that was there before, and the account does not have. */
async function added(records: Records, seed: AccountSeed): Promise<Decision> {
  const { content, hasOwnStorage, ...place } = seed
  const { accountId } = place
  const { storage, ...others } = content
  const named = seededRecords(place, hasOwnStorage ? content : others)
  const found = await Promise.all(named.map(({ kind, key }) => records.get(kind, key)))
  const list = await records.get('applicationList', accountId)
  const tree = await records.get('categoryTree', accountId)
  const whole = { ...nothing, ...list?.value, ...tree?.value }
  const names = await applicationNames(records, accountId, whole.appIds)
  const isTaken = (one: Change) =>
    one.kind === 'application' && one.value !== undefined && names.has(one.value.appName)
  const changes = named.filter((one, i) => !found[i] && !isTaken(one))
  if (changes.length === 0) return { changes, expected: [] }
  return {
    changes: [...changes, ...wholeChanges(accountId, wholeWith(whole, changes))],
    expected: [
      ...changes.map(({ kind, key }) => ({ kind, key, version: undefined })),
      { kind: 'applicationList', key: accountId, version: list?.version },
      { kind: 'categoryTree', key: accountId, version: tree?.version },
    ],
  }
}

/**
 * Brings accounts into the state that the options ask for: missing ones are created from the seed. Existing ones keep what
 * they have: flags, default locations and domains are as the options say, and what a seed names is added where it is
 * missing.
 *
 * @throws StorageError when records cannot be kept just now
 * @throws Error when a bucket that a seed names belongs to another account
 */
export async function seed(records: Records, options: SeedOptions): Promise<void> {
  for (const account of accountSeeds(options)) {
    await decide(async () => {
      const key = account.accountId
      await requireOwnBuckets(records, account)
      const found = await records.get('account', key)
      const { changes, expected } = found
        ? await added(records, account)
        : { changes: initial(account), expected: [] }
      await records.commit(
        [...configured(account), ...changes],
        [{ kind: 'account', key, version: found?.version }, ...expected],
      )
    })
  }
  await seedDomains(records, options)
}
