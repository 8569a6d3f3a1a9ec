import type { Kind } from '../../ports/records/index.ts'
import { entriesOf } from '../records/entries.ts'
import { type GroupChange, groupChanges } from '../records/group-changes.ts'
import { blobOf, keyBlob, keyOf, recordOf } from '../records/rows.ts'
import type { Ask } from './driver.ts'

/** A place of a record in an index, as it is sent. */
export interface EntryRow {
  readonly kind: Kind
  readonly name: string
  /** What its position begins with, as its group does. */
  readonly beginning: string
  readonly position: string
  readonly key: string
}

/** Bytes as the text of a parameter, so that drivers need not know how to write arrays of bytes. */
const textOf = (bytes: Buffer): string => bytes.toString('base64')

export const keyText = (key: string): string => textOf(keyBlob(key))

export const entryRows = (kind: Kind, key: string, value: object): readonly EntryRow[] =>
  entriesOf(kind, key, value).map(({ index, beginning, position }) => ({
    kind,
    name: index,
    beginning: textOf(blobOf(beginning)),
    position: textOf(blobOf(position)),
    key: keyText(key),
  }))

/** Counts entries that were added and removed. */
export function countedChanges(
  added: readonly EntryRow[],
  removed: readonly EntryRow[] = [],
): readonly GroupChange[] {
  const changes = groupChanges()
  for (const { kind, name: index, beginning } of added) changes.add(kind, { index, beginning }, 1)
  for (const { kind, name: index, beginning } of removed)
    changes.add(kind, { index, beginning }, -1)
  return changes.all()
}

/** Changes the numbers of records in groups. */
export async function recount(ask: Ask, changes: readonly GroupChange[]): Promise<void> {
  if (changes.length === 0) return
  await ask(
    `INSERT INTO vod_emulator_counts AS it (kind, name, beginning, count)
     SELECT kind, index, decode(beginning, 'base64'), by
     FROM json_to_recordset($1::json) AS sent(kind text, index text, beginning text, by bigint)
     ON CONFLICT (kind, name, beginning) DO UPDATE SET count = it.count + excluded.count`,
    [JSON.stringify(changes)],
  )
  if (changes.some(({ by }) => by < 0)) await ask('DELETE FROM vod_emulator_counts WHERE count = 0')
}

const sent = `
  SELECT kind, name, decode(position, 'base64') AS position, decode(key, 'base64') AS key
  FROM json_to_recordset($1::json) AS sent(kind text, name text, position text, key text)
`

export async function addEntries(ask: Ask, entries: readonly EntryRow[]): Promise<void> {
  if (entries.length === 0) return
  await ask(`INSERT INTO vod_emulator_entries (kind, name, position, key) ${sent}`, [
    JSON.stringify(entries),
  ])
}

export async function removeEntries(ask: Ask, entries: readonly EntryRow[]): Promise<void> {
  if (entries.length === 0) return
  await ask(
    `DELETE FROM vod_emulator_entries AS it USING (${sent}) AS gone
     WHERE it.kind = gone.kind AND it.name = gone.name AND it.position = gone.position`,
    [JSON.stringify(entries)],
  )
}

const pageSize = 1000

/** Rebuilds the entries of every record, and counts them anew. */
export async function reindex(ask: Ask): Promise<void> {
  for (const table of ['entries', 'counts']) await ask(`DELETE FROM vod_emulator_${table}`)
  let [kind, key]: [string, Uint8Array] = ['', Buffer.of()]
  for (;;) {
    const rows = await ask(
      `SELECT kind, key, value FROM vod_emulator_records WHERE (kind, key) > ($1, $2)
       ORDER BY kind, key LIMIT ${pageSize}`,
      [kind, key],
    )
    const entries = rows.flatMap((row) =>
      entryRows(String(row.kind) as Kind, keyOf(row.key), recordOf(row.value)),
    )
    await addEntries(ask, entries)
    await recount(ask, countedChanges(entries))
    const last = rows.at(-1)
    if (!last) return
    ;[kind, key] = [String(last.kind), keyBlob(keyOf(last.key))]
  }
}
