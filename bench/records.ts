import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { entriesOf } from '#emulator/adapters/records/entries.ts'
import { sqliteRecords } from '#emulator/adapters/sqlite/records.ts'
import type { Change } from '#emulator/ports/records/records.ts'
import { creation } from './media.ts'
import { median } from './statistics.ts'
import { type Row, rate } from './table.ts'

const turns = 7
const warmUpTurns = 2
const commitsOfTurn = 6_000
const recordsOfCommit = 2

/** Records made durable in a file of that name, per second. */
type Keep = (
  file: string,
  commits: readonly (readonly Change[])[],
  inFlight: number,
) => Promise<number>

const perSecond = (commits: number, startedAt: number): number =>
  (commits * recordsOfCommit * 1000) / (performance.now() - startedAt)

const throughStore: Keep = async (file, commits, inFlight) => {
  const store = sqliteRecords({ file })
  const waiting = commits.values()
  const startedAt = performance.now()
  const worker = async () => {
    for (const commit of waiting) await store.commit(commit)
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  const reached = perSecond(commits.length, startedAt)
  await store.close()
  return reached
}

const schema = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE records (kind TEXT NOT NULL, key BLOB NOT NULL, version TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
  CREATE TABLE entries (kind TEXT NOT NULL, name TEXT NOT NULL, position BLOB NOT NULL, key BLOB NOT NULL, PRIMARY KEY (kind, name, position)) WITHOUT ROWID;
`

/** The rows that a change has to be kept as. */
const rowOf = ({ kind, key, value }: Change) => ({
  record: [kind, Buffer.from(key), randomUUID(), JSON.stringify(value)] as const,
  entries: value
    ? entriesOf(kind, key, value).map(
        ({ index, position }) =>
          [kind, index, Buffer.from(position, 'latin1'), Buffer.from(key)] as const,
      )
    : [],
})

/** The same rows, ready to be bound before the time starts, in transactions as large. */
const bySqlite: Keep = async (file, commits, inFlight) => {
  const database = new DatabaseSync(file)
  database.exec(schema)
  const put = database.prepare('REPLACE INTO records VALUES (?, ?, ?, ?)')
  const index = database.prepare('INSERT INTO entries VALUES (?, ?, ?, ?)')
  const rows = commits.map((changes) => changes.map(rowOf))
  const startedAt = performance.now()
  for (let start = 0; start < rows.length; start += inFlight) {
    database.exec('BEGIN')
    for (const { record, entries } of rows.slice(start, start + inFlight).flat()) {
      put.run(...record)
      for (const entry of entries) index.run(...entry)
    }
    database.exec('COMMIT')
  }
  const reached = perSecond(commits.length, startedAt)
  database.close()
  return reached
}

async function compare(folder: string, inFlight: number): Promise<Row> {
  const reached: { readonly ours: number; readonly theirs: number }[] = []
  for (let i = 0; i < warmUpTurns + turns; i++) {
    const place = await mkdtemp(join(folder, 'records-'))
    const commits = Array.from({ length: commitsOfTurn }, () => creation(Date.now()))
    const ours = await throughStore(join(place, 'ours'), commits, inFlight)
    const theirs = await bySqlite(join(place, 'theirs'), commits, inFlight)
    if (i >= warmUpTurns) reached.push({ ours, theirs })
    await rm(place, { recursive: true })
  }
  return {
    measure: `durable records/s, ${inFlight} commits in flight`,
    emulator: rate(median(reached.map(({ ours }) => ours))),
    bare: rate(median(reached.map(({ theirs }) => theirs))),
    ratio: median(reached.map(({ ours, theirs }) => ours / theirs)),
    aim: '≥ 0.8',
    note: 'bare: SQLite with the same rows in transactions as large',
  }
}

/** Records of the store beside those of bare `node:sqlite` in turns, each in a file of its own. */
export async function records(folder: string): Promise<readonly Row[]> {
  return [await compare(folder, 16), await compare(folder, 256)]
}
