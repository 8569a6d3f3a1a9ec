import type { Kind } from '../../ports/records/index.ts'
import { entriesOf, groupsOf } from '../records/entries.ts'
import { blobOf, keyBlob, keyOf, recordOf } from '../records/rows.ts'
import type { Ask } from './driver.ts'

/** A place of a record in an index, as it is sent. */
export interface EntryRow {
  readonly kind: Kind
  readonly name: string
  readonly position: string
  readonly key: string
}

/** Bytes as the text of a parameter, so that drivers need not know how to write arrays of bytes. */
const textOf = (bytes: Buffer): string => bytes.toString('base64')

export const keyText = (key: string): string => textOf(keyBlob(key))

export const entryRows = (kind: Kind, key: string, value: object): readonly EntryRow[] =>
  entriesOf(kind, key, value).map(({ index, position }) => ({
    kind,
    name: index,
    position: textOf(blobOf(position)),
    key: keyText(key),
  }))

/** A group of a counted index to which records were added, or from which they were removed. */
export interface GroupRow {
  readonly kind: Kind
  readonly name: string
  readonly beginning: string
}

export const groupRows = (kind: Kind, value: object): readonly GroupRow[] =>
  groupsOf(kind, value).map(({ index, beginning }) => ({
    kind,
    name: index,
    beginning: textOf(blobOf(beginning)),
  }))

/** By how much the numbers of records change. */
function differences(now: readonly GroupRow[], old: readonly GroupRow[]) {
  const byGroup = new Map<string, GroupRow & { readonly by: number }>()
  const add = (group: GroupRow, by: number) => {
    const id = `${group.kind}\0${group.name}\0${group.beginning}`
    byGroup.set(id, { ...group, by: (byGroup.get(id)?.by ?? 0) + by })
  }
  for (const group of now) add(group, 1)
  for (const group of old) add(group, -1)
  return [...byGroup.values()].filter(({ by }) => by !== 0)
}

/** Counts records into the groups where they are now, and out of those where they were. */
export async function recount(
  ask: Ask,
  now: readonly GroupRow[],
  old: readonly GroupRow[],
): Promise<void> {
  const changed = differences(now, old)
  if (changed.length === 0) return
  await ask(
    `INSERT INTO vod_emulator_counts AS it (kind, name, beginning, count)
     SELECT kind, name, decode(beginning, 'base64'), by
     FROM json_to_recordset($1::json) AS sent(kind text, name text, beginning text, by bigint)
     ON CONFLICT (kind, name, beginning) DO UPDATE SET count = it.count + excluded.count`,
    [JSON.stringify(changed)],
  )
  if (changed.some(({ by }) => by < 0)) await ask('DELETE FROM vod_emulator_counts WHERE count = 0')
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
    const found = rows.map((row) => ({
      kind: String(row.kind) as Kind,
      key: keyOf(row.key),
      value: recordOf(row.value),
    }))
    await addEntries(
      ask,
      found.flatMap(({ kind, key, value }) => entryRows(kind, key, value)),
    )
    await recount(
      ask,
      found.flatMap(({ kind, value }) => groupRows(kind, value)),
      [],
    )
    const last = rows.at(-1)
    if (!last) return
    ;[kind, key] = [String(last.kind), keyBlob(keyOf(last.key))]
  }
}
