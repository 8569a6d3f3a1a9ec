import fc from 'fast-check'
import { expect } from 'vitest'
import { needsEmulator, test } from '../setup/fixtures.ts'
import { startChild } from './child.ts'
import { campaign } from './campaign.ts'
import { uploadAndRead } from './upload.ts'

const mebibyte = 1024 * 1024

test('no octets on a socket knock the emulator over', { timeout: 240_000 }, async ({ skip }) => {
  needsEmulator(skip)
  await using child = await startChild()
  const seed = fc.readConfigureGlobal().seed ?? 0

  const warm = await campaign(child, { seed: seed - 1, cases: 2000 })
  const before = await child.memory()
  const tally = await campaign(child, { seed, cases: 20_000 })
  const after = await child.memory()

  console.log(warm.report(), tally.report(), before, after)
  expect(child.complaints).toEqual([])
  await uploadAndRead(child.port)
})
