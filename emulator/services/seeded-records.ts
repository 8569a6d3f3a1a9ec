import { exampleAccount } from '#contracts/vod/example-account.ts'
import type {
  SeededApplication,
  SeededCallback,
  SeededCategory,
  SeededContent,
  SeededStorage,
  SeededTemplateGroup,
} from '../kernel/seed.ts'
import { locationOf } from '../kernel/storage-names.ts'
import type { StorageRecord, TemplateGroup } from '../ports/records/accounts.ts'
import type { ApplicationRecord } from '../ports/records/applications.ts'
import type { CategoryRecord } from '../ports/records/categories.ts'
import type { Change } from '../ports/records/records.ts'

/** Where an account is, and since when. */
export interface Place {
  readonly accountId: string
  /** That of what names none. */
  readonly region: string
  readonly atMs: number
}

export const storageRecord = (
  { accountId, region: own }: Pick<Place, 'accountId' | 'region'>,
  { bucket, region = own, type = 'vod_oss_bucket', appId }: SeededStorage,
): StorageRecord => ({
  accountId,
  location: locationOf(bucket, region),
  bucket,
  region,
  type,
  ...(appId !== undefined && { appId }),
})

/** By default the source is the one stream, without snapshots or review. */
export const templateGroup = ({
  templateGroupId,
  definitions = ['OD'],
  snapshots = false,
  review = false,
}: SeededTemplateGroup): TemplateGroup => ({
  templateGroupId,
  definitions,
  takesSnapshots: snapshots,
  isReviewed: review,
})

/** The first location of each region. */
export const defaultLocations = (
  storages: readonly StorageRecord[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(storages.toReversed().map(({ region, location }) => [region, location]))

/** A storage location, and its bucket. */
const storageChanges = (storage: StorageRecord): readonly Change[] => {
  const { accountId, bucket, location, region } = storage
  return [
    { kind: 'bucket', key: bucket, value: { bucket, accountId, region } },
    { kind: 'storage', key: `${accountId}/${location}`, value: storage },
  ]
}

type Above = Pick<CategoryRecord, 'type' | 'cateId' | 'level'>

const top: Above = { type: 'default', cateId: -1, level: -1 }

/** Some categories, and all below them. */
function categoryRecords(
  accountId: string,
  categories: readonly SeededCategory[],
  { type, cateId: parentId, level: levelAbove }: Above,
): readonly CategoryRecord[] {
  return categories.flatMap(({ cateId, cateName, categories: below = [] }) => {
    const record = { accountId, cateId, cateName, type, parentId, level: levelAbove + 1 }
    return [record, ...categoryRecords(accountId, below, record)]
  })
}

const application = (
  { accountId, region, atMs }: Place,
  { appId, appName, description, resourceGroupId, status = 'Normal' }: SeededApplication,
  storage: readonly SeededStorage[],
): ApplicationRecord => {
  const own = storage.filter((one) => one.appId === appId)
  return {
    appId,
    appName,
    ...(description !== undefined && { description }),
    ...(resourceGroupId !== undefined && { resourceGroupId }),
    status,
    type: 'Custom',
    defaultLocations: defaultLocations(own.map((one) => storageRecord({ accountId, region }, one))),
    mayHaveResources: true,
    createdAtMs: atMs,
    modifiedAtMs: atMs,
  }
}

function callback({ accountId, region: own }: Place, seeded: SeededCallback): Change {
  const { appId = exampleAccount.appId, region = own, eventTypeList } = seeded
  const place = { accountId, region, appId, eventTypes: eventTypeList }
  const authKey = 'authKey' in seeded ? seeded.authKey : undefined
  const value =
    'callbackUrl' in seeded
      ? {
          ...place,
          target: { type: 'HTTP', url: seeded.callbackUrl } as const,
          isSigned: authKey !== undefined,
          ...(authKey !== undefined && { authKey }),
        }
      : {
          ...place,
          target: {
            type: 'MNS',
            endpoint: seeded.mnsEndpoint,
            queue: seeded.mnsQueueName,
          } as const,
          isSigned: false,
        }
  return { kind: 'messageCallback', key: `${accountId}/${region}/${appId}`, value }
}

/** What a seed names of an account, as records. */
export function seededRecords(place: Place, content: SeededContent): readonly Change[] {
  const { accountId } = place
  const {
    storage = [],
    categories = [],
    materials = [],
    applications = [],
    callbacks = [],
  } = content
  return [
    ...storage.flatMap((one) => storageChanges(storageRecord(place, one))),
    ...[
      ...categoryRecords(accountId, categories, top),
      ...categoryRecords(accountId, materials, exampleAccount.materials),
    ].map((value): Change => ({ kind: 'category', key: `${accountId}/${value.cateId}`, value })),
    ...applications.map(
      (one): Change => ({
        kind: 'application',
        key: `${accountId}/${one.appId}`,
        value: application(place, one, storage),
      }),
    ),
    ...callbacks.map((one) => callback(place, one)),
  ]
}
