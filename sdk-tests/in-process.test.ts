import { setImmediate } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { accountClient } from './drivers/ali-oss.ts'
import { needsEmulator } from './setup/fixtures.ts'
import { emulatorUnderServiceNames } from './setup/target.ts'

beforeEach(({ skip }) => needsEmulator(skip))

/** A body that begins, and tears when it is told to. */
function tearing(): { readonly body: ReadableStream; readonly tear: () => void } {
  let tear = () => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(Buffer.from('a beginning'))
      tear = () => controller.error(new Error('torn'))
    },
  })
  return { body, tear: () => tear() }
}

describe('an emulator without a socket', () => {
  test.for([
    { refusal: 'InvalidDigest', headers: { 'content-md5': 'none' }, queries: {} },
    { refusal: 'NoSuchUpload', headers: {}, queries: { partNumber: '1', uploadId: 'none' } },
  ])('outlives a body that tears after $refusal', async ({ refusal, headers, queries }) => {
    const { emulator, target } = await emulatorUnderServiceNames()
    await using _ = emulator
    const options = { v4: true, addressing: 'service-names', region: target.region } as const
    const client = accountClient(target, options)
    const url = await client.signatureUrlV4('PUT', 60, { headers, queries }, 'key')
    const { body, tear } = tearing()

    const response = await emulator.fetch(
      new Request(url, { method: 'PUT', headers, body, duplex: 'half' }),
    )
    expect(await response.text()).toContain(`<Code>${refusal}</Code>`)

    // Nobody reads the body any more: its end must not become an uncaught exception.
    tear()
    await setImmediate()
  })
})
