import type { DatabaseSync } from 'node:sqlite'
import { type Kind, kinds } from '../../ports/records/index.ts'
import { declaredIndexes, entriesOf, type IndexEntry } from '../records/entries.ts'
import { blobOf, keyBlob, keyOf, recordOf } from '../records/rows.ts'

const insertion = 'INSERT INTO entries (kind, name, position, key) VALUES (?, ?, ?, ?)'

const idOf = ({ index, position }: IndexEntry): string => `${index}\0${position}`

/** Keeps the places of records in their indexes. */
export function entryWriter(database: DatabaseSync) {
  const old = database.prepare('SELECT value FROM records WHERE kind = ? AND key = ?')
  const add = database.prepare(insertion)
  const remove = database.prepare(
    'DELETE FROM entries WHERE kind = ? AND name = ? AND position = ?',
  )

  const entriesNow = (kind: Kind, key: string): readonly IndexEntry[] => {
    const row = old.get(kind, keyBlob(key))
    return row ? entriesOf(kind, key, recordOf(row.value)) : []
  }

  return {
    /** Puts the entries of a record in place of those of the one that is there now. */
    replace(kind: Kind, key: string, entries: readonly IndexEntry[] = []): void {
      if (declaredIndexes(kind).length === 0) return
      const before = new Map(entriesNow(kind, key).map((entry) => [idOf(entry), entry]))
      for (const entry of entries)
        if (!before.delete(idOf(entry)))
          add.run(kind, entry.index, blobOf(entry.position), keyBlob(key))
      for (const { index, position } of before.values()) remove.run(kind, index, blobOf(position))
    },
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
  database.exec('BEGIN; DELETE FROM entries')
  for (const row of rows.iterate()) {
    const [kind, key] = [String(row.kind) as Kind, keyOf(row.key)]
    for (const { index, position } of entriesOf(kind, key, recordOf(row.value)))
      add.run(kind, index, blobOf(position), keyBlob(key))
  }
  database.prepare("REPLACE INTO meta (name, value) VALUES ('indexes', ?)").run(declared)
  database.exec('COMMIT')
}
