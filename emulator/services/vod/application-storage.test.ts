import { beforeEach, expect, test } from 'vitest'
import * as storageContract from '#contracts/vod/application-storage.ts'
import * as contract from '#contracts/vod/applications.ts'
import { adjustableClock } from '../../adapters/adjustable-clock.ts'
import { memoryRecords } from '../../adapters/memory/records.ts'
import { randomIds } from '../../adapters/random-ids.ts'
import type { Records } from '../../ports/records/records.ts'
import { handlerContext } from '../../testing/handler-context.ts'
import { accountId } from '../../testing/keyring.ts'
import { accounts } from '../accounts.ts'
import { seed } from '../seed.ts'
import { applicationStorage } from './application-storage.ts'
import { applications } from './applications.ts'

const region = 'cn-shanghai'
const own = 'my-bucket.oss-cn-shanghai.aliyuncs.com'

let records: Records
let vod: ReturnType<typeof service>

function service() {
  const ports = {
    records,
    ids: randomIds(),
    clock: adjustableClock({ startMs: 0, frozen: true }),
    accounts: accounts(records),
  }
  const { CreateAppInfo, DeleteAppInfo } = applications(ports)
  const { AddVodStorageForApp } = applicationStorage(ports)
  return {
    create: async (AppName: string) =>
      String((await CreateAppInfo({ AppName }, handlerContext(contract.CreateAppInfo))).AppId),
    remove: (AppId: string) => DeleteAppInfo({ AppId }, handlerContext(contract.DeleteAppInfo)),
    add: (AppId: string) =>
      AddVodStorageForApp({ AppId }, handlerContext(storageContract.AddVodStorageForApp)),
    addOwn: (AppId: string) =>
      AddVodStorageForApp(
        { AppId, StorageType: 'user_oss_bucket', StorageLocation: own },
        handlerContext(storageContract.AddVodStorageForApp),
      ),
  }
}

/** Where uploads of an application go, and where they go when they name the bucket of the account itself. */
async function placesOf(appId: string) {
  const account = accounts(records).of(accountId, region)
  const application = (await account.application(appId))?.value
  return {
    byDefault: (await account.storage(undefined, application))?.location,
    named: (await account.storage(own, application))?.location,
  }
}

const ofAccount = 'outin.oss-cn-shanghai.aliyuncs.com'

beforeEach(async () => {
  records = memoryRecords()
  await seed(records, { accountId, bucket: 'outin', region, accessKeys: [], cdnDomains: [] })
  const bucket = { accountId, bucket: 'my-bucket', region }
  const value = { ...bucket, location: own, type: 'user_oss_bucket' as const }
  await records.commit([
    { kind: 'bucket', key: bucket.bucket, value: bucket },
    { kind: 'storage', key: `${accountId}/${own}`, value },
  ])
  vod = service()
})

test('a bucket of the account itself serves all of its applications until one is given it', async () => {
  const [first, second] = [await vod.create('first'), await vod.create('second')]
  expect(await placesOf(second)).toEqual({ byDefault: ofAccount, named: own })

  expect(await vod.addOwn(first)).toEqual({ StorageLocation: own })
  await vod.addOwn(first)

  expect(await placesOf(first)).toEqual({ byDefault: own, named: own })
  expect(await placesOf(second)).toEqual({ byDefault: ofAccount, named: undefined })
  await expect(vod.addOwn(second)).rejects.toMatchObject({ code: 'InvalidStorage.NotFound' })
})

test('the first location of an application stays its default one', async () => {
  const appId = await vod.create('a')
  await vod.addOwn(appId)

  const { StorageLocation } = await vod.add(appId)

  expect(StorageLocation).not.toBe(own)
  expect((await placesOf(appId)).byDefault).toBe(own)
})

test('with an application goes its bucket of VOD, but not one of the account itself', async () => {
  const [first, second] = [await vod.create('first'), await vod.create('second')]
  await vod.addOwn(first)
  const { StorageLocation } = await vod.add(first)
  const keyOf = (location: string) => `${accountId}/${location}`
  expect(await records.get('storage', keyOf(String(StorageLocation)))).toBeDefined()

  await vod.remove(first)

  expect(await records.get('storage', keyOf(String(StorageLocation)))).toBeUndefined()
  expect(await placesOf(second)).toEqual({ byDefault: ofAccount, named: own })
  await vod.addOwn(second)
})

test('two emulators that give an application a bucket at the same time give it one', async () => {
  const appId = await vod.create('a')

  const outcomes = await Promise.allSettled([vod.add(appId), service().add(appId)])

  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const { items } = await records.list('storage', { limit: 9 })
  expect(items.filter(({ value }) => value.appId === appId)).toHaveLength(1)
})
