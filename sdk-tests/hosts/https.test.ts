import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accountClient, type OssOptions, uploadClient } from '../clients/ali-oss.ts'
import { decodeUpload } from '../clients/decode.ts'
import { rpcDrivers } from '../clients/index.ts'
import { popCoreGet } from '../clients/pop-core.ts'
import { type RpcDriver, succeeded } from '../clients/rpc-driver.ts'
import { mediaInfo, startUpload } from '../operations/vod/chain.ts'
import { type Way, ways } from '../operations/vod/ways.ts'
import { bytes } from '../setup/bytes.ts'
import { needsEmulator } from '../setup/fixtures.ts'
import { addressings, startEmulatorTarget } from '../setup/target.ts'

type Target = Awaited<ReturnType<typeof startEmulatorTarget>>

beforeEach(({ skip }) => needsEmulator(skip))

let target: Target
beforeAll(async () => {
  target = await startEmulatorTarget({ tls: true })
})
afterAll(() => target[Symbol.asyncDispose]())

/** Uploads a file as a client does, and reads it back through the URL of the media. */
async function carried(
  driver: RpcDriver,
  { file, upload }: Way,
  cell: Pick<OssOptions, 'addressing' | 'v4'>,
): Promise<Buffer> {
  const { mediaId, mediaUrl, upload: started } = await startUpload(driver, target)
  const options = { ...cell, region: started.auth.Region }
  await upload({
    newClient: () => uploadClient(started, options),
    key: started.address.FileName,
    file,
    v4: cell.v4 === true,
  })
  expect(await mediaInfo(driver, target, mediaId)).toMatchObject({ Status: 'Normal' })
  return Buffer.from(await (await fetch(mediaUrl)).arrayBuffer())
}

test.for(rpcDrivers)(
  '$name has files uploaded over HTTPS, in one piece and in parts',
  async (driver) => {
    for (const way of ways.filter(({ name }) => /^(?:put|multipart, five.*)$/.test(name)))
      expect((await carried(driver, way, { addressing: 'ip' })).equals(way.file)).toBe(true)
  },
)

const cells = addressings.flatMap((addressing) =>
  [false, true].map((v4) => ({ addressing, v4, version: v4 ? 'V4' : 'V1' })),
)

describe.each(cells)('ali-oss over HTTPS with OSS $version, $addressing', (cell) => {
  const possible = ways.filter(({ can }) => can?.(cell) ?? true)

  test.for(possible)('uploads by $name', async (way) => {
    expect((await carried(popCoreGet, way, cell)).equals(way.file)).toBe(true)
  })
})

describe('what an emulator answers over HTTPS', () => {
  const create = (at: Target) =>
    succeeded(popCoreGet.call(at, 'CreateUploadAttachedMedia', { BusinessType: 'watermark' }))

  test('has URLs of HTTPS', async () => {
    const body = await create(target)
    const origin = `https://${target.rpc.host}`

    expect(decodeUpload(body).address.Endpoint).toBe(origin)
    expect(body.FileURL).toMatch(new RegExp(`^${origin}/`))
    expect(body.MediaURL).toMatch(new RegExp(`^${origin}/`))
  })

  test('has them on CDN domains too, unless a domain is not for HTTPS', async () => {
    await using usual = await startEmulatorTarget({ tls: true, cdnDomains: ['media.test'] })
    const domain = { name: 'media.test', https: false }
    await using other = await startEmulatorTarget({ tls: true, cdnDomains: [domain] })

    expect((await create(usual)).MediaURL).toMatch(/^https:\/\/media\.test\//)
    expect((await create(other)).MediaURL).toMatch(/^http:\/\/media\.test\//)
  })

  test('is what the explorer shows', async () => {
    const response = await fetch(
      `https://${target.rpc.host}/_emulator/explorer/CreateUploadAttachedMedia`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"BusinessType":"watermark"}',
      },
    )
    const { answer, samples } = (await response.json()) as {
      readonly answer: Readonly<Record<string, string>>
      readonly samples: readonly { readonly code: string }[]
    }

    expect(answer.FileURL).toMatch(/^https:/)
    expect(samples.map(({ code }) => code).join()).not.toContain('http://')
    expect(samples.map(({ code }) => code).join()).toContain('protocol: "https"')
  })

  test('arrives where it is refused before all of it was sent', async () => {
    const client = accountClient(target, { addressing: 'ip', region: 'oss-cn-shanghai' })
    const large = bytes(32 * 1024 * 1024)

    await expect(
      client.put('large', large, { headers: { 'Content-MD5': 'none' } }),
    ).rejects.toMatchObject({ code: 'InvalidDigest' })
  })
})
