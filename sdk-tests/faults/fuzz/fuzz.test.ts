import fc from 'fast-check'
import { expect } from 'vitest'
import { needsEmulator, test } from '../../setup/fixtures.ts'
import { sized } from '../../setup/runs.ts'
import { campaign } from './campaign.ts'
import { startChild } from './child.ts'
import { ask } from './client.ts'
import { uploadAsEver } from './upload.ts'

const mebibyte = 1024 * 1024

/**
 * After a reset nothing is left but what a process gathers by running: compiled code, caches of the libraries, the 4 MiB
 * of buffers that a pool may keep, and the nonces and files of cases that ended after the reset. A single kibibyte kept
 * of every case would be 20 MiB.
 */
const maxHeld = 16 * mebibyte

/**
 * Pages that a heap has had it seldom gives back, so this is about the worst moment: 64 connections with up to 700 kB
 * each, as bytes, as text, decoded and read, some 3 MiB in all, and as much again that is not collected yet.
 */
const maxResident = 384 * mebibyte

/** Each of one connection. */
const cases = sized(20_000, 3000)
/** Timers come and go; one connection in a thousand that stays would be twice as many. */
const maxOpen = 10

test('no bytes on a socket knock the emulator over', { timeout: 1_800_000 }, async ({ skip }) => {
  needsEmulator(skip)
  const seed = fc.readConfigureGlobal().seed ?? 0
  await using child = await startChild()
  await campaign(child, { seed: seed - 1_000_000, cases: 2000 })
  await ask(child.port, { method: 'POST', target: '/_emulator/reset', headers: [] })
  const before = await child.memory()

  const tally = await campaign(child, { seed, cases })

  await ask(child.port, { method: 'POST', target: '/_emulator/reset', headers: [] })
  const after = await child.memory()
  console.log(
    `Fuzz: ${cases} cases, SDK_TESTS_SEED=${seed}; ${tally.report()}; ${JSON.stringify({ before, after })}`,
  )
  expect(after.held - before.held).toBeLessThan(maxHeld)
  expect(after.resident - before.resident).toBeLessThan(maxResident)
  // What only scratched the surface would prove nothing.
  expect(tally.statuses.get(200)).toBeGreaterThan(cases / 10)
  expect(tally.codes.size).toBeGreaterThan(sized(50, 35))
  const open = async () => (await child.memory()).open
  await expect.poll(open).toBeLessThan(before.open + maxOpen)
  await uploadAsEver(child.port)
  expect(child.problems).toEqual([])
})
