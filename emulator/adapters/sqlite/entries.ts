import type { DatabaseSync } from 'node:sqlite'
import { type Kind, kinds } from '../../ports/records/index.ts'
import { declaredIndexes, type Group, type IndexEntry } from '../records/entries.ts'
import {
  blobOf,
  keyBlob,
  keyOf,
  nowhere,
  type Places,
  placesOf,
  recordOf,
} from '../records/rows.ts'

const idOf = ({ index, position }: IndexEntry): string => `${index}\0${position}`

const groupId = ({ index, beginning }: Group): string => `${index}\0${beginning}`

/** Adds records to indexes. */
function adder(database: DatabaseSync) {
  const add = database.prepare(
    'INSERT INTO entries (kind, name, position, key) VALUES (?, ?, ?, ?)',
  )
  const count = database.prepare(`
    INSERT INTO counts (kind, name, beginning, count) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count
  `)
  return {
    addEntry: (kind: Kind, key: string, { index, position }: IndexEntry) =>
      add.run(kind, index, blobOf(position), keyBlob(key)),
    count: (kind: Kind, { index, beginning }: Group, by: 1 | -1) =>
      count.run(kind, index, blobOf(beginning), by),
  }
}

/** Keeps the places of records in their indexes. */
export function entryWriter(database: DatabaseSync) {
  const old = database.prepare('SELECT value FROM records WHERE kind = ? AND key = ?')
  const { addEntry, count } = adder(database)
  const remove = database.prepare(
    'DELETE FROM entries WHERE kind = ? AND name = ? AND position = ?',
  )
  const forgetEmpty = database.prepare(
    'DELETE FROM counts WHERE kind = ? AND name = ? AND beginning = ? AND count = 0',
  )

  const placesNow = (kind: Kind, key: string): Places => {
    const row = old.get(kind, keyBlob(key))
    return row ? placesOf(kind, key, recordOf(row.value)) : nowhere
  }

  const recount = (kind: Kind, before: readonly Group[], now: readonly Group[]) => {
    const left = new Map(before.map((group) => [groupId(group), group]))
    for (const group of now) if (!left.delete(groupId(group))) count(kind, group, 1)
    for (const group of left.values()) {
      count(kind, group, -1)
      forgetEmpty.run(kind, group.index, blobOf(group.beginning))
    }
  }

  return {
    /** Puts a record in its places, instead of the one that is there now. */
    replace(kind: Kind, key: string, { entries, groups }: Places = nowhere): void {
      if (declaredIndexes(kind).length === 0) return
      const before = placesNow(kind, key)
      const left = new Map(before.entries.map((entry) => [idOf(entry), entry]))
      for (const entry of entries) if (!left.delete(idOf(entry))) addEntry(kind, key, entry)
      for (const { index, position } of left.values()) remove.run(kind, index, blobOf(position))
      recount(kind, before.groups, groups)
    },
  }
}

/** The declarations of all indexes, as text. */
const declared = JSON.stringify(kinds)

/** Rebuilds the indexes when their declarations have changed since the file was written. */
export function requireIndexes(database: DatabaseSync): void {
  const known = database.prepare("SELECT value FROM meta WHERE name = 'indexes'").get()?.value
  if (known === declared) return
  const { addEntry, count } = adder(database)
  const rows = database.prepare('SELECT kind, key, value FROM records')
  database.exec('BEGIN; DELETE FROM entries; DELETE FROM counts')
  for (const row of rows.iterate()) {
    const [kind, key] = [String(row.kind) as Kind, keyOf(row.key)]
    const { entries, groups } = placesOf(kind, key, recordOf(row.value))
    for (const entry of entries) addEntry(kind, key, entry)
    for (const group of groups) count(kind, group, 1)
  }
  database.prepare("REPLACE INTO meta (name, value) VALUES ('indexes', ?)").run(declared)
  database.exec('COMMIT')
}
