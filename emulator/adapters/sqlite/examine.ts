import { closeSync, existsSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { inUse, isBusy, layout, tables, versionOf } from './layout.ts'

/** Which bytes the records name. */
export interface RecordFacts {
  readonly objects: boolean
  readonly uploads: boolean
  /** Whether any of them are in buckets of an S3 server. */
  readonly inBuckets: boolean
}

const elsewhere = 'or choose another folder with --data'

const damaged = (file: string, how: string, cause?: unknown): Error =>
  new Error(`${file} is damaged (${how}): restore it from a copy, ${elsewhere}.`, { cause })

const first = (database: DatabaseSync, query: string): unknown =>
  Object.values(database.prepare(query).get() ?? {})[0]

const hasTable = (database: DatabaseSync): boolean =>
  first(database, "SELECT 1 FROM sqlite_schema WHERE name = 'records'") === 1

/** @throws Error when another program, or another emulator, has made the file */
function requireOwn(file: string, database: DatabaseSync): void {
  const version = versionOf(database)
  if (version > layout)
    throw new Error(
      `${file} was written by a newer emulator (layout ${version}, this one knows ${layout}): use that one, ${elsewhere}.`,
    )
  const foreign = database
    .prepare('SELECT name FROM sqlite_schema')
    .all()
    .find(({ name }) => !tables.includes(String(name)))
  if (foreign)
    throw new Error(
      `${file} belongs to another program (table ${foreign.name}): choose another folder.`,
    )
  if (version < layout && hasTable(database))
    throw new Error(
      `${file} was written by an older emulator (layout ${version}, this one knows ${layout}): remove the folder if nothing in it is needed, ${elsewhere}.`,
    )
}

/** @throws Error when a page or a record cannot be read */
function requireWhole(file: string, database: DatabaseSync): void {
  const damage = String(first(database, 'PRAGMA quick_check(1)'))
  if (damage !== 'ok') throw damaged(file, damage.split('\n').at(-1) ?? '')
  if (!hasTable(database)) return
  const strange = first(database, 'SELECT count(*) FROM records WHERE NOT json_valid(value)')
  if (strange !== 0) throw damaged(file, `${strange} records are no JSON`)
}

function factsOf(database: DatabaseSync): RecordFacts | undefined {
  if (!hasTable(database)) return undefined
  const has = (kind: string) =>
    first(database, `SELECT 1 FROM records WHERE kind = '${kind}' LIMIT 1`) === 1
  const inBuckets = has('bucketVersion') || has('bucketUpload')
  return { objects: has('object'), uploads: has('upload'), inBuckets }
}

function failure(file: string, error: unknown): unknown {
  if (isBusy(error)) return inUse(file, error)
  return error instanceof Error && 'errcode' in error ? damaged(file, error.message, error) : error
}

/** Bytes of a page, as SQLite makes them. */
const firstPage = 4096

/** The first four bytes of a log, without their last bit. */
const logMagic = 0x377f0682

/** SQLite takes whatever begins otherwise for an empty log, and the records in it would be lost. */
function requireLog(log: string): void {
  if (!existsSync(log)) return
  const magic = Buffer.alloc(4)
  const opened = openSync(log, 'r')
  try {
    const isWritten = readSync(opened, magic, {}) === magic.length
    if (isWritten && (magic.readUInt32BE() & ~1) !== logMagic)
      throw damaged(log, 'no log of SQLite')
  } finally {
    closeSync(opened)
  }
}

/** Only the first page is ever written through a journal, and a connection that cannot write cannot undo that. */
const isBeingMade = (file: string, size: number): boolean =>
  size <= firstPage && existsSync(`${file}-journal`)

/**
 * Looks at a file of records through a connection that cannot write, and leaves the folder as it was byte for byte:
 * opened for writing, SQLite would move what a killed process left in its log into the file. All of it is read, in about
 * 40 ms for 10,000 media. Only SQLite opens the file: any other code that closes it would release the lock of an emulator
 * in this process.
 *
 * @returns undefined when nothing was ever kept in it: the start that made it was killed
 * @throws Error, one sentence, when the records are damaged, newer, of another program or in use
 */
export function examineRecords(file: string): RecordFacts | undefined {
  const log = `${file}-wal`
  requireLog(log)
  const { size } = statSync(file)
  if (size === 0 && existsSync(log)) throw damaged(file, 'empty')
  if (size === 0 || isBeingMade(file, size)) return undefined
  // SQLite makes these even to read.
  const made = [log, `${file}-shm`].filter((path) => !existsSync(path))
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    // Other emulators stay out from here on.
    database.exec('BEGIN')
    requireOwn(file, database)
    requireWhole(file, database)
    return factsOf(database)
  } catch (error) {
    throw failure(file, error)
  } finally {
    // While the connection still keeps others out: these are its own.
    for (const path of made) rmSync(path, { force: true })
    database.close()
  }
}
