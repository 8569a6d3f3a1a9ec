import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Records } from '../../ports/records/records.ts'
import { inList, media } from '../../testing/records/samples.ts'
import { memoryRecords } from '../memory/records.ts'
import { sqliteRecords } from '../sqlite/records.ts'

/** More than are counted at once, and those at that limit are of one time. */
const many = 20_100

const timeOf = (i: number): number => Math.floor(i / 50)

async function filled(records: Records): Promise<Records> {
  const changes = Array.from({ length: many }, (_, i) => ({
    kind: 'media' as const,
    key: String(i),
    value: { ...media, createdAtMs: timeOf(i) },
  }))
  await records.commit(changes)
  return records
}

let folder: string
const stores = new Map<string, Records>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vod-emulator-counting-'))
  stores.set('in memory', await filled(memoryRecords()))
  stores.set('on SQLite', await filled(sqliteRecords({ file: join(folder, 'records.sqlite') })))
}, 60_000)

afterAll(async () => {
  for (const records of stores.values()) await records.close()
  await rm(folder, { recursive: true })
})

test.for(['in memory', 'on SQLite'])('%s a range of many is counted in turns', async (where) => {
  const count = (from: number, upTo: number) =>
    stores.get(where)?.count('media', { index: 'created', equal: inList, range: { from, upTo } })
  let turns = 0
  let isOver = false
  const all = count(0, timeOf(many))?.finally(() => {
    isOver = true
  })
  for (; !isOver; turns++) await turn()

  expect(await all).toBe(many)
  expect(turns).toBeGreaterThan(1)
  expect(await count(1, timeOf(many) - 2)).toBe(many - 100)
  expect(await count(timeOf(many), timeOf(many))).toBe(0)
})
