import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { memoryRecords } from '#emulator/adapters/memory/records.ts'
import { sqliteRecords } from '#emulator/adapters/sqlite/records.ts'
import type { Records } from '#emulator/ports/records/records.ts'
import { creation } from './media.ts'
import { median } from './statistics.ts'
import { type Row, rate } from './table.ts'

const sizes = [1_000, 10_000, 100_000] as const
const limit = 50
const turns = 9
const warmUpTurns = 3
const pagesOfTurn = 300
const mediaOfCommit = 500

/** Reads one page, somewhere among records of which one was made in each millisecond from 0 on. */
type Read = (records: Records, size: number) => Promise<{ readonly items: readonly unknown[] }>

const readings: Readonly<Record<string, Read>> = {
  list: (records) =>
    // Few keys are above; a page there would not be full.
    records.list('media', { after: `0${randomBytes(4).toString('hex')}`, limit }),
  'find by time': (records, size) =>
    records.find('media', {
      index: 'created',
      range: { upTo: Math.random() * (size - limit) + limit },
      order: 'descending',
      limit,
    }),
  'find by status and time': (records, size) =>
    records.find('media', {
      index: 'status',
      equal: { status: 'Uploading' },
      range: { upTo: Math.random() * (size - limit) + limit },
      order: 'descending',
      limit,
    }),
}

async function fill(records: Records, size: number): Promise<void> {
  for (let made = 0; made < size; made += mediaOfCommit) {
    const media = Array.from({ length: mediaOfCommit }, (_, i) => creation(made + i))
    await records.commit(media.flat())
  }
}

/** Processor time of this thread for a page, µs. */
async function cost(records: Records, size: number, read: Read): Promise<number> {
  const before = process.threadCpuUsage()
  for (let i = 0; i < pagesOfTurn; i++) {
    const { items } = await read(records, size)
    if (items.length !== limit) throw new Error(`${items.length} records in a page`)
  }
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / pagesOfTurn
}

type Filled = readonly { readonly size: number; readonly records: Records }[]

async function row(measure: string, stores: Filled, read: Read): Promise<Row> {
  const costs = new Map<number, number[]>(stores.map(({ size }) => [size, []]))
  for (let i = 0; i < warmUpTurns + turns; i++)
    for (const { size, records } of stores) {
      const taken = await cost(records, size, read)
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

/** What a page of records costs, by how many there are; the ratio is that of the most to the fewest. */
export const pages = async (folder: string): Promise<readonly Row[]> => [
  ...(await rowsOf('memory', memoryRecords)),
  ...(await rowsOf('SQLite', (size) => sqliteRecords({ file: join(folder, `pages-${size}`) }))),
]
