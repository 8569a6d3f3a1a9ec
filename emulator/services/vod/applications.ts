import type * as contract from '#contracts/vod/applications.ts'
import { required } from '../../kernel/checks.ts'
import type { Handler, Handlers } from '../../kernel/handler.ts'
import type { Ids } from '../../ports/ids.ts'
import type { ApplicationRecord } from '../../ports/records/applications.ts'
import type { Change, Records, Stored } from '../../ports/records/records.ts'
import { decide } from '../records.ts'
import { hasResources } from './application-resources.ts'
import { storagesOf } from './application-storage.ts'
import { type ApplicationPorts, requireOpen } from './open-applications.ts'

/** Maximum number of applications besides that of the system. */
const maxOwn = 10

/** All applications of an account, that of the system first. */
async function applicationsOf(records: Records, accountId: string) {
  const list = required(await records.get('applicationList', accountId))
  const found = await Promise.all(
    list.value.appIds.map((appId) => records.get('application', `${accountId}/${appId}`)),
  )
  return { list, all: found.filter((one) => one !== undefined) }
}

type Applications = Awaited<ReturnType<typeof applicationsOf>>

/** Commits changes that were decided on all applications, which are as they were read. */
const commit = (
  records: Records,
  { list: { key, value, version }, all }: Applications,
  changes: readonly Change[],
  appIds = value.appIds,
): Promise<void> =>
  records.commit(
    [...changes, { kind: 'applicationList', key, value: { appIds } }],
    [
      { kind: 'applicationList', key, version },
      ...all.map((one) => ({ kind: 'application', key: one.key, version: one.version }) as const),
    ],
  )

const isNamed =
  (name: string) =>
  ({ value }: Stored<'application'>): boolean =>
    value.appName === name

/** A new id that none of some has. */
function newId(ids: Pick<Ids, 'appId'>, taken: readonly string[]): string {
  for (;;) {
    const appId = ids.appId()
    if (!taken.includes(appId)) return appId
  }
}

const create =
  (ports: ApplicationPorts): Handler<typeof contract.CreateAppInfo> =>
  async ({ AppName, Description, ResourceGroupId }, call) => {
    const { records, ids, clock } = ports
    const { principal, fault } = call
    await requireOpen(ports, call)
    return decide(async () => {
      const applications = await applicationsOf(records, principal.accountId)
      if (applications.all.some(isNamed(AppName))) throw fault('AlreadyExist.AppName')
      const { appIds } = applications.list.value
      if (appIds.length > maxOwn) throw fault('LimitExceeded.AppCount')
      const [appId, atMs] = [newId(ids, appIds), clock.now()]
      const value: ApplicationRecord = {
        appId,
        appName: AppName,
        ...(Description !== undefined && { description: Description }),
        ...(ResourceGroupId !== undefined && { resourceGroupId: ResourceGroupId }),
        status: 'Normal',
        type: 'Custom',
        defaultLocations: {},
        mayHaveResources: false,
        createdAtMs: atMs,
        modifiedAtMs: atMs,
      }
      const change = { kind: 'application', key: `${principal.accountId}/${appId}`, value } as const
      await commit(records, applications, [change], [...appIds, appId])
      return { AppId: appId }
    })
  }

/** The application of an account that the account may change and delete. */
const ownIn = ({ all }: Applications, appId: string): Stored<'application'> | undefined =>
  all.find(({ value }) => value.appId === appId && value.type === 'Custom')

const update =
  (ports: ApplicationPorts): Handler<typeof contract.UpdateAppInfo> =>
  async ({ AppId, AppName, Description, Status }, call) => {
    const { records, clock } = ports
    const { principal, fault } = call
    await requireOpen(ports, call)
    return decide(async () => {
      const applications = await applicationsOf(records, principal.accountId)
      const found = ownIn(applications, AppId)
      if (!found) throw fault('Forbidden.OperateApp')
      const changed = {
        ...(AppName !== undefined && { appName: AppName }),
        ...(Description !== undefined && { description: Description }),
        ...(Status !== undefined && { status: Status }),
      }
      if (Object.keys(changed).length === 0) return {}
      const others = applications.all.filter((one) => one !== found)
      if (AppName !== undefined && others.some(isNamed(AppName)))
        throw fault('AlreadyExist.AppName')
      const value = { ...found.value, ...changed, modifiedAtMs: clock.now() }
      await commit(records, applications, [{ kind: 'application', key: found.key, value }])
      return {}
    })
  }

/** What becomes of the storage locations of an application that is deleted: buckets of the account stay its locations. */
async function releasedBy(records: Records, accountId: string, appId: string) {
  const storages = await storagesOf(records, accountId, appId)
  return storages.map(({ key, value: { appId: _, ...value } }): Change => {
    const storage = { kind: 'storage', key } as const
    return value.type === 'user_oss_bucket' ? { ...storage, value } : storage
  })
}

const remove =
  (ports: ApplicationPorts): Handler<typeof contract.DeleteAppInfo> =>
  async ({ AppId: appId }, call) => {
    const { records } = ports
    const { principal, fault } = call
    const { accountId } = principal
    await requireOpen(ports, call)
    const attempt = async (): Promise<Record<string, never>> => {
      const applications = await applicationsOf(records, accountId)
      const found = ownIn(applications, appId)
      if (!found) throw fault('Forbidden.OperateApp')
      const application = { kind: 'application', key: found.key } as const
      if (found.value.mayHaveResources) {
        // What is created from now on changes it again, and so prevents a deletion that has not seen it.
        const value = { ...found.value, mayHaveResources: false }
        await commit(records, applications, [{ ...application, value }])
        return attempt()
      }
      if (await hasResources(records, accountId, appId))
        throw fault('Forbidden.ResourceNotEmpty', { appId })
      const changes = [application, ...(await releasedBy(records, accountId, appId))]
      const left = applications.list.value.appIds.filter((one) => one !== appId)
      await commit(records, applications, changes, left)
      return {}
    }
    return decide(attempt)
  }

const described = (value: ApplicationRecord) => ({
  AppId: value.appId,
  AppName: value.appName,
  ...(value.description !== undefined && { Description: value.description }),
  Status: value.status,
  Type: value.type,
  CreationTime: value.createdAtMs,
  ModificationTime: value.modifiedAtMs,
  ...(value.resourceGroupId !== undefined && { ResourceGroupId: value.resourceGroupId }),
})

const getInfos =
  (ports: ApplicationPorts): Handler<typeof contract.GetAppInfos> =>
  async ({ AppIds }, call) => {
    const { principal, urls } = call
    await requireOpen(ports, call)
    const account = ports.accounts.of(principal.accountId, urls.region)
    const ids = [...new Set(AppIds)]
    const found = await Promise.all(ids.map((id) => account.application(id)))
    return {
      AppInfoList: found.flatMap((application) =>
        application ? [described(application.value)] : [],
      ),
      NonExistAppIds: ids.filter((_, i) => !found[i]),
    }
  }

const listInfo =
  (ports: ApplicationPorts): Handler<typeof contract.ListAppInfo> =>
  async ({ Status, PageNo = 1, PageSize = 10, ResourceGroupId }, call) => {
    const { principal, urls } = call
    await requireOpen(ports, call)
    const { all } = await applicationsOf(ports.records, principal.accountId)
    const matching = all
      .map(({ value }) => value)
      .filter(({ status }) => Status === undefined || status === Status)
      .filter((one) => ResourceGroupId === undefined || one.resourceGroupId === ResourceGroupId)
      .toReversed()
    const page = matching.slice((PageNo - 1) * PageSize, PageNo * PageSize)
    return {
      Total: matching.length,
      AppInfoList: page.map((one) => ({ ...described(one), RegionId: urls.region })),
    }
  }

/** Operations of applications. */
export const applications = (ports: ApplicationPorts): Handlers<typeof contract> => ({
  CreateAppInfo: create(ports),
  UpdateAppInfo: update(ports),
  DeleteAppInfo: remove(ports),
  GetAppInfos: getInfos(ports),
  ListAppInfo: listInfo(ports),
})
