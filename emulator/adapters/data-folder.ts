import { existsSync } from 'node:fs'
import { access, constants, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { codeOf } from '../kernel/error-code.ts'
import { examineRecords, type RecordFacts } from './sqlite/examine.ts'

/** Where the bytes are that a data folder has records of: in the folder, in buckets elsewhere, or only in memory. */
export type Place = 'objects' | 'buckets' | undefined

/** What a data folder consists of. */
export interface DataFolder {
  /** The file of the records. */
  readonly records: string
  /** The folder of the object store. */
  readonly objects: string
  /** Keeps a secret for later starts, atomically. */
  keepSecret(secret: string): Promise<void>
  /** The secret of an earlier start. */
  readonly secret: string | undefined
}

export const elsewhere = 'or choose another folder with --data'

/** Identifies the records elsewhere that name the objects in a folder. */
export const ownerName = 'records-elsewhere'

/** Names that may be in a folder before its first use: left by a killed start, or put there by disks and tools. */
const harmless =
  /^(?:records\.sqlite.*|server-secret(?:\.new)?|tls|lost\+found|\.DS_Store|\.git(?:ignore|keep))$/

/** Like Node's `recursive`, which never ends in folders that cannot have subfolders, such as those of `/proc`. */
async function makeFolder(folder: string): Promise<void> {
  const make = () =>
    mkdir(folder).catch((error) => {
      if (codeOf(error) !== 'EEXIST') throw error
    })
  try {
    await make()
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error
    await makeFolder(dirname(folder))
    await make()
  }
}

/** Makes a folder if it is not there. @throws Error when it cannot be used */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    await makeFolder(resolve(folder))
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return await readdir(folder)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const message = `${folder} cannot be used (${reason}): make it a folder that may be written, ${elsewhere}.`
    throw new Error(message, { cause })
  }
}

/** @throws Error when a folder without records is not empty: files that no record names would be removed */
function requireFresh(folder: string, names: readonly string[]): void {
  if (names.includes(ownerName))
    throw new Error(
      `${folder} has objects whose records are in PostgreSQL: name that database with --records, ${elsewhere}.`,
    )
  if (names.includes('objects'))
    throw new Error(
      `${folder} is damaged (it has objects, but no records of them): restore records.sqlite from a copy, ${elsewhere}.`,
    )
  const foreign = names.find((name) => !harmless.test(name))
  if (foreign !== undefined)
    throw new Error(
      `${folder} is not a data folder of an emulator (it holds ${foreign}): choose an empty or a new one with --data.`,
    )
}

/** @throws Error when something that records name is gone */
export function requirePlace(place: string): void {
  if (existsSync(place)) return
  throw new Error(
    `${place} is missing, though there are records of what was in it: restore it from a copy, start with the --store that was used, ${elsewhere}.`,
  )
}

/** @throws Error when bytes that records name are not where this store keeps them */
function requireBytes(
  place: Place,
  { records, objects }: Pick<DataFolder, 'records' | 'objects'>,
  facts: RecordFacts,
): void {
  if (place === 'objects')
    for (const kind of ['objects', 'uploads'] as const)
      if (facts[kind]) requirePlace(join(objects, kind))
  if (place === 'buckets' && (facts.objects || facts.uploads) && !facts.inBuckets)
    throw new Error(
      `${records} has records of objects, but none of them is in MinIO: start with the --store that was used, ${elsewhere}.`,
    )
}

/** @throws Error when it was emptied */
async function secretIn(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch((error) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  })
  const secret = text?.trim()
  if (secret === '') throw new Error(`${file} is empty: remove it to have a new secret made.`)
  return secret
}

/**
 * Looks at a folder before anything is written in it, and makes it if it is not there.
 *
 * @param place the part of the object store that is kept there
 * @throws Error, one sentence that says what is wrong and what to do; the folder is as it was, byte for byte
 */
export async function openDataFolder(folder: string, place: Place): Promise<DataFolder> {
  const names = await namesIn(folder)
  const records = join(folder, 'records.sqlite')
  const objects = join(folder, 'objects')
  const secretFile = join(folder, 'server-secret')
  const facts = names.includes('records.sqlite') ? examineRecords(records) : undefined
  if (!facts) requireFresh(folder, names)
  else requireBytes(place, { records, objects }, facts)
  return {
    records,
    objects,
    secret: await secretIn(secretFile),
    async keepSecret(secret) {
      await writeFile(`${secretFile}.new`, secret, { mode: 0o600 })
      await rename(`${secretFile}.new`, secretFile)
    },
  }
}
