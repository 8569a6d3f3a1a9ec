import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MetadataStore } from '../ports/metadata-store.ts'
import type { ObjectStore } from '../ports/object-store.ts'
import { memoryMetadataStore } from './memory/metadata-store.ts'

export interface PersistenceOptions {
  readonly dataDir: string | undefined
  readonly store: 'filesystem' | 'memory'
  readonly serverSecret: string | undefined
}

/** Where records and bytes rest, and the secret that signs credentials. */
export interface Persistence {
  readonly records: MetadataStore
  readonly store: ObjectStore
  readonly serverSecret: string
  /** Closes both; what was private to this process is removed. */
  close(): Promise<void>
}

const randomSecret = () => randomBytes(32).toString('hex')

/** The secret of a data folder, made with it: whole, or not at all. @throws Error when it was emptied */
async function keptSecret(file: string): Promise<string> {
  const kept = await readFile(file, 'utf8').catch(() => undefined)
  if (kept?.trim() === '') throw new Error(`${file} is empty; remove it to have a new secret made.`)
  if (kept !== undefined) return kept.trim()
  const secret = randomSecret()
  await writeFile(`${file}.new`, secret, { mode: 0o600 })
  await rename(`${file}.new`, file)
  return secret
}

async function openStore(kind: 'filesystem' | 'memory', directory: () => Promise<string>) {
  if (kind === 'memory') {
    const { memoryObjectStore } = await import('./memory/object-store.ts')
    return memoryObjectStore()
  }
  const { filesystemObjectStore } = await import('./filesystem/object-store.ts')
  return filesystemObjectStore({ directory: await directory() })
}

async function openFolder(dataDir: string, options: PersistenceOptions): Promise<Persistence> {
  await mkdir(dataDir, { recursive: true })
  const { sqliteMetadataStore } = await import('./sqlite/metadata-store.ts')
  const records = sqliteMetadataStore({ file: join(dataDir, 'records.sqlite') })
  try {
    const store = await openStore(options.store, async () => join(dataDir, 'objects'))
    const close = async () => {
      await store.close()
      await records.close()
    }
    const secret = options.serverSecret ?? (await keptSecret(join(dataDir, 'server-secret')))
    return { records, store, serverSecret: secret, close }
  } catch (error) {
    await records.close()
    throw error
  }
}

async function openPrivate(options: PersistenceOptions): Promise<Persistence> {
  let folder: string | undefined
  const store = await openStore(options.store, async () => {
    folder = await mkdtemp(join(tmpdir(), 'vod-emulator-'))
    return folder
  })
  const records = memoryMetadataStore()
  const close = async () => {
    await store.close()
    await records.close()
    if (folder) await rm(folder, { recursive: true, force: true })
  }
  return { records, store, serverSecret: options.serverSecret ?? randomSecret(), close }
}

/**
 * Opens the data folder, or memory and a private temporary folder.
 *
 * @throws Error when the folder is not writable or another emulator uses it
 */
export const openPersistence = (options: PersistenceOptions): Promise<Persistence> =>
  options.dataDir === undefined ? openPrivate(options) : openFolder(options.dataDir, options)
