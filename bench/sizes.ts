import { memoryRecords } from '#emulator/adapters/memory/records.ts'
import { sqliteRecords } from '#emulator/adapters/sqlite/records.ts'
import type { Change, Records } from '#emulator/ports/records/records.ts'
import { creation } from './media.ts'
import { median } from './statistics.ts'
import { type Row, rate } from './table.ts'

const sizes = [1_000, 10_000, 100_000] as const
const turns = 7
const warmUpTurns = 2
/** The kernel counts in hundredths of a second: a turn has to be many times as long. */
const turnMs = 150
const mediaOfCommit = 500

/** What there is. */
interface Content {
  /** Besides the media. */
  readonly first?: readonly Change[]
  /** What creates a media. */
  readonly create?: typeof creation
}

async function fill(
  records: Records,
  size: number,
  { first = [], create = creation }: Content,
): Promise<void> {
  await records.commit(first)
  for (let made = 0; made < size; made += mediaOfCommit) {
    const media = Array.from({ length: mediaOfCommit }, (_, i) => create(made + i))
    await records.commit(media.flat())
  }
}

/** Reads some pages, and tells how many. */
export type Reading = (records: Records) => Promise<number>

/** Processor time of this process for a page, µs. */
async function cost(records: Records, read: Reading): Promise<number> {
  const [before, startedAt] = [process.cpuUsage(), performance.now()]
  let pages = 0
  while (performance.now() - startedAt < turnMs) pages += await read(records)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / pages
}

type Filled = readonly { readonly size: number; readonly records: Records }[]

export interface Aim {
  /** What a page is, as `50 of`. */
  readonly what: string
  /** Maximum ratio of the cost among the most media to that among the fewest. */
  readonly ratio: number
}

async function row(measure: string, stores: Filled, read: Reading, aim: Aim): Promise<Row> {
  const costs = new Map<number, number[]>(stores.map(({ size }) => [size, []]))
  for (let i = 0; i < warmUpTurns + turns; i++)
    for (const { size, records } of stores) {
      const taken = await cost(records, read)
      if (i >= warmUpTurns) costs.get(size)?.push(taken)
    }
  const [few = Number.NaN, some = Number.NaN, many = Number.NaN] = [...costs.values()].map(median)
  return {
    measure: `${measure}, ${aim.what} 100,000 media, µs`,
    emulator: rate(many),
    ratio: many / few,
    aim: `≤ ${aim.ratio}`,
    note: `of 1,000: ${rate(few)}, of 10,000: ${rate(some)}`,
  }
}

async function rowsOf(
  store: string,
  open: (size: number) => Records,
  readings: Readonly<Record<string, Reading>>,
  aim: Aim,
  content: Content,
): Promise<readonly Row[]> {
  const stores = sizes.map((size) => ({ size, records: open(size) }))
  for (const { size, records } of stores) await fill(records, size, content)
  const rows: Row[] = []
  for (const [name, read] of Object.entries(readings))
    rows.push(await row(`${name}, ${store}`, stores, read, aim))
  for (const { records } of stores) await records.close()
  return rows
}

/**
 * What a page costs in memory and on SQLite, by how many media there are; the ratio compares the most to the fewest.
 *
 * @param file where SQLite keeps its files: the beginning of their names
 */
export const bySize = async (
  file: string,
  readings: Readonly<Record<string, Reading>>,
  aim: Aim,
  content: Content = {},
): Promise<readonly Row[]> => [
  ...(await rowsOf('memory', memoryRecords, readings, aim, content)),
  ...(await rowsOf(
    'SQLite',
    (size) => sqliteRecords({ file: `${file}-${size}` }),
    readings,
    aim,
    content,
  )),
]
