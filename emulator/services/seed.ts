import { createHash } from 'node:crypto'
import { exampleAccount } from '#contracts/vod/example-account.ts'
import type { Change, Records } from '../ports/records/records.ts'
import { decide } from './records.ts'

/** The options that accounts are made from. */
export interface SeedOptions {
  /** The account for keys that do not name one. */
  readonly accountId: string
  /** Bucket of its default storage location. */
  readonly bucket: string
  readonly region: string
  readonly accessKeys: readonly { readonly accountId?: string | undefined }[]
}

interface AccountSeed {
  readonly accountId: string
  readonly bucket: string
  readonly region: string
}

/** As the service names buckets that it makes itself: `outin-` and 32 hex digits. */
const bucketNameFor = (accountId: string): string =>
  `outin-${createHash('md5').update(accountId).digest('hex')}`

function accountSeeds({ accountId, bucket, region, accessKeys }: SeedOptions): AccountSeed[] {
  const ids = new Set([accountId, ...accessKeys.map((key) => key.accountId ?? accountId)])
  return [...ids].map((id) => ({
    accountId: id,
    bucket: id === accountId ? bucket : bucketNameFor(id),
    region,
  }))
}

/** What the options say, whatever was kept from an earlier start. */
function configured({ accountId, bucket, region }: AccountSeed): readonly Change[] {
  const location = `${bucket}.oss-${region}.aliyuncs.com`
  const { appId: defaultAppId, masked } = exampleAccount
  const account = { defaultAppId, defaultLocations: { [region]: location } }
  const storage = { location, bucket, region }
  return [
    { kind: 'account', key: accountId, value: account },
    { kind: 'bucket', key: bucket, value: { bucket, accountId } },
    ...[location, masked.storageLocation].map(
      (name): Change => ({ kind: 'storage', key: `${accountId}/${name}`, value: storage }),
    ),
  ]
}

/** What the account may change later. */
function initial({ accountId }: AccountSeed): readonly Change[] {
  const { appId, categories, materials, masked } = exampleAccount
  return [
    ...[appId, masked.appId].map(
      (name): Change => ({ kind: 'application', key: `${accountId}/${name}`, value: { appId } }),
    ),
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

/** Everything that accounts have at the start. */
export const seedChanges = (options: SeedOptions): readonly Change[] =>
  accountSeeds(options).flatMap((seed) => [...configured(seed), ...initial(seed)])

/**
 * Brings accounts into the state that the options ask for: missing ones are created from the seed; in
 * existing ones only the default storage location is replaced.
 *
 * @throws StorageError when records cannot be kept just now
 */
export async function seed(records: Records, options: SeedOptions): Promise<void> {
  for (const account of accountSeeds(options)) {
    await decide(async () => {
      const key = account.accountId
      const found = await records.get('account', key)
      const changes = [...configured(account), ...(found ? [] : initial(account))]
      await records.commit(changes, [{ kind: 'account', key, version: found?.version }])
    })
  }
}
