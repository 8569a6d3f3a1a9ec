import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as contract from '#contracts/vod/applications.ts'
import * as media from '#contracts/vod/attached-media.ts'
import * as callbackContract from '#contracts/vod/callbacks.ts'
import * as urlContract from '#contracts/vod/url-uploads.ts'
import { configuredDomainKeys } from '../../adapters/domain-keys.ts'
import { memoryRecords } from '../../adapters/memory/records.ts'
import { ApiError } from '../../kernel/api-error.ts'
import type { Records } from '../../ports/records/records.ts'
import { handlerContext } from '../../testing/handler-context.ts'
import { accountId } from '../../testing/keyring.ts'
import { scheduled } from '../../testing/records/scheduled.ts'
import { servicePorts } from '../../testing/service-ports.ts'
import { accounts } from '../accounts.ts'
import { seed } from '../seed.ts'
import { applications } from './applications.ts'
import { attachedMedia } from './attached-media.ts'
import { callbacks } from './callbacks.ts'
import { domains } from './domains.ts'
import { urlUploads } from './url-uploads.ts'

const region = 'cn-shanghai'

/** Maximum number of applications besides that of the system. */
const maxOwn = 10

const notAsked = () => Promise.reject(new Error('Nothing is removed here.'))

/** The services of an emulator. */
function service(records: Records) {
  const ownAccounts = accounts(records)
  const ports = {
    ...servicePorts(records),
    accounts: ownAccounts,
    domains: domains(records, ownAccounts),
    domainKeys: configuredDomainKeys([], '1'),
    objects: { remove: notAsked },
    multipart: { abortAll: notAsked },
    urlUploads: { wake: () => undefined },
  }
  const { CreateAppInfo, UpdateAppInfo, DeleteAppInfo } = applications(ports)
  const { CreateUploadAttachedMedia } = attachedMedia(ports, { credentialSeconds: 3000 })
  const { SetMessageCallback } = callbacks(ports)
  const { UploadMediaByURL } = urlUploads(ports)
  return {
    create: (AppName: string) => CreateAppInfo({ AppName }, handlerContext(contract.CreateAppInfo)),
    rename: (AppId: string, AppName: string) =>
      UpdateAppInfo({ AppId, AppName }, handlerContext(contract.UpdateAppInfo)),
    remove: (AppId: string) => DeleteAppInfo({ AppId }, handlerContext(contract.DeleteAppInfo)),
    setCallback: (AppId: string) =>
      SetMessageCallback(
        { AppId, CallbackURL: 'http://127.0.0.1:9/' },
        handlerContext(callbackContract.SetMessageCallback),
      ),
    fetch: (AppId: string) =>
      UploadMediaByURL(
        { UploadURLs: ['http://127.0.0.1:9/a.mp4'], AppId },
        handlerContext(urlContract.UploadMediaByURL),
      ),
    upload: (AppId: string) =>
      CreateUploadAttachedMedia(
        { BusinessType: 'watermark', AppId },
        handlerContext(media.CreateUploadAttachedMedia),
      ),
  }
}

type Service = ReturnType<typeof service>

const steps = {
  'create a': (vod: Service) => vod.create('a'),
  'create b': (vod: Service) => vod.create('b'),
  'rename to a': (vod: Service, appId: string) => vod.rename(appId, 'a'),
  remove: (vod: Service, appId: string) => vod.remove(appId),
  upload: (vod: Service, appId: string) => vod.upload(appId),
  fetch: (vod: Service, appId: string) => vod.fetch(appId),
  'set callback': (vod: Service, appId: string) => vod.setCallback(appId),
}

type Step = keyof typeof steps
const someSteps = fc.array(fc.constantFrom(...(Object.keys(steps) as Step[])), {
  minLength: 1,
  maxLength: 4,
})

/** An account that lacks one application of the maximum; answers the id of one in which nothing is. */
async function almostFull(records: Records): Promise<string> {
  const [bucket, clock] = ['outin', 0]
  await seed(records, { accountId, bucket, region, accessKeys: [], clock, cdnDomains: [] })
  const vod = service(records)
  for (let i = 1; i < maxOwn - 1; i++) await vod.create(`other-${i}`)
  return String((await vod.create('empty')).AppId)
}

/** Whether a step was done; refusals are as good as any other outcome. */
async function isDone(step: Promise<unknown>): Promise<boolean> {
  try {
    await step
    return true
  } catch (error) {
    if (error instanceof ApiError) return false
    throw error
  }
}

test('applications that two emulators change at the same time are no more than the maximum, each with its own name, and none is deleted with something in it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), someSteps, someSteps, async (scheduler, first, second) => {
      const records = memoryRecords()
      const appId = await almostFull(records)
      const run = (all: readonly Step[]) => {
        const vod = service(scheduled(records, scheduler))
        return all.map(async (step) => ({ step, done: await isDone(steps[step](vod, appId)) }))
      }

      const outcomes = await scheduler.waitFor(Promise.all([...run(first), ...run(second)]))

      const { items } = await records.list('application', { limit: 100 })
      const names = items.map(({ value }) => value.appName)
      const listed = (await records.get('applicationList', accountId))?.value.appIds
      expect([...(listed ?? [])].sort()).toEqual(items.map(({ value }) => value.appId).sort())
      expect(names.length).toBeLessThanOrEqual(maxOwn + 1)
      expect(new Set(names).size).toBe(names.length)
      const uploads = outcomes.filter(({ step, done }) => step === 'upload' && done)
      const { items: made } = await records.list('media', { limit: 100 })
      expect(made).toHaveLength(uploads.length)
      const isRemoved = outcomes.some(({ step, done }) => step === 'remove' && done)
      expect(names).toHaveLength(
        maxOwn +
          outcomes.filter(({ step, done }) => step.startsWith('create') && done).length -
          (isRemoved ? 1 : 0),
      )
      const set = await records.list('messageCallback', { limit: 100 })
      const jobs = await records.list('urlUpload', { limit: 100 })
      if (isRemoved) expect([...made, ...set.items, ...jobs.items]).toEqual([])
    }),
    { numRuns: 200 },
  )
})
