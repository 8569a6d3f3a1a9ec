import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Change, MetadataStore, RecordKind, Records } from '../../ports/metadata-store.ts'

interface Row {
  readonly key?: unknown
  readonly value?: unknown
}

// Keys are BLOBs: their order is that of octets, and Node 22 cuts text at its first NUL.
// An exclusive lock, which the system lets go when the process dies, keeps a second emulator out.
const schema = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS records (
    kind TEXT NOT NULL,
    key BLOB NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (kind, key)
  ) WITHOUT ROWID;
`

/** Above every key that begins with the prefix: no UTF-8 contains this octet. */
const endOf = (prefix: Buffer) => Buffer.concat([prefix, Buffer.of(0xff)])

const recordOf = <K extends RecordKind>(row: Row): Records[K] => JSON.parse(String(row.value))

const keyOf = ({ key }: Row) => (key instanceof Uint8Array ? Buffer.from(key).toString() : '')

function open(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  try {
    database.exec(schema)
    return database
  } catch (error) {
    database.close()
    const isLocked = error instanceof Error && error.message.includes('locked')
    if (!isLocked) throw error
    throw new Error(`Another emulator uses ${dirname(file)}.`, { cause: error })
  }
}

/**
 * Records in a file; a commit survives the death of the process as soon as it is made.
 *
 * @throws Error when another process has the file open
 */
export function sqliteMetadataStore({ file }: { readonly file: string }): MetadataStore {
  const database = open(file)
  const one = database.prepare('SELECT value FROM records WHERE kind = ? AND key = ?')
  const range = database.prepare(
    'SELECT key, value FROM records WHERE kind = ? AND key >= ? AND key < ? ORDER BY key',
  )
  const put = database.prepare('REPLACE INTO records (kind, key, value) VALUES (?, ?, ?)')
  const remove = database.prepare('DELETE FROM records WHERE kind = ? AND key = ?')

  const inTransaction = (change: () => void) => {
    database.exec('BEGIN IMMEDIATE')
    try {
      change()
      database.exec('COMMIT')
    } catch (error) {
      // A COMMIT that fails may have ended the transaction; Node 22.13 cannot tell.
      if (database.isTransaction ?? true) database.exec('ROLLBACK')
      throw error
    }
  }

  const apply = (changes: readonly Change[]) => {
    for (const { kind, key, value } of changes) {
      if (value === undefined) remove.run(kind, Buffer.from(key))
      else put.run(kind, Buffer.from(key), JSON.stringify(value))
    }
  }

  // `async` turns what SQLite throws into rejections.
  return {
    get(kind, key) {
      const row = one.get(kind, Buffer.from(key))
      return row && recordOf(row)
    },
    list(kind, prefix = '') {
      const start = Buffer.from(prefix)
      const rows = range.all(kind, start, endOf(start))
      return rows.map((row) => [keyOf(row), recordOf(row)])
    },
    async commit(changes) {
      inTransaction(() => apply(changes))
    },
    async clear(changes = []) {
      inTransaction(() => {
        database.exec('DELETE FROM records')
        apply(changes)
      })
    },
    async close() {
      database.close()
    },
  }
}
