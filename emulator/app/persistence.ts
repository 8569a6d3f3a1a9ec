import { randomBytes, randomUUID } from 'node:crypto'
import type { DataFolder, Place } from '../adapters/data-folder.ts'
import { memoryRecords } from '../adapters/memory/records.ts'
import type { MinioOptions } from '../adapters/minio/object-store.ts'
import type { ObjectsFolder } from '../adapters/objects-folder.ts'
import type { PostgresOptions } from '../adapters/postgres/pg.ts'
import type { ObjectStore } from '../ports/object-store.ts'
import type { Records } from '../ports/records/records.ts'
import { sharedInstallation } from '../services/installation.ts'
import { type PrivateFolder, privateFolder } from './private-folder.ts'

/** A MinIO server as a store. */
type MinioServer = Pick<MinioOptions, 'origin' | 'accessKey' | 'secretKey'>

export interface PersistenceOptions {
  readonly dataDir: string | undefined
  readonly store: 'filesystem' | 'memory' | MinioServer
  /** A database of PostgreSQL that keeps the records. */
  readonly records: PostgresOptions | undefined
  readonly serverSecret: string | undefined
  /** The bucket that is there from the start. */
  readonly bucket: string
  /** Reports the state of servers outside the process to people. */
  readonly notice: (text: string) => void
}

/** Where records and bytes rest, and the secret that signs credentials. */
export interface Persistence {
  readonly records: Records
  readonly store: ObjectStore
  readonly serverSecret: string
  /** Identifies this emulator among those that share the records; always the same where there can only be one. */
  readonly holder: string
  /** Closes both; what was private to this process is removed. */
  close(): Promise<void>
}

/** Memory and a data folder have one emulator at a time. */
const holder = 'sole'

const randomSecret = () => randomBytes(32).toString('hex')

/** Where a store keeps what it needs to keep. */
interface Places extends Pick<MinioOptions, 'records' | 'recordsOf'> {
  readonly directory: () => Promise<string>
}

async function openStore(
  { store, bucket, notice }: PersistenceOptions,
  { directory, ...places }: Places,
) {
  if (store === 'memory') {
    const { memoryObjectStore } = await import('../adapters/memory/object-store.ts')
    return memoryObjectStore()
  }
  if (store === 'filesystem') {
    const { filesystemObjectStore } = await import('../adapters/filesystem/object-store.ts')
    return filesystemObjectStore({ directory: await directory() })
  }
  const { connectMinio } = await import('../adapters/minio/connect.ts')
  return connectMinio({ ...store, ...places, buckets: [bucket], notice })
}

/** The secret of a data folder, made with it. */
async function keptSecret(folder: DataFolder): Promise<string> {
  if (folder.secret !== undefined) return folder.secret
  const secret = randomSecret()
  await folder.keepSecret(secret)
  return secret
}

/** Which bytes the folder must have, when there are records of them. */
function placeOf({ store }: PersistenceOptions): Place {
  if (store === 'memory') return undefined
  return store === 'filesystem' ? 'objects' : 'buckets'
}

async function openFolder(dataDir: string, options: PersistenceOptions): Promise<Persistence> {
  const { openDataFolder } = await import('../adapters/data-folder.ts')
  const { sqliteRecords } = await import('../adapters/sqlite/records.ts')
  const folder = await openDataFolder(dataDir, placeOf(options))
  // First of all: it keeps other emulators out.
  const records = sqliteRecords({ file: folder.records })
  try {
    const secret = options.serverSecret ?? (await keptSecret(folder))
    const store = await openStore(options, {
      directory: async () => folder.objects,
      records,
      recordsOf: 'successors',
    })
    const close = async () => {
      await store.close()
      await records.close()
    }
    return { records, store, serverSecret: secret, holder, close }
  } catch (error) {
    await records.close()
    throw error
  }
}

async function openPrivate(options: PersistenceOptions): Promise<Persistence> {
  let folder: PrivateFolder | undefined
  const directory = async () => {
    folder = await privateFolder()
    return folder.path
  }
  const records = memoryRecords()
  const store = await openStore(options, { directory, records, recordsOf: 'process' })
  const close = async () => {
    await store.close()
    await records.close()
    await folder?.remove()
  }
  const serverSecret = options.serverSecret ?? randomSecret()
  return { records, store, serverSecret, holder, close }
}

/** Records in PostgreSQL; objects in the folder, or in a place shared with others. */
async function openShared(
  database: NonNullable<PersistenceOptions['records']>,
  options: PersistenceOptions,
): Promise<Persistence> {
  const { dataDir, store: kind } = options
  if (dataDir === undefined && typeof kind === 'string')
    throw new Error(
      'Records in PostgreSQL outlive the process, so their objects have to: keep them with --data, or in MinIO with --store.',
    )
  const { postgresRecords } = await import('../adapters/postgres/records.ts')
  const { pgDriver } = await import('../adapters/postgres/pg.ts')
  const records = await postgresRecords(await pgDriver(database))
  let folder: ObjectsFolder | undefined
  try {
    const given = { id: randomSecret(), serverSecret: options.serverSecret ?? randomSecret() }
    const { id, serverSecret } = await sharedInstallation(records, given)
    if (dataDir !== undefined) {
      const { openObjectsFolder } = await import('../adapters/objects-folder.ts')
      const { items } = await records.list('object', { limit: 1 })
      const owner = { id, where: database.where }
      folder = await openObjectsFolder(dataDir, owner, kind === 'filesystem' && items.length > 0)
    }
    const { objects = '' } = folder ?? {}
    const places = { directory: async () => objects, records, recordsOf: 'others' } as const
    const store = await openStore(options, places)
    const close = async () => {
      await store.close()
      await records.close()
      folder?.release()
    }
    return {
      records,
      store,
      serverSecret: options.serverSecret ?? serverSecret,
      holder: randomUUID(),
      close,
    }
  } catch (error) {
    await records.close()
    folder?.release()
    throw error
  }
}

/**
 * Opens the data folder, or memory and a private temporary folder, or a database for the records beside the folder.
 *
 * @throws Error, one sentence, when the folder is not writable, in use, damaged, newer or of something else, or the
 *   database cannot be used
 */
export function openPersistence(options: PersistenceOptions): Promise<Persistence> {
  const { dataDir, records } = options
  if (records) return openShared(records, options)
  return dataDir === undefined ? openPrivate(options) : openFolder(dataDir, options)
}
