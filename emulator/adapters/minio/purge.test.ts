import { expect, test } from 'vitest'
import { memoryRecords } from '../memory/records.ts'
import { type Ledger, ledger as openLedger } from './ledger.ts'
import { type Kept, nothing, purge, spared } from './purge.ts'

const day = 24 * 3600 * 1000

async function filled(): Promise<Ledger> {
  const ledger = openLedger(memoryRecords())
  await ledger.open('u', { atMs: 0, headers: {} })
  for (const [revision, atMs] of [
    ['old', 0],
    ['kept', 0],
    ['young', 1],
  ] as const)
    await ledger.keep({ revision, bucket: 'b', key: 'k', atMs })
  return ledger
}

async function purged(ledger: Ledger, kept: Kept, since?: number) {
  const removed: string[] = []
  const remove = async (revision: string) => void removed.push(revision)
  return { count: await purge(ledger, remove, kept, since), removed: removed.sort() }
}

test('everything but what is kept is removed', async () => {
  const ledger = await filled()
  const kept = { ...nothing, revision: (revision: string) => revision === 'kept' }

  expect(await purged(ledger, kept)).toEqual({ count: 3, removed: ['old', 'young'] })
  expect(await ledger.uploads()).toEqual([])
})

test('what others may have put within a day is spared', async () => {
  const ledger = await filled()

  expect((await purged(ledger, nothing, spared(day - 1))).count).toBe(0)
  expect(await ledger.uploads()).toHaveLength(1)
  expect((await purged(ledger, nothing, spared(day))).removed).toEqual(['kept', 'old'])
  expect(await ledger.uploads()).toEqual([])
})
