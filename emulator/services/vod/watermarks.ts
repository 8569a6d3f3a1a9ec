import { firstIssue } from '#contracts/derive/validate.ts'
import { inEdition } from '#contracts/edition.ts'
import { json, string } from '#contracts/schema.ts'
import { configByType, configOrder } from '#contracts/vod/watermark-config.ts'
import type * as contract from '#contracts/vod/watermarks.ts'
import type { ApiError } from '../../kernel/api-error.ts'
import type { Decision } from '../../kernel/events.ts'
import type { Handler, Handlers, Ports } from '../../kernel/handler.ts'
import type { Urls } from '../../kernel/urls.ts'
import type { Watermark } from '../../ports/records/watermarks.ts'
import type { Account } from '../accounts.ts'
import { decide } from '../records.ts'
import { accessUrl } from './access-urls.ts'
import { creatingIn } from './application-resources.ts'
import { removalOf, removeFile } from './media.ts'
import type { VodPorts } from './vod-ports.ts'
import { mediaOnlyOf, uploadedFile } from './watermark-files.ts'

/** Maximum number of watermarks of an account. */
const maxWatermarks = 20

/** The watermarks of an account as they were found, and how to replace them if they still are. */
async function watermarksOf({ records }: Pick<Ports, 'records'>, { accountId }: Account) {
  const at = { kind: 'watermarks', key: accountId } as const
  const found = await records.get(at.kind, at.key)
  return {
    all: found?.value.watermarks ?? [],
    replace: (watermarks: readonly Watermark[], also?: Decision) =>
      records.commit(
        [{ ...at, value: { watermarks } }, ...(also?.changes ?? [])],
        [{ ...at, version: found?.version }, ...(also?.expected ?? [])],
      ),
  }
}

/** @throws ApiError NoSuchResource */
function requireWatermark(
  all: readonly Watermark[],
  { region }: Account,
  id: string,
  fault: (code: 'NoSuchResource', values: { readonly resource: string }) => ApiError,
): Watermark {
  const found = all.find((one) => one.watermarkId === id && one.region === region)
  if (!found) throw fault('NoSuchResource', { resource: id })
  return found
}

async function described(ports: VodPorts, watermark: Watermark, urls: Urls, account: Account) {
  const { accountId } = account
  const file = watermark.file && { ...watermark.file, accountId }
  return {
    IsDefault: watermark.isDefault ? 'Default' : 'NotDefault',
    ...(file && { FileUrl: await accessUrl(ports, file, urls) }),
    Type: watermark.type,
    AppId: watermark.appId,
    WatermarkId: watermark.watermarkId,
    CreationTime: watermark.createdAtMs,
    WatermarkConfig: watermark.config,
    Name: watermark.name,
  }
}

const add =
  (ports: VodPorts): Handler<typeof contract.AddWatermark> =>
  (input, { urls, principal: { accountId }, fault }) =>
    decide(async () => {
      const { Type, Name, WatermarkConfig, FileUrl = '', AppId } = input
      const account = ports.accounts.of(accountId, urls.region)
      const application = await account.application(AppId)
      if (application?.value.status !== 'Normal') throw fault('Forbidden.OperateAppResource')
      // First: a watermark that is deleted in between takes its file along.
      const { all, replace } = await watermarksOf(ports, account)
      const file = Type === 'Image' ? await uploadedFile(ports, account, FileUrl) : undefined
      if (Type === 'Image' && !file) throw fault('NoSuchResource', { resource: FileUrl })
      if (all.length >= maxWatermarks) throw fault('WatermarkExceededMax')
      const added: Watermark = {
        watermarkId: ports.ids.watermarkId(),
        region: account.region,
        appId: application.value.appId,
        type: Type,
        name: Name,
        config: WatermarkConfig,
        ...(file && { file }),
        isDefault: false,
        createdAtMs: ports.clock.now(),
      }
      await replace([...all, added], creatingIn(application))
      return { WatermarkInfo: await described(ports, added, urls, account) }
    })

const configRules = inEdition(
  {
    input: { Type: string({}), WatermarkConfig: json(configByType, {}) },
    constraintOrder: configOrder,
  },
  'latest',
)

const update =
  (ports: VodPorts): Handler<typeof contract.UpdateWatermark> =>
  ({ WatermarkId, WatermarkConfig, Name }, { urls, principal: { accountId }, fault }) =>
    decide(async () => {
      const account = ports.accounts.of(accountId, urls.region)
      const { all, replace } = await watermarksOf(ports, account)
      const found = requireWatermark(all, account, WatermarkId, fault)
      const values = new Map(Object.entries({ Type: found.type, WatermarkConfig }))
      const issue = await firstIssue(configRules, values, account)
      if (issue)
        throw fault('InvalidParameter', issue.values, { found: `${issue.of}: ${issue.measured}.` })
      const changed = { ...found, config: WatermarkConfig, name: Name ?? found.name }
      await replace(all.map((one) => (one === found ? changed : one)))
      return { WatermarkInfo: await described(ports, changed, urls, account) }
    })

const remove =
  (ports: VodPorts): Handler<typeof contract.DeleteWatermark> =>
  async ({ WatermarkId }, { urls, principal: { accountId }, fault }) => {
    const account = ports.accounts.of(accountId, urls.region)
    const media = await decide(async () => {
      const { all, replace } = await watermarksOf(ports, account)
      const found = requireWatermark(all, account, WatermarkId, fault)
      if (found.isDefault) throw fault('InvalidParameter', { parameter: 'WatermarkId' })
      const others = all.filter((one) => one !== found)
      const media = await mediaOnlyOf(ports, account, found, others)
      await replace(others, media && (await removalOf(ports, media)))
      return media?.value
    })
    if (media) await removeFile(ports, media)
    return {}
  }

const get =
  (ports: VodPorts): Handler<typeof contract.GetWatermark> =>
  async ({ WatermarkId }, { urls, principal: { accountId }, fault }) => {
    const account = ports.accounts.of(accountId, urls.region)
    const { all } = await watermarksOf(ports, account)
    const found = requireWatermark(all, account, WatermarkId, fault)
    return { WatermarkInfo: await described(ports, found, urls, account) }
  }

const list =
  (ports: VodPorts): Handler<typeof contract.ListWatermark> =>
  async ({ AppId }, { urls, principal: { accountId } }) => {
    const account = ports.accounts.of(accountId, urls.region)
    const appId = AppId && (await account.application(AppId))?.value.appId
    const { all } = await watermarksOf(ports, account)
    const listed = all.filter(
      (one) => one.region === account.region && (AppId === undefined || one.appId === appId),
    )
    return {
      WatermarkInfos: await Promise.all(
        listed.toReversed().map((one) => described(ports, one, urls, account)),
      ),
    }
  }

const setDefault =
  (ports: VodPorts): Handler<typeof contract.SetDefaultWatermark> =>
  ({ WatermarkId }, { urls, principal: { accountId }, fault }) =>
    decide(async () => {
      const account = ports.accounts.of(accountId, urls.region)
      const { all, replace } = await watermarksOf(ports, account)
      const { watermarkId, region, appId } = requireWatermark(all, account, WatermarkId, fault)
      const isRival = (one: Watermark) => one.region === region && one.appId === appId
      await replace(
        all.map((one) =>
          isRival(one) ? { ...one, isDefault: one.watermarkId === watermarkId } : one,
        ),
      )
      return {}
    })

/** Operations of watermarks. */
export const watermarks = (ports: VodPorts): Handlers<typeof contract> => ({
  AddWatermark: add(ports),
  UpdateWatermark: update(ports),
  DeleteWatermark: remove(ports),
  GetWatermark: get(ports),
  ListWatermark: list(ports),
  SetDefaultWatermark: setDefault(ports),
})
