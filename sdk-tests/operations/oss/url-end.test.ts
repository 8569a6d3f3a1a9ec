import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEmulator, type Emulator } from '#emulator/index.ts'
import { accountClient, type OssOptions } from '../../clients/ali-oss.ts'
import { signatures } from './account.ts'

const region = 'cn-shanghai'
const bucket = { name: 'outin-url-end', endpoint: 'http://localhost:17321', region }
const life = 60

let vod: Emulator

beforeAll(async () => {
  vod = await createEmulator({ freezeClock: true, bucket: bucket.name, accessKeys: ['id:secret'] })
})
afterAll(() => vod.close())

function signedUrl(v4: boolean): Promise<string> | string {
  const addressing: OssOptions['addressing'] = 'localhost-sld'
  const keys = { accessKeyId: 'id', accessKeySecret: 'secret' }
  const client = accountClient({ bucket, keys }, { v4, addressing, region: `oss-${region}` })
  return v4
    ? client.signatureUrlV4('GET', life, {}, 'none')
    : client.signatureUrl('none', { expires: life })
}

/** Unix seconds at which a URL ends. */
function endOf(url: string): number {
  const { searchParams } = new URL(url)
  const expires = searchParams.get('Expires')
  if (expires) return Number(expires)
  const [, ...parts] =
    /^(....)(..)(..T..)(..)(..Z)$/.exec(searchParams.get('x-oss-date') ?? '') ?? []
  const [year, month, hour, minute, second] = parts
  return Date.parse(`${year}-${month}-${hour}:${minute}:${second}`) / 1000 + life
}

test.for(signatures)('a URL of $version is valid to the end of its last second', async ({ v4 }) => {
  const url = await signedUrl(v4)
  const statusAt = async (ms: number) => {
    await vod.clock.set(ms)
    return (await vod.fetch(new Request(url))).status
  }

  // There is no such object, so what is let through answers 404.
  expect(await statusAt(endOf(url) * 1000 + 999)).toBe(404)
  expect(await statusAt(endOf(url) * 1000 + 1000)).toBe(403)
})
