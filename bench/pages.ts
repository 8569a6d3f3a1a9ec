import { join } from 'node:path'
import { memoryRecords } from '#emulator/adapters/memory/records.ts'
import { sqliteRecords } from '#emulator/adapters/sqlite/records.ts'
import type { Records } from '#emulator/ports/records/records.ts'
import { creation, owner } from './media.ts'
import { median } from './statistics.ts'
import { type Row, rate } from './table.ts'

const sizes = [1_000, 10_000, 100_000] as const
const limit = 50
/** As many as the fewest media fill. */
const pagesOfReading = 20
const turns = 7
const warmUpTurns = 2
/** The kernel counts in hundredths of a second: a turn has to be many times as long. */
const turnMs = 150
const mediaOfCommit = 500

/** One page of a reading, after the one before. */
type Read = (
  records: Records,
  after: string | undefined,
) => Promise<{ readonly items: readonly unknown[]; readonly next?: string }>

const newestFirst = { order: 'descending', limit } as const

const readings: Readonly<Record<string, Read>> = {
  list: (records, after) => records.list('media', { after, limit }),
  'find by time': (records, after) =>
    records.find('media', { index: 'created', equal: owner, after, ...newestFirst }),
  'find by status and time': (records, after) =>
    records.find('media', {
      index: 'status',
      equal: { ...owner, status: 'Uploading' },
      after,
      ...newestFirst,
    }),
}

async function fill(records: Records, size: number): Promise<void> {
  for (let made = 0; made < size; made += mediaOfCommit) {
    const media = Array.from({ length: mediaOfCommit }, (_, i) => creation(made + i))
    await records.commit(media.flat())
  }
}

/** The first pages, one after the other, as a client reads them. */
async function readPages(records: Records, read: Read): Promise<void> {
  let after: string | undefined
  for (let i = 0; i < pagesOfReading; i++) {
    const { items, next } = await read(records, after)
    if (items.length !== limit) throw new Error(`${items.length} records in a page`)
    after = next
  }
}

/** Processor time of this process for a page, µs. */
async function cost(records: Records, read: Read): Promise<number> {
  const [before, startedAt] = [process.cpuUsage(), performance.now()]
  let pages = 0
  while (performance.now() - startedAt < turnMs) {
    await readPages(records, read)
    pages += pagesOfReading
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / pages
}

type Filled = readonly { readonly size: number; readonly records: Records }[]

async function row(measure: string, stores: Filled, read: Read): Promise<Row> {
  const costs = new Map<number, number[]>(stores.map(({ size }) => [size, []]))
  for (let i = 0; i < warmUpTurns + turns; i++)
    for (const { size, records } of stores) {
      const taken = await cost(records, read)
      if (i >= warmUpTurns) costs.get(size)?.push(taken)
    }
  const [few = Number.NaN, some = Number.NaN, many = Number.NaN] = [...costs.values()].map(median)
  return {
    measure: `${measure}, ${limit} of 100,000 media, µs`,
    emulator: rate(many),
    ratio: many / few,
    aim: '≤ 2',
    note: `of 1,000: ${rate(few)}, of 10,000: ${rate(some)}`,
  }
}

type Open = (size: number) => Records

async function rowsOf(store: string, open: Open): Promise<readonly Row[]> {
  const stores = sizes.map((size) => ({ size, records: open(size) }))
  for (const { size, records } of stores) await fill(records, size)
  const rows: Row[] = []
  for (const [name, read] of Object.entries(readings))
    rows.push(await row(`${name}, ${store}`, stores, read))
  for (const { records } of stores) await records.close()
  return rows
}

/** What a page of records costs, by how many there are; the ratio compares the most to the fewest. */
export const pages = async (folder: string): Promise<readonly Row[]> => [
  ...(await rowsOf('memory', memoryRecords)),
  ...(await rowsOf('SQLite', (size) => sqliteRecords({ file: join(folder, `pages-${size}`) }))),
]
