import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { access, constants, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../../kernel/error-code.ts'
import { folderProblems } from '../storage-failure.ts'

/** The folders of a filesystem object store, and how things come into them and leave them. */
export interface Workspace {
  objectPath(revision: string): string
  uploadPath(handle: string): string
  partPath(handle: string, revision: string): string
  newName(): string
  /** Whether this process made the name. */
  isOwn(name: string): boolean
  /** Makes a file at its place, because nothing names that yet; a failure leaves nothing. */
  create<T>(target: string, make: (path: string) => Promise<T>): Promise<T>
  /** Makes something apart and moves it to its place when it is whole; a failure leaves nothing. */
  publish<T>(target: string, make: (path: string) => Promise<T>): Promise<T>
  /** Removes a file or folder atomically, if it is there. */
  discard(path: string): Promise<void>
  /** Paths of the entries of one of the folders. */
  entries(folder: 'incoming' | 'objects' | 'uploads'): Promise<readonly FolderEntry[]>
  health(): Promise<readonly string[]>
}

export interface FolderEntry {
  readonly name: string
  readonly path: string
}

const bytesOfHalf = 8
const pattern = /^[0-9a-f]{32}$/

/** A name that is not one of ours becomes one that never exists, so that it cannot lead outside. */
const safe = (name: string) => (pattern.test(name) ? name : 'none')

export const isGone = (error: unknown) => codeOf(error) === 'ENOENT'

/** The entries of a folder; none when the folder has been removed in the meantime. */
export async function entriesIn(folder: string): Promise<readonly FolderEntry[]> {
  try {
    const names = await readdir(folder)
    return names.map((name) => ({ name, path: join(folder, name) }))
  } catch (error) {
    if (isGone(error)) return []
    throw error
  }
}

/** The size of the smallest file on most disks: a full disk has no room for it. */
const probe = Buffer.alloc(4096)

const create: Workspace['create'] = async (target, make) => {
  try {
    return await make(target)
  } catch (error) {
    // What cannot be removed either is swept at the next start.
    await rm(target, { recursive: true, force: true }).catch(() => undefined)
    throw error
  }
}

export function workspace(directory: string): Workspace {
  const incoming = join(directory, 'incoming')
  const objects = join(directory, 'objects')
  const uploads = join(directory, 'uploads')
  const folders = [incoming, objects, uploads]
  for (const folder of folders) mkdirSync(folder, { recursive: true })

  // The first half of a name tells the process that made it; the second counts, which costs less than randomness.
  const session = randomBytes(bytesOfHalf).toString('hex')
  let made = 0
  const newName = () => session + (made++).toString(16).padStart(2 * bytesOfHalf, '0')
  const uploadPath = (handle: string) => join(uploads, safe(handle))

  const writeSomething = async () => {
    for (const folder of folders) await access(folder, constants.R_OK | constants.W_OK)
    const path = join(incoming, newName())
    await writeFile(path, probe).finally(() => rm(path, { force: true }))
  }

  return {
    objectPath: (revision) => join(objects, safe(revision)),
    uploadPath,
    partPath: (handle, revision) => join(uploadPath(handle), safe(revision)),
    newName,
    isOwn: (name) => name.startsWith(session),
    create,
    publish: (target, make) =>
      create(join(incoming, newName()), async (path) => {
        const made = await make(path)
        await rename(path, target)
        return made
      }),
    async discard(path) {
      const rubbish = join(incoming, newName())
      try {
        await rename(path, rubbish)
      } catch (error) {
        if (isGone(error)) return
        throw error
      }
      await rm(rubbish, { recursive: true, force: true })
    },
    entries: (folder) => entriesIn(join(directory, folder)),
    health: () => folderProblems(directory, writeSomething),
  }
}
