import { randomUUID } from 'node:crypto'
import { describe, expect } from 'vitest'
import { exampleAccount } from '#contracts/vod/example-account.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { test as base } from '../../setup/fixtures.ts'

type Parameters = Readonly<Record<string, string>>

interface Client {
  readonly call: (action: string, parameters: Parameters) => Promise<Body>
  /** Creates an application with a new name, and answers its id. */
  readonly created: (parameters?: Parameters) => Promise<string>
  /** The code of a refusal, or `ok`. */
  readonly outcome: (action: string, parameters: Parameters) => Promise<string>
}

const newName = (): string => `test-${randomUUID()}`

/** A test with one client; the applications that it makes are removed afterwards. */
const test = base.extend('client', ({ target }, { onCleanup }): Client => {
  const call = (action: string, parameters: Parameters) =>
    succeeded(openapiCore.call(target, action, parameters))
  const made: string[] = []
  onCleanup(async () => {
    for (const AppId of made) await openapiCore.call(target, 'DeleteAppInfo', { AppId })
  })
  return {
    call,
    async created(parameters = {}) {
      const { AppId } = await call('CreateAppInfo', { AppName: newName(), ...parameters })
      made.push(String(AppId))
      return String(AppId)
    },
    async outcome(action, parameters) {
      const result = await openapiCore.call(target, action, parameters)
      return result.ok ? 'ok' : result.code
    },
  }
})

const infoOf = async ({ call }: Client, AppId: string): Promise<unknown> => {
  const { AppInfoList } = await call('GetAppInfos', { AppIds: AppId })
  return (AppInfoList as readonly unknown[])[0]
}

describe('CreateAppInfo', () => {
  test('makes an application that GetAppInfos describes', async ({ client }) => {
    const AppName = `应用.${randomUUID()}@a`
    const AppId = await client.created({ AppName, Description: 'of a test' })

    expect(AppId).toMatch(/^app-[a-z0-9]{7}$/)
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    expect(await infoOf(client, AppId)).toEqual({
      AppId,
      AppName,
      Description: 'of a test',
      Status: 'Normal',
      Type: 'Custom',
      CreationTime: time,
      ModificationTime: time,
    })
  })

  test('takes the name of a deleted one again', async ({ client }) => {
    const AppName = newName()
    const AppId = await client.created({ AppName })
    expect(await client.outcome('CreateAppInfo', { AppName })).toBe('AlreadyExist.AppName')

    await client.call('DeleteAppInfo', { AppId })

    expect(await client.created({ AppName })).not.toBe(AppId)
  })
})

describe('GetAppInfos', () => {
  test('tells those that exist, in order, from those that do not', async ({ client }) => {
    const own = await client.created()
    const system = exampleAccount.appId

    const body = await client.call('GetAppInfos', { AppIds: `${own},app-nobody,${system},${own}` })

    expect(body).toMatchObject({
      AppInfoList: [
        { AppId: own, Type: 'Custom' },
        { AppId: system, Type: 'System' },
      ],
      NonExistAppIds: ['app-nobody'],
    })
    expect(body).not.toHaveProperty('Code')
  })
})

describe('ListAppInfo', () => {
  test('lists all applications, those of a status, and those of a resource group', async ({
    target,
    client,
  }) => {
    const ResourceGroupId = `rg-${randomUUID()}`
    const first = await client.created({ ResourceGroupId })
    const second = await client.created({ ResourceGroupId })
    await client.call('UpdateAppInfo', { AppId: first, Status: 'Disable' })
    const listed = async (parameters: Parameters) => {
      const { Total, AppInfoList } = await client.call('ListAppInfo', {
        PageSize: '100',
        ...parameters,
      })
      const ids = (AppInfoList as readonly { AppId: string }[]).map(({ AppId }) => AppId)
      return { total: Total, ids, first: (AppInfoList as readonly unknown[])[0] }
    }

    const all = await listed({})
    expect(all.ids).toEqual([...all.ids.slice(0, -1), exampleAccount.appId])
    expect(all.ids.indexOf(second)).toBeLessThan(all.ids.indexOf(first))
    expect(all.total).toBe(all.ids.length)
    expect(all.first).toMatchObject({ RegionId: target.region })
    expect((await listed({ ResourceGroupId })).ids).toEqual([second, first])
    expect((await listed({ ResourceGroupId, Status: 'Disable' })).ids).toEqual([first])
    expect(await listed({ ResourceGroupId, PageSize: '1', PageNo: '2' })).toMatchObject({
      total: 2,
      ids: [first],
    })
  })
})

describe('UpdateAppInfo', () => {
  test('changes what is sent and nothing else', async ({ client }) => {
    const AppId = await client.created({ Description: 'before' })
    const before = await infoOf(client, AppId)

    await client.call('UpdateAppInfo', { AppId })
    expect(await infoOf(client, AppId)).toEqual(before)
    const AppName = newName()
    await client.call('UpdateAppInfo', { AppId, AppName })

    expect(await infoOf(client, AppId)).toMatchObject({ AppName, Description: 'before' })
    // Its own name is not another's.
    await client.call('UpdateAppInfo', { AppId, AppName, Description: 'after' })
    expect(await infoOf(client, AppId)).toMatchObject({ AppName, Description: 'after' })
  })

  test('disables an application for new media until it is enabled again', async ({ client }) => {
    const AppId = await client.created()
    const media = { BusinessType: 'watermark', AppId }

    await client.call('UpdateAppInfo', { AppId, Status: 'Disable' })
    expect(await client.outcome('CreateUploadAttachedMedia', media)).toBe(
      'Forbidden.OperateAppResource',
    )

    await client.call('UpdateAppInfo', { AppId, Status: 'Normal' })
    const { MediaId } = await client.call('CreateUploadAttachedMedia', media)
    const { AttachedMediaList } = await client.call('GetAttachedMediaInfo', {
      MediaIds: String(MediaId),
    })
    expect(AttachedMediaList).toMatchObject([{ AppId }])
    await client.call('DeleteAttachedMedia', { MediaIds: String(MediaId) })
  })
})

test('an application can be deleted once nothing is in it, and is unknown then', async ({
  client,
}) => {
  const AppId = await client.created()
  const media = { BusinessType: 'watermark', AppId }
  const { MediaId } = await client.call('CreateUploadAttachedMedia', media)
  expect(await client.outcome('DeleteAppInfo', { AppId })).toBe('Forbidden.ResourceNotEmpty')

  const text = { Type: 'Text', Name: 'test', WatermarkConfig: '{"Content":"x"}', AppId }
  const { WatermarkInfo } = await client.call('AddWatermark', text)
  await client.call('DeleteAttachedMedia', { MediaIds: String(MediaId) })
  expect(await client.outcome('DeleteAppInfo', { AppId })).toBe('Forbidden.ResourceNotEmpty')

  const { WatermarkId } = WatermarkInfo as { readonly WatermarkId: string }
  await client.call('SetMessageCallback', { AppId, CallbackURL: 'http://127.0.0.1:9/' })
  await client.call('DeleteWatermark', { WatermarkId })
  expect(await client.outcome('DeleteAppInfo', { AppId })).toBe('Forbidden.ResourceNotEmpty')

  await client.call('DeleteMessageCallback', { AppId })
  await client.call('DeleteAppInfo', { AppId })

  expect(await client.call('GetAppInfos', { AppIds: AppId })).toMatchObject({
    AppInfoList: [],
    NonExistAppIds: [AppId],
  })
  expect(await client.outcome('CreateUploadAttachedMedia', media)).toBe(
    'Forbidden.OperateAppResource',
  )
})
