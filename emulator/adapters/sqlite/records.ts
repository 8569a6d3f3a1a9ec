import { randomUUID } from 'node:crypto'
import { accessSync, constants } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { type Kind, lastingKinds } from '../../ports/records/index.ts'
import { Conflict, type Expectation, type Records } from '../../ports/records/records.ts'
import { type Counts, countFound } from '../records/counting.ts'
import { findPage, listPage, type Row, type Scan } from '../records/pages.ts'
import {
  blobOf,
  bytesOf,
  keyBlob,
  keyOf,
  recordOf,
  type Written,
  written,
} from '../records/rows.ts'
import { folderProblems, storageFailure } from '../storage-failure.ts'
import { entryWriter } from './entries.ts'
import { groupCommit } from './group-commit.ts'
import { layout, openRecords } from './layout.ts'

type Columns = Readonly<Record<string, unknown>>

const rowOf = <K extends Kind>({ position, key, version, value }: Columns): Row<K> => ({
  position: bytesOf(position),
  stored: { key: keyOf(key), version: String(version), value: recordOf<K>(value) },
})

const byKey = `
  SELECT key AS position, key, version, value FROM records
  WHERE kind = ? AND key >= ? AND key < ? ORDER BY key LIMIT ? OFFSET ?
`

// Records that are passed over are not looked up.
const byIndex = (direction: 'ASC' | 'DESC') => `
  SELECT position, key, version, value
  FROM (
    SELECT kind, position, key FROM entries WHERE kind = ? AND name = ? AND position >= ? AND position < ?
    ORDER BY position ${direction} LIMIT ? OFFSET ?
  ) JOIN records USING (kind, key)
  ORDER BY position ${direction}
`

function scanOf(database: DatabaseSync): Scan {
  const keys = database.prepare(byKey)
  const ascending = database.prepare(byIndex('ASC'))
  const descending = database.prepare(byIndex('DESC'))
  return (kind, { index, from, below, isDescending, limit, skip }) => {
    const [lowest, end] = [blobOf(from), blobOf(below)]
    const rows =
      index === undefined
        ? keys.all(kind, lowest, end, limit, skip)
        : (isDescending ? descending : ascending).all(kind, index, lowest, end, limit, skip)
    return rows.map((row) => rowOf(row))
  }
}

function countsOf(database: DatabaseSync, ofGroup: Counts['ofGroup']): Counts {
  const stretch = database.prepare(`
    SELECT count(*) AS count, max(position) AS last FROM (
      SELECT position FROM entries WHERE kind = ? AND name = ? AND position >= ? AND position < ?
      ORDER BY position LIMIT ?
    )
  `)
  return {
    ofGroup,
    ofStretch: (kind, { index = '', from, below, limit }) => {
      const row = stretch.get(kind, index, blobOf(from), blobOf(below), limit)
      const count = Number(row?.count)
      return { count, ...(count === limit && { last: bytesOf(row?.last) }) }
    },
  }
}

function readings(database: DatabaseSync, counts: Counts, failed: (error: unknown) => never) {
  const one = database.prepare('SELECT version, value FROM records WHERE kind = ? AND key = ?')
  const scan = scanOf(database)
  const get = <K extends Kind>(kind: K, key: string) => {
    const row = one.get(kind, keyBlob(key))
    return row && { key, version: String(row.version), value: recordOf<K>(row.value) }
  }
  return {
    // `async` turns what SQLite throws into rejections.
    get: async <K extends Kind>(kind: K, key: string) => {
      try {
        return get(kind, key)
      } catch (error) {
        return failed(error)
      }
    },
    list: (kind, range) => listPage(scan, kind, range).catch(failed),
    find: (kind, query) => findPage(scan, kind, query).catch(failed),
    count: (kind, selection) => countFound(scan, counts, kind, selection).catch(failed),
  } satisfies Pick<Records, 'get' | 'list' | 'find' | 'count'>
}

type EntryWriter = ReturnType<typeof entryWriter>

function changes(database: DatabaseSync, entries: EntryWriter, requireWritable: () => void) {
  const versionOf = database.prepare('SELECT version FROM records WHERE kind = ? AND key = ?')
  const put = database.prepare(
    'REPLACE INTO records (kind, key, version, value) VALUES (?, ?, ?, ?)',
  )
  const remove = database.prepare('DELETE FROM records WHERE kind = ? AND key = ?')
  const lasting = lastingKinds.map(() => '?').join()
  const removals = ['records', 'entries', 'counts'].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE kind NOT IN (${lasting})`),
  )
  // Written though it is the same: it takes room in the file as any commit does.
  const touch = database.prepare(`PRAGMA user_version = ${layout}`)
  const group = groupCommit(database, {
    beforeGroup: requireWritable,
    beforeCommit: entries.writeCounts,
    undone: entries.forgetCounts,
  })

  const apply = (all: readonly Written[]) => {
    const version = randomUUID()
    for (const { kind, key, value } of all) {
      entries.replace(kind, key, value?.entries)
      if (value) put.run(kind, keyBlob(key), version, value.json)
      else remove.run(kind, keyBlob(key))
    }
  }

  return {
    /** @throws Conflict, before the commit joins others */
    requireExpected(expected: readonly Expectation[]) {
      for (const one of expected)
        if (versionOf.get(one.kind, keyBlob(one.key))?.version !== one.version)
          throw new Conflict(one)
    },
    commit: (all: readonly Written[]) => group.run(() => apply(all)),
    clear: (all: readonly Written[]) =>
      group.run(() => {
        entries.writeCounts()
        for (const removal of removals) removal.run(...lastingKinds)
        apply(all)
      }),
    probe: () => group.run(() => void touch.run()),
    end: group.end,
  }
}

/**
 * Records in a file. Commits of one turn share a transaction; what their promises announced survives the death of the
 * process, and a loss of power unless it comes within the moments that the system takes to write to its disk.
 *
 * @throws Error when another process has the file open; commits reject with StorageError when there is no room, or when
 * the file or its folder have been removed or made read-only, and work again as soon as that is remedied
 */
export function sqliteRecords({ file }: { readonly file: string }): Records {
  const database = openRecords(file)
  const folder = dirname(file)
  // SQLite would write on through its open file, into what the next start could not use or find.
  const requireWritable = () => {
    for (const path of [folder, file]) accessSync(path, constants.W_OK)
  }
  const entries = entryWriter(database)
  const { requireExpected, commit, clear, probe, end } = changes(database, entries, requireWritable)
  const failed = (error: unknown) => {
    throw storageFailure(folder, error)
  }
  // `async` turns what JSON throws into rejections, before the commit joins others.
  const kept = async (run: () => Promise<void>) => run().catch(failed)

  return {
    ...readings(database, countsOf(database, entries.countOf), failed),
    commit: (all, expected = []) =>
      kept(() => {
        const ready = all.map(written)
        requireExpected(expected)
        return commit(ready)
      }),
    clear: (all = [], expected = []) =>
      kept(() => {
        const ready = all.map(written)
        requireExpected(expected)
        return clear(ready)
      }),
    health: () => folderProblems(folder, probe),
    async close() {
      end()
      database.close()
    },
  }
}
