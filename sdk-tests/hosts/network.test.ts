import { expect, test } from 'vitest'
import { openapiCore } from '../clients/openapi-core.ts'
import { needsEmulator } from '../setup/fixtures.ts'
import { startEmulatorTarget } from '../setup/target.ts'
import { watchNetwork } from './network.ts'

test('a client that reaches for the network is noticed', async ({ skip }) => {
  needsEmulator(skip)
  await using target = await startEmulatorTarget()
  using network = watchNetwork()

  await openapiCore.call(target, 'CreateUploadAttachedMedia', { BusinessType: 'subtitle' })

  expect(network.attempts).toContain('TCPCONNECTWRAP')
})
