import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EmulatorTarget } from '#contracts/target.ts'
import type { LibraryOptions } from '#emulator/index.ts'
import { decodeUpload } from '../clients/decode.ts'
import { requestV1 } from '../clients/hand-signed.ts'
import { popCoreGet } from '../clients/pop-core.ts'
import { succeeded } from '../clients/rpc-driver.ts'
import { emulatorUnderServiceNames, startEmulatorTarget } from '../setup/target.ts'

const seed = {
  accounts: {
    '1': {
      keys: [{ id: 'first', secret: 'first-secret' }],
      storage: [{ bucket: 'first-bucket' }, { bucket: 'website-bucket', appId: 'app-website' }],
      categories: [
        { cateId: 1, cateName: 'Brand', categories: [{ cateId: 2, cateName: 'Logos' }] },
      ],
      materials: [{ cateId: 3, cateName: 'Icons' }],
      applications: [
        { appId: 'app-website', appName: 'website', description: 'What visitors upload' },
        { appId: 'app-archive', appName: 'archive', status: 'Disable' },
      ],
      domains: [{ name: 'vod.first.example', key: 'primary1234' }],
      callbacks: [
        {
          eventTypeList: ['ALL'],
          callbackUrl: 'http://127.0.0.1:9/events',
          authKey: 'Abc12345',
        },
        {
          appId: 'app-website',
          eventTypeList: ['ALL'],
          mnsEndpoint: 'http://mns',
          mnsQueueName: 'q',
        },
      ],
    },
    '2': { keys: [{ id: 'second', secret: 'second-secret' }], multiApplication: false },
  },
} as const satisfies LibraryOptions['seed']

let target: EmulatorTarget & AsyncDisposable

beforeAll(async () => {
  target = await startEmulatorTarget({ seed })
})
afterAll(() => target[Symbol.asyncDispose]())

const as = (of: EmulatorTarget, id: 'first' | 'second'): EmulatorTarget => ({
  ...of,
  keys: { accessKeyId: id, accessKeySecret: `${id}-secret` },
})

const ask = (
  action: string,
  parameters: Readonly<Record<string, string>> = {},
  id: 'first' | 'second' = 'first',
) => succeeded(popCoreGet.call(as(target, id), action, parameters))

const watermark = { BusinessType: 'watermark' }

describe('an account of a seed has', () => {
  test('its categories', async () => {
    expect(await ask('GetCategories', { CateId: '1' })).toMatchObject({
      Category: { CateId: 1, CateName: 'Brand', Level: 0 },
      SubCategories: { Category: [{ CateId: 2, CateName: 'Logos', ParentId: 1, Level: 1 }] },
    })
    expect(await ask('GetCategories', { Type: 'material', CateId: '1000000000' })).toMatchObject({
      SubCategories: { Category: [{ CateId: 3, CateName: 'Icons', Type: 'material' }] },
    })
  })

  test('ids for later categories that none of them has', async () => {
    expect(await ask('AddCategory', { CateName: 'later' })).toMatchObject({
      Category: { CateId: 1_000_000_001 },
    })
  })

  test('its applications, and their locations', async () => {
    expect(await ask('GetAppInfos', { AppIds: 'app-website,app-archive' })).toMatchObject({
      AppInfoList: [
        {
          AppId: 'app-website',
          AppName: 'website',
          Description: 'What visitors upload',
          Type: 'Custom',
        },
        { AppId: 'app-archive', Status: 'Disable' },
      ],
      NonExistAppIds: [],
    })
    const own = decodeUpload(
      await ask('CreateUploadAttachedMedia', { ...watermark, AppId: 'app-website' }),
    )
    const shared = decodeUpload(await ask('CreateUploadAttachedMedia', watermark))
    expect(own.address.Bucket).toBe('website-bucket')
    expect(shared.address.Bucket).toBe('first-bucket')
  })

  test('its callbacks', async () => {
    expect(await ask('GetMessageCallback')).toMatchObject({
      MessageCallback: {
        CallbackType: 'HTTP',
        CallbackURL: 'http://127.0.0.1:9/events',
        AuthSwitch: 'on',
        AuthKey: 'Abc12345',
        EventTypeList: 'ALL',
      },
    })
    expect(await ask('GetMessageCallback', { AppId: 'app-website' })).toMatchObject({
      MessageCallback: { CallbackType: 'MNS', MnsEndpoint: 'http://mns', MnsQueueName: 'q' },
    })
  })

  test('its domains', async () => {
    const { MediaURL } = await ask('CreateUploadAttachedMedia', watermark)

    expect(String(MediaURL)).toMatch(/^http:\/\/vod\.first\.example\/.+\?auth_key=/)
  })

  test('and another account has nothing of it', async () => {
    const { MediaURL } = await ask('CreateUploadAttachedMedia', watermark, 'second')
    const { Categories } = { Categories: await ask('GetCategories', {}, 'second') }

    expect(String(MediaURL)).not.toContain('vod.first.example')
    expect(JSON.stringify(Categories)).not.toContain('Brand')
    expect(await popCoreGet.call(as(target, 'second'), 'ListAppInfo', {})).toMatchObject({
      ok: false,
      code: 'OperationDenied.NotOpenAppService',
    })
  })
})

test('a location in another region is there for calls of that region alone', async () => {
  const storage = [{ bucket: 'near-bucket' }, { bucket: 'far-bucket', region: 'ap-southeast-1' }]
  const { keys } = seed.accounts['1']
  const { emulator, target: under } = await emulatorUnderServiceNames({
    seed: { accounts: { '1': { keys, storage } } },
  })
  await using _ = emulator
  const bucketIn = async (region: string) => {
    const host = `vod.${region}.aliyuncs.com`
    const { url } = requestV1({ ...as(under, 'first'), rpc: { protocol: 'https', host } })
    const response = await emulator.fetch(new Request(url))
    const body = (await response.json()) as Readonly<Record<string, unknown>>
    return body.Code ?? decodeUpload(body).address
  }

  expect(await bucketIn('cn-shanghai')).toMatchObject({ Bucket: 'near-bucket' })
  expect(await bucketIn('ap-southeast-1')).toMatchObject({
    Bucket: 'far-bucket',
    Endpoint: 'https://oss-ap-southeast-1.aliyuncs.com',
  })
  expect(await bucketIn('cn-beijing')).toBe('InvalidStorage.NotFound')
})

test('what was kept wins over a seed, which adds what is missing', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'vod-emulator-seed-'))
  try {
    const { storage: _, domains: __, callbacks: ___, ...first } = seed.accounts['1']
    const options = (content: typeof first): LibraryOptions => ({
      dataDir,
      seed: { accounts: { '1': content } },
    })
    const asked = (of: EmulatorTarget, action: string, parameters = {}) =>
      succeeded(popCoreGet.call(as(of, 'first'), action, parameters))
    {
      await using before = await startEmulatorTarget(options(first))
      await asked(before, 'UpdateCategory', { CateId: '1', CateName: 'Renamed' })
      await asked(before, 'DeleteCategory', { CateId: '2' })
    }

    await using after = await startEmulatorTarget(options(first))

    expect(await asked(after, 'GetCategories', { CateId: '1' })).toMatchObject({
      Category: { CateName: 'Renamed' },
      SubCategories: { Category: [{ CateId: 2, CateName: 'Logos' }] },
    })
  } finally {
    await rm(dataDir, { recursive: true })
  }
})
