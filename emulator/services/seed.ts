import { createHash } from 'node:crypto'
import { type SigningType, signingTypes } from '#contracts/cdn/signing-types.ts'
import { exampleAccount } from '#contracts/vod/example-account.ts'
import { allRecords } from '../kernel/all-records.ts'
import type { ApplicationRecord } from '../ports/records/applications.ts'
import type { DomainRecord } from '../ports/records/domains.ts'
import type { Change, Records, Stored } from '../ports/records/records.ts'
import { decide } from './records.ts'

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
  readonly seed?: { readonly accounts: Readonly<Record<string, AccountContent>> } | undefined
}

/** What an account holds at the start. */
interface AccountContent {
  readonly acceleration?: boolean | undefined
  readonly multiApplication?: boolean | undefined
}

/** A CDN domain, with signing on if it has a key. */
interface DomainSeed {
  readonly name: string
  readonly accountId?: string | undefined
  readonly key?: string | undefined
  readonly signingType?: SigningType | undefined
  readonly validitySeconds?: number | undefined
  readonly https?: boolean | undefined
  readonly status?: DomainRecord['status'] | undefined
  readonly storageLocation?: string | undefined
}

interface AccountSeed {
  readonly accountId: string
  readonly content: AccountContent
  readonly bucket: string
  readonly region: string
}

/** As the service names buckets that it makes itself: `outin-` and 32 hex digits. */
const bucketNameFor = (accountId: string): string =>
  `outin-${createHash('md5').update(accountId).digest('hex')}`

function accountSeeds(options: SeedOptions): AccountSeed[] {
  const { accountId, bucket, region, accessKeys, cdnDomains } = options
  const contents = options.seed?.accounts ?? {}
  const owners = [...accessKeys, ...cdnDomains].map((one) => one.accountId ?? accountId)
  return [...new Set([accountId, ...owners, ...Object.keys(contents)])].map((id) => ({
    accountId: id,
    content: contents[id] ?? {},
    bucket: id === accountId ? bucket : bucketNameFor(id),
    region,
  }))
}

/** What the options say, whatever was kept from an earlier start. */
function configured({ accountId, content, bucket, region }: AccountSeed): readonly Change[] {
  const location = `${bucket}.oss-${region}.aliyuncs.com`
  const { appId: defaultAppId, masked } = exampleAccount
  const { acceleration: isAccelerated = false, multiApplication: hasApplications = true } = content
  const defaultLocations = { [region]: location }
  const account = { defaultAppId, defaultLocations, isAccelerated, hasApplications }
  const type = 'vod_oss_bucket'
  return [
    { kind: 'account', key: accountId, value: account },
    { kind: 'bucket', key: bucket, value: { bucket, accountId, region } },
    {
      kind: 'storage',
      key: `${accountId}/${location}`,
      value: { accountId, location, bucket, region, type },
    },
    { kind: 'alias', key: `${accountId}/${masked.storageLocation}`, value: { of: location } },
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

/** What the account may change later. */
function initial({ accountId }: AccountSeed, atMs: number): readonly Change[] {
  const { categories, materials, masked } = exampleAccount
  const application = systemApplication(atMs)
  const { appId } = application
  return [
    { kind: 'application', key: `${accountId}/${appId}`, value: application },
    { kind: 'applicationList', key: accountId, value: { appIds: [appId] } },
    { kind: 'alias', key: `${accountId}/${masked.appId}`, value: { of: appId } },
    ...[...categories, materials].map(
      (category): Change => ({
        kind: 'category',
        key: `${accountId}/${category.cateId}`,
        value: { accountId, ...category },
      }),
    ),
    { kind: 'categoryTree', key: accountId, value: { lastCateId: materials.cateId } },
  ]
}

/** When accounts begin that an emulator makes. */
const startOf = ({ clock }: SeedOptions): number => clock ?? Date.now()

/** What the service takes unless another validity was set, seconds. */
const defaultValidity = 1800

function domainRecord(seed: DomainSeed, position: number, ownAccountId: string): DomainRecord {
  const { name, key, signingType, storageLocation } = seed
  const accepted = signingType ? [signingType] : signingTypes
  return {
    name,
    accountId: seed.accountId ?? ownAccountId,
    position,
    ...(storageLocation !== undefined && { storageLocation }),
    signingTypes: key === undefined ? [] : accepted,
    validitySeconds: seed.validitySeconds ?? defaultValidity,
    https: seed.https ?? false,
    status: seed.status ?? 'online',
  }
}

const domainChanges = ({ cdnDomains, accountId }: SeedOptions): readonly Change[] =>
  cdnDomains.map((seed, position) => ({
    kind: 'domain',
    key: seed.name,
    value: domainRecord(seed, position, accountId),
  }))

/** Everything that accounts have at the start. */
export const seedChanges = (options: SeedOptions): readonly Change[] => [
  ...accountSeeds(options).flatMap((seed) => [
    ...configured(seed),
    ...initial(seed, startOf(options)),
  ]),
  ...domainChanges(options),
]

/** Domains are those of the options alone: the keys of others from an earlier start are not known. */
async function seedDomains(records: Records, options: SeedOptions): Promise<void> {
  await decide(async () => {
    const found: Stored<'domain'>[] = []
    for await (const stored of allRecords(records, 'domain')) found.push(stored)
    if (found.length === 0 && options.cdnDomains.length === 0) return
    await records.commit(
      [...found.map(({ key }): Change => ({ kind: 'domain', key })), ...domainChanges(options)],
      found.map(({ key, version }) => ({ kind: 'domain', key, version })),
    )
  })
}

/**
 * Brings accounts into the state that the options ask for: missing ones are created from the seed; in
 * existing ones only the default storage location and the domains are replaced.
 *
 * @throws StorageError when records cannot be kept just now
 */
export async function seed(records: Records, options: SeedOptions): Promise<void> {
  for (const account of accountSeeds(options)) {
    await decide(async () => {
      const key = account.accountId
      const found = await records.get('account', key)
      const changes = [...configured(account), ...(found ? [] : initial(account, startOf(options)))]
      await records.commit(changes, [{ kind: 'account', key, version: found?.version }])
    })
  }
  await seedDomains(records, options)
}
