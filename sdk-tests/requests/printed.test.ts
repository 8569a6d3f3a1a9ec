import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { connect, type SecureVersion } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Target } from '#contracts/target.ts'
import { openapiClient } from '../clients/openapi-client.ts'
import { openapiCore } from '../clients/openapi-core.ts'
import { popCoreGet } from '../clients/pop-core.ts'
import { type Child, ended, spawnProgram, urlFrom } from '../setup/program.ts'

let child: Child
let url: URL
/** The next line that the program prints of a request. */
let nextLine: () => Promise<string>

beforeAll(async () => {
  child = spawnProgram([])
  const lines = createInterface({ input: child.stderr })[Symbol.asyncIterator]()
  nextLine = async () => String((await lines.next()).value)
  url = new URL((await urlFrom(child.stdout)) ?? '')
})
afterAll(async () => {
  child.kill()
  await ended(child)
})

const secureTarget = (): Target => ({
  name: 'real',
  capabilities: { clock: false, control: false, bucket: false },
  rpc: { protocol: 'https', host: url.host },
  keys: { accessKeyId: 'vod-emulator', accessKeySecret: 'vod-emulator-secret' },
  region: 'cn-shanghai',
})

/** The handshake that a program of another age begins with. */
async function handshake(version: SecureVersion): Promise<void> {
  const socket = connect({
    port: Number(url.port),
    host: url.hostname,
    minVersion: version,
    maxVersion: version,
    ciphers: 'DEFAULT@SECLEVEL=0',
  })
  const [error] = await once(socket, 'error')
  throw error
}

describe('TLS on the plain port', () => {
  const call = (driver: typeof openapiCore) => () =>
    driver.call(secureTarget(), 'GetAttachedMediaInfo', { MediaIds: 'x' })

  test.for<[client: string, speak: () => Promise<unknown>]>([
    ['openapi-core', call(openapiCore)],
    ['openapi-client', call(openapiClient)],
    ['pop-core', call(popCoreGet)],
    ['TLS 1.3', () => handshake('TLSv1.3')],
    ['TLS 1.2', () => handshake('TLSv1.2')],
    ['TLS 1.0', () => handshake('TLSv1')],
  ])('is named, with what to set: %s', async ([, speak]) => {
    await expect(speak()).rejects.toThrow()

    expect(await nextLine()).toMatch(/^- - 400 BadRequest /)
    expect(await nextLine()).toBe(
      "  TLS on the plain-HTTP port: set protocol: 'http' (openapi-*), or begin the endpoint with http:// (pop-core, ali-oss); or start the emulator with --tls.",
    )
  })
})

test.for([
  ['GET', '/?Version=2017-03-21'],
  ['POST', '/'],
])(
  'a call without Action is logged by its method and path: %s %s',
  async ([method = '', path = '']) => {
    await fetch(new URL(path, url), { method })

    expect(await nextLine()).toMatch(new RegExp(`^${method} / 4\\d\\d \\w+`))
    await nextLine()
  },
)
