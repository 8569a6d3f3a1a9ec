import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { EmulatorTarget } from '#contracts/target.ts'
import { createEmulator } from '#emulator/index.ts'
import { accountClient } from '../clients/ali-oss.ts'
import { needsEmulator } from '../setup/fixtures.ts'
import { emulatorUnderServiceNames } from '../setup/target.ts'

beforeEach(({ skip }) => needsEmulator(skip))

/** A body that begins, and breaks off on command. */
function tearing(beginning: Buffer): { readonly body: ReadableStream; readonly tear: () => void } {
  let tear = () => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(beginning)
      tear = () => controller.error(new Error('torn'))
    },
  })
  return { body, tear: () => tear() }
}

/** Exceptions that nobody caught, from now on. */
function watchUncaught(): Disposable & { readonly caught: readonly unknown[] } {
  const caught: unknown[] = []
  const note = (error: unknown) => void caught.push(error)
  process.on('uncaughtException', note)
  return { caught, [Symbol.dispose]: () => void process.off('uncaughtException', note) }
}

interface Refused {
  readonly refusal: string
  readonly url: (target: EmulatorTarget) => string | Promise<string>
  readonly method: 'PUT' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly beginning: Buffer
}

const signed =
  (request: {
    readonly headers?: Readonly<Record<string, string>>
    readonly queries?: Readonly<Record<string, string>>
  }) =>
  (target: EmulatorTarget) =>
    accountClient(target, {
      v4: true,
      addressing: 'service-names',
      region: target.region,
    }).signatureUrlV4('PUT', 60, request, 'key')

const wrongDigest = { 'content-md5': 'none' }

const refusals: readonly Refused[] = [
  {
    refusal: 'InvalidDigest',
    url: signed({ headers: wrongDigest }),
    method: 'PUT',
    headers: wrongDigest,
    beginning: Buffer.from('a beginning'),
  },
  {
    refusal: 'NoSuchUpload',
    url: signed({ queries: { partNumber: '1', uploadId: 'none' } }),
    method: 'PUT',
    beginning: Buffer.from('a beginning'),
  },
  {
    refusal: 'RequestEntityTooLarge',
    url: ({ rpc }) => `${rpc.protocol}://${rpc.host}/`,
    method: 'POST',
    beginning: Buffer.alloc(2 * 1024 * 1024),
  },
]

describe('an emulator without a socket', () => {
  test('has a folder for files, which goes when it is closed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    vi.stubEnv('TMPDIR', folder)
    const vod = await createEmulator({ store: 'filesystem' }).finally(vi.unstubAllEnvs)
    expect(await readdir(folder)).toHaveLength(1)

    await vod.close()

    expect(await readdir(folder)).toEqual([])
  })

  test.for(refusals)('outlives a body that tears after $refusal', async (row) => {
    const { emulator, target } = await emulatorUnderServiceNames()
    await using _ = emulator
    using uncaught = watchUncaught()
    const { method, headers = {}, refusal } = row
    const { body, tear } = tearing(row.beginning)
    const request = new Request(await row.url(target), { method, headers, body, duplex: 'half' })

    expect(await (await emulator.fetch(request)).text()).toContain(`<Code>${refusal}</Code>`)
    // Nobody reads the body any more: its end must not become an exception that nobody catches.
    tear()
    await setImmediate()

    expect(uncaught.caught).toEqual([])
  })
})
