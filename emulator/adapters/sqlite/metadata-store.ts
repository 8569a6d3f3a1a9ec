import { accessSync, constants } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Change, MetadataStore, RecordKind, Records } from '../../ports/metadata-store.ts'
import { complaints, storageFailure } from '../storage-failure.ts'
import { groupCommit } from './group-commit.ts'
import { layout, openRecords } from './layout.ts'

interface Row {
  readonly key?: unknown
  readonly value?: unknown
}

/** A change as it is written. */
interface Written {
  readonly kind: string
  readonly key: Buffer
  readonly value: string | undefined
}

/** Above every key that begins with the prefix: no UTF-8 contains this byte. */
const endOf = (prefix: Buffer) => Buffer.concat([prefix, Buffer.of(0xff)])

const recordOf = <K extends RecordKind>(row: Row): Records[K] => JSON.parse(String(row.value))

const keyOf = ({ key }: Row) => (key instanceof Uint8Array ? Buffer.from(key).toString() : '')

const written = ({ kind, key, value }: Change): Written => ({
  kind,
  key: Buffer.from(key),
  value: value === undefined ? undefined : JSON.stringify(value),
})

function readings(database: DatabaseSync, folder: string): Pick<MetadataStore, 'get' | 'list'> {
  const one = database.prepare('SELECT value FROM records WHERE kind = ? AND key = ?')
  const range = database.prepare(
    'SELECT key, value FROM records WHERE kind = ? AND key >= ? AND key < ? ORDER BY key',
  )
  const tell = <Rows>(query: () => Rows): Rows => {
    try {
      return query()
    } catch (error) {
      throw storageFailure(folder, error)
    }
  }
  return {
    get(kind, key) {
      const row = tell(() => one.get(kind, Buffer.from(key)))
      return row && recordOf(row)
    },
    list(kind, prefix = '') {
      const start = Buffer.from(prefix)
      const rows = tell(() => range.all(kind, start, endOf(start)))
      return rows.map((row) => [keyOf(row), recordOf(row)])
    },
  }
}

function changes(database: DatabaseSync, requireWritable: () => void) {
  const put = database.prepare('REPLACE INTO records (kind, key, value) VALUES (?, ?, ?)')
  const remove = database.prepare('DELETE FROM records WHERE kind = ? AND key = ?')
  const removeAll = database.prepare('DELETE FROM records')
  // Written though it is the same: it takes room in the file as any commit does.
  const touch = database.prepare(`PRAGMA user_version = ${layout}`)
  const group = groupCommit(database, { beforeGroup: requireWritable })

  const apply = (all: readonly Written[]) => {
    for (const { kind, key, value } of all) {
      if (value === undefined) remove.run(kind, key)
      else put.run(kind, key, value)
    }
  }

  return {
    commit: (all: readonly Written[]) => group.run(() => apply(all)),
    clear: (all: readonly Written[]) =>
      group.run(() => {
        removeAll.run()
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
 * the file or its folder have been removed or made read-only, and work again as soon as that is mended
 */
export function sqliteMetadataStore({ file }: { readonly file: string }): MetadataStore {
  const database = openRecords(file)
  const folder = dirname(file)
  // SQLite would write on through its open file, into what the next start could not use or find.
  const requireWritable = () => {
    for (const path of [folder, file]) accessSync(path, constants.W_OK)
  }
  const { commit, clear, probe, end } = changes(database, requireWritable)
  const failed = (error: unknown) => {
    throw storageFailure(folder, error)
  }

  return {
    ...readings(database, folder),
    // `async` turns what JSON throws into rejections, before the commit joins others.
    commit: async (all) => commit(all.map(written)).catch(failed),
    clear: async (all = []) => clear(all.map(written)).catch(failed),
    health: () => complaints(folder, probe),
    async close() {
      end()
      database.close()
    },
  }
}
