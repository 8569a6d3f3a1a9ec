import type { DatabaseSync } from 'node:sqlite'
import { type Kind, kinds } from '../../ports/records/index.ts'
import { declaredIndexes, entriesOf, type Group, type IndexEntry } from '../records/entries.ts'
import { type GroupChange, groupChanges } from '../records/group-changes.ts'
import { blobOf, keyBlob, keyOf, recordOf } from '../records/rows.ts'

const insertion = 'INSERT INTO entries (kind, name, position, key) VALUES (?, ?, ?, ?)'

const idOf = ({ index, position }: IndexEntry): string => `${index}\0${position}`

/** Changes the numbers of records in groups. */
function counter(database: DatabaseSync) {
  const change = database.prepare(`
    INSERT INTO counts (kind, name, beginning, count) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count
  `)
  const forgetEmpty = database.prepare(
    'DELETE FROM counts WHERE kind = ? AND name = ? AND beginning = ? AND count = 0',
  )
  return (changes: readonly GroupChange[]) => {
    for (const { kind, index, beginning, by } of changes) {
      const group = [kind, index, blobOf(beginning)] as const
      change.run(...group, by)
      if (by < 0) forgetEmpty.run(...group)
    }
  }
}

/** Keeps the places of records in their indexes. */
export function entryWriter(database: DatabaseSync) {
  const old = database.prepare('SELECT value FROM records WHERE kind = ? AND key = ?')
  const add = database.prepare(insertion)
  const remove = database.prepare(
    'DELETE FROM entries WHERE kind = ? AND name = ? AND position = ?',
  )
  const counted = database.prepare(
    'SELECT count FROM counts WHERE kind = ? AND name = ? AND beginning = ?',
  )
  const count = counter(database)
  const changes = groupChanges()

  const entriesNow = (kind: Kind, key: string): readonly IndexEntry[] => {
    const row = old.get(kind, keyBlob(key))
    return row ? entriesOf(kind, key, recordOf(row.value)) : []
  }

  return {
    /** Puts the entries of a record in place of those of the one that is there now. */
    replace(kind: Kind, key: string, entries: readonly IndexEntry[] = []): void {
      if (declaredIndexes(kind).length === 0) return
      const before = new Map(entriesNow(kind, key).map((entry) => [idOf(entry), entry]))
      for (const entry of entries) {
        if (before.delete(idOf(entry))) continue
        add.run(kind, entry.index, blobOf(entry.position), keyBlob(key))
        changes.add(kind, entry, 1)
      }
      for (const entry of before.values()) {
        remove.run(kind, entry.index, blobOf(entry.position))
        changes.add(kind, entry, -1)
      }
    },
    /** How many records a group has, with those of the transaction that is open. */
    countOf: (kind: Kind, group: Group): number => {
      const row = counted.get(kind, group.index, blobOf(group.beginning))
      return Number(row?.count ?? 0) + changes.by(kind, group)
    },
    /** Writes the numbers of records that have changed: once for each transaction. */
    writeCounts(): void {
      count(changes.all())
      changes.clear()
    },
    forgetCounts: changes.clear,
  }
}

/** The declarations of all indexes, as text. */
const declared = JSON.stringify(kinds)

/** Rebuilds the indexes when their declarations have changed since the file was written. */
export function requireIndexes(database: DatabaseSync): void {
  const known = database.prepare("SELECT value FROM meta WHERE name = 'indexes'").get()?.value
  if (known === declared) return
  const add = database.prepare(insertion)
  const rows = database.prepare('SELECT kind, key, value FROM records')
  const changes = groupChanges()
  database.exec('BEGIN; DELETE FROM entries; DELETE FROM counts')
  for (const row of rows.iterate()) {
    const [kind, key] = [String(row.kind) as Kind, keyOf(row.key)]
    for (const entry of entriesOf(kind, key, recordOf(row.value))) {
      add.run(kind, entry.index, blobOf(entry.position), keyBlob(key))
      changes.add(kind, entry, 1)
    }
  }
  counter(database)(changes.all())
  database.prepare("REPLACE INTO meta (name, value) VALUES ('indexes', ?)").run(declared)
  database.exec('COMMIT')
}
