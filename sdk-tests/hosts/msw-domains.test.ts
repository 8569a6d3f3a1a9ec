import { setupServer } from 'msw/node'
import { expect, test } from 'vitest'
import { vodHandlers } from '#emulator/msw.ts'
import { uploadClient } from '../clients/ali-oss.ts'
import { openapiCore } from '../clients/openapi-core.ts'
import { startUpload } from '../operations/vod/chain.ts'
import { bytes } from '../setup/bytes.ts'
import { needsEmulator } from '../setup/fixtures.ts'
import { emulatorUnderServiceNames } from '../setup/target.ts'
import { watchNetwork } from './network.ts'

const file = bytes(100_000)

test('a file is read from a CDN domain through MSW, without a socket', async ({ skip }) => {
  needsEmulator(skip)
  using network = watchNetwork()
  const { emulator, target } = await emulatorUnderServiceNames({
    cdnDomains: ['media.example.com:vodEmulatorKey2024'],
  })
  await using _ = emulator
  const server = setupServer(...vodHandlers(emulator))
  server.listen({ onUnhandledFrame: 'error' })
  try {
    const { upload, mediaUrl } = await startUpload(openapiCore, target)
    const options = { addressing: 'service-names', region: upload.auth.Region } as const
    await uploadClient(upload, options).put(upload.address.FileName, file)

    const response = await fetch(mediaUrl)

    expect(new URL(mediaUrl).host).toBe('media.example.com')
    expect(Buffer.from(await response.arrayBuffer()).equals(file)).toBe(true)
    expect((await fetch(mediaUrl.replace(/\?.*/, ''))).status).toBe(403)
    expect(network.attempts).toEqual([])
  } finally {
    server.close()
  }
})
