import { kinds } from '../../ports/records/index.ts'
import type { Ask, Driver } from './driver.ts'
import { reindex } from './entries.ts'
import { lock } from './lock.ts'

/** The layout of the tables. */
const layout = 2

const schema = `
  CREATE TABLE IF NOT EXISTS vod_emulator_meta (name text PRIMARY KEY, value text NOT NULL);
  CREATE TABLE IF NOT EXISTS vod_emulator_records (
    kind text COLLATE "C" NOT NULL,
    key bytea NOT NULL,
    version text NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (kind, key)
  );
  CREATE TABLE IF NOT EXISTS vod_emulator_entries (
    kind text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    position bytea NOT NULL,
    key bytea NOT NULL,
    PRIMARY KEY (kind, name, position)
  );
  CREATE TABLE IF NOT EXISTS vod_emulator_counts (
    kind text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    beginning bytea NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (kind, name, beginning)
  );
`

const setMeta = `
  INSERT INTO vod_emulator_meta VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value
`

/** The declarations of all indexes, as text. */
const declared = JSON.stringify(kinds)

async function metaOf(ask: Ask): Promise<ReadonlyMap<string, string>> {
  const rows = await ask('SELECT name, value FROM vod_emulator_meta')
  return new Map(rows.map(({ name, value }) => [String(name), String(value)]))
}

/**
 * Creates the tables, and rebuilds the indexes when their declarations have changed.
 *
 * @throws Error when the tables are of another emulator
 */
export const prepare = ({ where, transaction }: Driver): Promise<void> =>
  transaction(async (ask) => {
    await ask(lock)
    for (const statement of schema.split(';').filter((one) => one.trim() !== ''))
      await ask(statement)
    const meta = await metaOf(ask)
    const found = Number(meta.get('layout') ?? layout)
    if (found !== layout)
      throw new Error(
        `The records in PostgreSQL at ${where} were written by ${found > layout ? 'a newer' : 'an older'} emulator (layout ${found}, this one knows ${layout}): choose another database with --records.`,
      )
    if (meta.get('indexes') === declared) return
    await reindex(ask)
    await ask(setMeta, ['layout', String(layout)])
    await ask(setMeta, ['indexes', declared])
  })
