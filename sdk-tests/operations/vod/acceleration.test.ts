import { setupServer } from 'msw/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EmulatorTarget } from '#contracts/target.ts'
import { vodHandlers } from '#emulator/msw.ts'
import { uploadClient } from '../../clients/ali-oss.ts'
import { decodeUpload } from '../../clients/decode.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { popCoreGet } from '../../clients/pop-core.ts'
import { succeeded } from '../../clients/rpc-driver.ts'
import { emulatorUnderServiceNames, startEmulatorTarget } from '../../setup/target.ts'

const accelerated = { accounts: { '1234567890123456': { acceleration: true } } }

const domain = 'https://oss-accelerate.aliyuncs.com'

const asking = (Domain: string) => ({
  BusinessType: 'watermark',
  UserData: JSON.stringify({ AccelerateConfig: { Type: 'oss', Domain } }),
})

async function created(target: EmulatorTarget, parameters: Record<string, string>) {
  const body = await succeeded(openapiCore.call(target, 'CreateUploadAttachedMedia', parameters))
  return { mediaId: String(body.MediaId), upload: decodeUpload(body) }
}

describe('under the production names, with transfer acceleration', () => {
  let target: EmulatorTarget
  let close: () => Promise<void>

  beforeAll(async () => {
    const under = await emulatorUnderServiceNames({ seed: accelerated })
    const server = setupServer(...vodHandlers(under.emulator))
    server.listen({ onUnhandledFrame: 'error' })
    target = under.target
    close = async () => {
      server.close()
      await under.emulator.close()
    }
  })
  afterAll(() => close())

  describe.each([
    domain,
    'https://oss-accelerate-overseas.aliyuncs.com',
    'https://vod-1.oss-accelerate.aliyuncs.com',
  ])('%s', (asked) => {
    test.for([
      { way: 'put', v4: false },
      { way: 'put', v4: true },
      { way: 'multipartUpload', v4: true },
    ] as const)('takes a $way, V4: $v4', async ({ way, v4 }) => {
      const { mediaId, upload } = await created(target, asking(asked))

      expect(upload.address.Endpoint).toBe(asked)
      const client = uploadClient(upload, {
        v4,
        addressing: 'service-names',
        region: upload.auth.Region,
      })
      await client[way](upload.address.FileName, Buffer.from('a logo'))
      const info = await succeeded(
        popCoreGet.call(target, 'GetAttachedMediaInfo', { MediaIds: mediaId }),
      )
      expect(info).toMatchObject({ AttachedMediaList: [{ MediaId: mediaId, Status: 'Normal' }] })
    })
  })

  test('an upload that does not ask for it has the plain endpoint', async () => {
    const { upload } = await created(target, { BusinessType: 'watermark' })

    expect(upload.address.Endpoint).toBe('https://oss-cn-shanghai.aliyuncs.com')
  })

  test('another domain is without effect', async () => {
    const { upload } = await created(target, asking('https://fast.example.com'))

    expect(upload.address.Endpoint).toBe('https://oss-cn-shanghai.aliyuncs.com')
  })
})

test('an account without it gets the plain endpoint, whatever it asks for', async () => {
  const { emulator, target } = await emulatorUnderServiceNames()
  await using _ = emulator
  const server = setupServer(...vodHandlers(emulator))
  server.listen({ onUnhandledFrame: 'error' })
  try {
    const { upload } = await created(target, asking(domain))

    expect(upload.address.Endpoint).toBe('https://oss-cn-shanghai.aliyuncs.com')
  } finally {
    server.close()
  }
})

test('a client that asks by an address gets one that it can reach', async () => {
  await using target = await startEmulatorTarget({ seed: accelerated })
  const { protocol, host } = target.rpc

  const { upload } = await created(target, asking(domain))

  expect(upload.address.Endpoint).toBe(`${protocol}://${host}`)
  const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
  await client.put(upload.address.FileName, Buffer.from('a logo'))
})
