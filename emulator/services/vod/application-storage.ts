import type * as contract from '#contracts/vod/application-storage.ts'
import type { Context, Handler, Handlers } from '../../kernel/handler.ts'
import type { StorageRecord } from '../../ports/records/accounts.ts'
import type { Change, Expectation, Records, Stored } from '../../ports/records/records.ts'
import type { Account } from '../accounts.ts'
import { decide } from '../records.ts'
import { type ApplicationPorts, requireOpen } from './open-applications.ts'

/** More than an application can have. */
const maxStorages = 1000

/** The storage locations of an application. */
export async function storagesOf(
  records: Records,
  accountId: string,
  appId: string,
): Promise<readonly Stored<'storage'>[]> {
  const equal = { accountId, appId }
  const query = { index: 'application', equal, limit: maxStorages } as const
  return (await records.find('storage', query)).items
}

/** A storage location that an application is given, and what else changes with it. */
interface Given {
  readonly storage: StorageRecord
  readonly changes: readonly Change[]
  readonly expected: readonly Expectation[]
}

type Call = Context<typeof contract.AddVodStorageForApp>

/** A bucket of VOD that does not exist yet: an application has one. */
async function newBucket(
  { records, ids }: ApplicationPorts,
  { accountId, region }: Account,
  appId: string,
  { fault }: Call,
): Promise<Given> {
  const others = await storagesOf(records, accountId, appId)
  if (others.some(({ value }) => value.type === 'vod_oss_bucket'))
    throw fault('InvalidParameter', { parameter: 'AppId' })
  const bucket = ids.bucket()
  const location = `${bucket}.oss-${region}.aliyuncs.com`
  const type = 'vod_oss_bucket'
  return {
    storage: { accountId, location, bucket, region, type, appId },
    changes: [{ kind: 'bucket', key: bucket, value: { bucket, accountId, region } }],
    expected: [{ kind: 'bucket', key: bucket, version: undefined }],
  }
}

/** A bucket of the account itself, which no other application has. */
async function ownBucket(
  { records }: ApplicationPorts,
  account: Account,
  appId: string,
  name: string | undefined,
  { fault }: Call,
): Promise<Given> {
  const named = await account.storage(name)
  const found = named && (await records.get('storage', `${account.accountId}/${named.location}`))
  const isFree = (found?.value.appId ?? appId) === appId
  if (found?.value.type !== 'user_oss_bucket' || !isFree) throw fault('InvalidStorage.NotFound')
  const { key, value, version } = found
  return {
    storage: { ...value, appId },
    changes: [],
    expected: [{ kind: 'storage', key, version }],
  }
}

const add =
  (ports: ApplicationPorts): Handler<typeof contract.AddVodStorageForApp> =>
  async (input, call) => {
    const { principal, urls, fault } = call
    await requireOpen(ports, call)
    const account = ports.accounts.of(principal.accountId, urls.region)
    return decide(async () => {
      const application = await account.application(input.AppId)
      if (!application) throw fault('Forbidden.OperateApp')
      const { key, value, version } = application
      if (value.type === 'System') throw fault('InvalidParameter', { parameter: 'AppId' })
      const { storage, changes, expected } =
        input.StorageType === 'user_oss_bucket'
          ? await ownBucket(ports, account, value.appId, input.StorageLocation, call)
          : await newBucket(ports, account, value.appId, call)
      const { location, region } = storage
      const defaultLocations = { [region]: location, ...value.defaultLocations }
      await ports.records.commit(
        [
          ...changes,
          { kind: 'storage', key: `${account.accountId}/${location}`, value: storage },
          { kind: 'application', key, value: { ...value, defaultLocations } },
        ],
        [...expected, { kind: 'application', key, version }],
      )
      return { StorageLocation: location }
    })
  }

/** Operations of the storage locations of applications. */
export const applicationStorage = (ports: ApplicationPorts): Handlers<typeof contract> => ({
  AddVodStorageForApp: add(ports),
})
