import { codeOf } from '../kernel/error-code.ts'
import { StorageError } from '../ports/storage-error.ts'

type Trouble = 'full' | 'unwritable' | 'gone' | 'crowded' | 'failing'

const described: Readonly<Record<Trouble, readonly [state: string, remedy: string]>> = {
  full: ['is full', 'make room there'],
  unwritable: ['cannot be written', "give the emulator's user the right to write there"],
  gone: ['has lost a part', 'put back what was removed from it'],
  crowded: ['has too many files open', 'send fewer requests at once'],
  failing: ['does not work', "look at its disk's space, quota and health"],
}

/** By Node's error codes. A file that may not grow counts as a full disk. */
const ofSystem: Readonly<Record<string, Trouble>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EROFS: 'unwritable',
  EACCES: 'unwritable',
  EPERM: 'unwritable',
  ENOENT: 'gone',
  ENOTDIR: 'gone',
  EIO: 'failing',
  EMFILE: 'crowded',
  ENFILE: 'crowded',
}

/** By SQLite's primary result codes. */
const ofSqlite: Readonly<Record<number, Trouble>> = {
  8: 'unwritable', // SQLITE_READONLY
  10: 'failing', // SQLITE_IOERR
  11: 'failing', // SQLITE_CORRUPT
  13: 'full', // SQLITE_FULL
  14: 'gone', // SQLITE_CANTOPEN
  26: 'failing', // SQLITE_NOTADB
}

function troubleOf(error: Error): Trouble | undefined {
  // The upper bits of an extended result code only tell it apart from its siblings.
  if ('errcode' in error) return ofSqlite[Number(error.errcode) & 0xff]
  return ofSystem[codeOf(error)]
}

/** A failure of a folder's disk as a StorageError; other errors as they are. */
export function storageFailure(folder: string, error: unknown): unknown {
  const trouble = error instanceof Error ? troubleOf(error) : undefined
  if (!(error instanceof Error) || trouble === undefined) return error
  const [state, remedy] = described[trouble]
  const message = `The folder ${folder} ${state} (${error.message}): ${remedy} and try again, without a restart.`
  return new StorageError(message, { cause: error })
}

/** Why an attempt to use storage fails just now; empty when it succeeds. */
export async function problemsOf(attempt: () => Promise<unknown>): Promise<readonly string[]> {
  try {
    await attempt()
    return []
  } catch (error) {
    if (error instanceof StorageError) return [error.message]
    throw error
  }
}

/** The same for an attempt at a folder. */
export const folderProblems = (
  folder: string,
  attempt: () => Promise<unknown>,
): Promise<readonly string[]> =>
  problemsOf(() =>
    attempt().catch((error: unknown) => {
      throw storageFailure(folder, error)
    }),
  )
