import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as contract from '#contracts/vod/watermarks.ts'
import { memoryObjectStore } from '../../adapters/memory/object-store.ts'
import { memoryRecords } from '../../adapters/memory/records.ts'
import { ApiError } from '../../kernel/api-error.ts'
import { required } from '../../kernel/checks.ts'
import type { ObjectStore } from '../../ports/object-store.ts'
import type { Records } from '../../ports/records/records.ts'
import type { Watermark } from '../../ports/records/watermarks.ts'
import { handlerContext } from '../../testing/handler-context.ts'
import { accountId } from '../../testing/keyring.ts'
import { bodyOf, bytesOf } from '../../testing/object-store/bodies.ts'
import { scheduled } from '../../testing/records/scheduled.ts'
import { servicePorts } from '../../testing/service-ports.ts'
import { accounts } from '../accounts.ts'
import { multipart } from '../oss/multipart.ts'
import { objects } from '../oss/objects.ts'
import { seed } from '../seed.ts'
import { domains } from './domains.ts'
import { addMedia } from './media.ts'
import { mediaReactions } from './media-files.ts'
import { watermarks } from './watermarks.ts'

const region = 'cn-shanghai'
const file = { bucket: 'outin', key: 'watermark/A-6-2.png' }
const origin = 'http://127.0.0.1'

interface Where {
  readonly inRegion?: string
  readonly appId?: string
}

/** The services of one of several emulators. */
function emulator(records: Records, store: ObjectStore) {
  const ofAccounts = accounts(records)
  const ports = {
    ...servicePorts(records, [mediaReactions(records, 'instant')]),
    store,
    accounts: ofAccounts,
    domains: domains(records, ofAccounts),
    domainKeys: { of: () => undefined },
  }
  const services = { objects: objects(ports), multipart: multipart(ports) }
  const handlers = watermarks({ ...ports, ...services })
  return {
    ports,
    ...services,
    add: (Type: 'Image' | 'Text', { inRegion, appId }: Where = {}) =>
      handlers.AddWatermark(
        {
          Name: Type,
          Type,
          WatermarkConfig: '{}',
          FileUrl: `${origin}/${file.bucket}/${file.key}`,
          ...(appId && { AppId: appId }),
        },
        handlerContext(contract.AddWatermark, inRegion),
      ),
    list: ({ inRegion, appId }: Where = {}) =>
      handlers.ListWatermark(
        appId ? { AppId: appId } : {},
        handlerContext(contract.ListWatermark, inRegion),
      ),
    delete: (WatermarkId: string) =>
      handlers.DeleteWatermark({ WatermarkId }, handlerContext(contract.DeleteWatermark)),
    setDefault: (WatermarkId: string, inRegion?: string) =>
      handlers.SetDefaultWatermark(
        { WatermarkId },
        handlerContext(contract.SetDefaultWatermark, inRegion),
      ),
  }
}

type Services = ReturnType<typeof emulator>

const textsBefore = 17

/** An account with a file, a watermark of it, and watermarks of text. */
async function begun(records: Records, store: ObjectStore, texts = textsBefore): Promise<Services> {
  const services = emulator(records, store)
  await seed(records, { accountId, bucket: file.bucket, region, accessKeys: [], cdnDomains: [] })
  await addMedia(services.ports, {
    mediaId: 'media',
    accountId,
    region,
    kind: 'attached-media',
    lists: ['attached'],
    businessType: 'watermark',
    status: 'Uploading',
    fileName: 'a.png',
    ...file,
    fileUrl: '',
    cateIds: [],
    appId: '',
    storageLocation: '',
    credentialExpiresAtMs: 0,
    createdAtMs: 0,
    modifiedAtMs: 0,
    history: [],
  })
  const body = bodyOf(bytesOf(10, 0))
  await services.objects.put({ at: file, headers: {}, forbidOverwrite: false, body })
  await services.add('Image')
  for (let i = 0; i < texts; i++) await services.add('Text')
  return services
}

const watermarksIn = async (records: Records): Promise<readonly Watermark[]> =>
  (await records.get('watermarks', accountId))?.value.watermarks ?? []

interface Step {
  readonly what: 'text' | 'image' | 'delete' | 'default'
  readonly of: number
}

/** The first of the watermarks is that of the image. */
const steps = fc.array(
  fc.record({
    what: fc.constantFrom<Step['what']>('text', 'image', 'delete', 'default'),
    of: fc.constantFrom(0, 0, 1, 2),
  }),
  { maxLength: 4 },
)

/** Does a step; the code of a refusal, or `ok`. */
async function act(services: Services, { what, of }: Step, before: readonly Watermark[]) {
  const id = before[of]?.watermarkId ?? ''
  const acts = {
    text: () => services.add('Text'),
    image: () => services.add('Image'),
    delete: () => services.delete(id),
    default: () => services.setDefault(id),
  }
  try {
    await acts[what]()
    return 'ok'
  } catch (error) {
    if (error instanceof ApiError) return error.code
    throw error
  }
}

test('a file of another region does not exist', async () => {
  const services = await begun(memoryRecords(), memoryObjectStore())

  await expect(services.add('Image', { inRegion: 'cn-beijing' })).rejects.toMatchObject({
    code: 'NoSuchResource',
  })
})

const places: readonly Where[] = [{}, { appId: 'app-other00' }, { inRegion: 'cn-beijing' }]

test('each region and application has a default watermark of its own', async () => {
  const records = memoryRecords()
  const services = await begun(records, memoryObjectStore(), 0)
  const system = await records.get('application', `${accountId}/app-1000000`)
  const value = { ...required(system).value, appId: 'app-other00' }
  await records.commit([{ kind: 'application', key: `${accountId}/app-other00`, value }])
  for (const where of places) {
    const { WatermarkInfo } = await services.add('Text', where)
    await services.setDefault(WatermarkInfo.WatermarkId, where.inRegion)
  }

  const defaults = (await watermarksIn(records)).filter(({ isDefault }) => isDefault)
  expect(defaults.map(({ region, appId }) => [region, appId])).toEqual([
    ['cn-shanghai', 'app-1000000'],
    ['cn-shanghai', 'app-other00'],
    ['cn-beijing', 'app-1000000'],
  ])
  const ofOther = await services.list({ appId: 'app-other00' })
  expect(ofOther).toMatchObject({ WatermarkInfos: [{ AppId: 'app-other00' }] })
  expect((await services.list()).WatermarkInfos).toHaveLength(3)
})

test('the watermarks of all regions count', async () => {
  const services = await begun(memoryRecords(), memoryObjectStore())
  const elsewhere = { inRegion: 'cn-beijing' }
  for (let i = textsBefore + 1; i < 20; i++) await services.add('Text', elsewhere)

  await expect(services.add('Text', elsewhere)).rejects.toMatchObject({
    code: 'WatermarkExceededMax',
  })
})

const { seed: fcSeed } = fc.readConfigureGlobal() ?? {}

test(`two emulators keep 20 watermarks at most, one default, and no file of none (seed ${fcSeed})`, {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), steps, steps, async (scheduler, first, second) => {
      const records = memoryRecords()
      const store = memoryObjectStore()
      await begun(records, store)
      const before = await watermarksIn(records)
      const run = (all: readonly Step[]) => {
        const services = emulator(scheduled(records, scheduler), store)
        return all.map(async (step) => ({ ...step, answer: await act(services, step, before) }))
      }

      const done = await scheduler.waitFor(Promise.all([...run(first), ...run(second)]))

      const ok = done.filter(({ answer }) => answer === 'ok')
      const count = (...whats: readonly Step['what'][]) =>
        ok.filter(({ what }) => whats.includes(what)).length
      const after = await watermarksIn(records)
      expect(after).toHaveLength(before.length + count('text', 'image') - count('delete'))
      expect(after.length).toBeLessThanOrEqual(20)
      if (done.some(({ answer }) => answer === 'WatermarkExceededMax'))
        expect(before.length + count('text', 'image')).toBeGreaterThanOrEqual(20)
      const defaults = after.filter(({ isDefault }) => isDefault)
      expect(defaults).toHaveLength(Math.min(count('default'), 1))
      const isUsed = after.some(({ type }) => type === 'Image')
      expect((await records.get('media', 'media')) !== undefined).toBe(isUsed)
      expect((await records.get('object', `${file.bucket}/${file.key}`)) !== undefined).toBe(isUsed)
    }),
    { numRuns: 200 },
  )
})
