/**
 * A test of somebody who closes nothing, to be run by `node --test`.
 *
 * @module
 */
import { equal } from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { Agent, get } from 'node:http'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { createEmulator, startEmulator } from '#emulator/index.ts'
import { popCoreGet } from '../clients/pop-core.ts'
import { emulatorTarget } from '../setup/emulator-target.ts'

test('without a socket', async () => {
  const vod = await createEmulator()
  const { status } = await vod.fetch(new Request('http://localhost/_emulator/ready'))
  equal(status, 200)
})

test('with a port', async () => {
  const vod = await startEmulator({ port: 0 })
  const target = emulatorTarget(vod, {
    rpc: { protocol: 'http', host: new URL(vod.url).host },
    oss: vod.url,
    ask: (path, init) => fetch(`${vod.url}/_emulator${path}`, init),
  })
  const { ok } = await popCoreGet.call(target, 'CreateUploadAttachedMedia', {
    BusinessType: 'watermark',
  })
  equal(ok, true)
  await vod.clock.advance(60)
  // A connection that its client keeps.
  get(`${vod.url}/_emulator/health`, { agent: new Agent({ keepAlive: true }) })
})

test('with files', async () => {
  const vod = await createEmulator({ store: 'filesystem' })
  const { status } = await vod.fetch(new Request('http://localhost/_emulator/ready'))
  equal(status, 200)
  equal((await readdir(tmpdir())).filter((name) => name.startsWith('vod-emulator-')).length, 1)
})
