import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { elsewhere, namesIn, ownerName, requirePlace } from './data-folder.ts'
import { lockFolder } from './sqlite/layout.ts'

/** A data folder of objects whose records are elsewhere. */
export interface ObjectsFolder {
  /** The folder of the object store. */
  readonly objects: string
  /** Lets other emulators in. */
  release(): void
}

const harmless =
  /^(?:objects|records-elsewhere(?:\.new)?|lock\.sqlite.*|tls|lost\+found|\.DS_Store|\.git(?:ignore|keep))$/

interface Owner {
  /** Identifies the records: no others have the same. */
  readonly id: string
  /** Where they are, as messages show it. */
  readonly where: string
}

/** @throws Error when a folder is not one for these records: what they do not name would be removed */
async function requireOwned(folder: string, names: readonly string[], owner: Owner) {
  if (names.includes('records.sqlite'))
    throw new Error(`${folder} has records of its own: start without --records, ${elsewhere}.`)
  const foreign = names.find((name) => !harmless.test(name))
  if (foreign !== undefined)
    throw new Error(
      `${folder} is not a data folder of an emulator (it holds ${foreign}): choose an empty or a new one with --data.`,
    )
  const id = names.includes(ownerName) ? await readFile(join(folder, ownerName), 'utf8') : undefined
  if (id === undefined ? names.includes('objects') : id !== owner.id)
    throw new Error(
      `${folder} has objects that PostgreSQL at ${owner.where} has no records of: name the database that has them with --records, ${elsewhere}.`,
    )
}

/**
 * Opens the folder of objects whose records are elsewhere, and keeps other emulators out; makes it if it is not there.
 *
 * @param hasObjects whether the records name objects in it
 * @throws Error, one sentence that says what is wrong and what to do
 */
export async function openObjectsFolder(
  folder: string,
  owner: Owner,
  hasObjects: boolean,
): Promise<ObjectsFolder> {
  const names = await namesIn(folder)
  await requireOwned(folder, names, owner)
  const objects = join(folder, 'objects')
  if (hasObjects) requirePlace(join(objects, 'objects'))
  const release = lockFolder(folder)
  try {
    await writeFile(join(folder, `${ownerName}.new`), owner.id)
    await rename(join(folder, `${ownerName}.new`), join(folder, ownerName))
  } catch (error) {
    release()
    throw error
  }
  return { objects, release }
}
