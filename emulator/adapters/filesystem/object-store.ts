import { mkdir } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { ByteRange, ObjectStore } from '../../ports/object-store.ts'
import { type Readers, readers } from '../readers.ts'
import { storageFailure } from '../storage-failure.ts'
import { joinFiles, writeBody } from './bytes.ts'
import { readBytes } from './reading.ts'
import { entriesIn, isGone, type Workspace, workspace } from './workspace.ts'

type Uploads = Pick<
  ObjectStore,
  'createUpload' | 'putPart' | 'removePart' | 'completeUpload' | 'removeUpload'
>
type Keeps = (name: string) => boolean

const wholly: ByteRange = { first: 0, last: Number.POSITIVE_INFINITY }

function filesystemUploads(files: Workspace): Uploads {
  return {
    async createUpload() {
      const handle = files.newName()
      await mkdir(files.uploadPath(handle))
      return handle
    },
    async putPart(_, handle, _number, body) {
      const revision = files.newName()
      const written = await files.publish(files.partPath(handle, revision), (path) =>
        writeBody(path, body),
      )
      return { revision, ...written }
    },
    removePart: (_, handle, revision) => files.discard(files.partPath(handle, revision)),
    async completeUpload(_, handle, parts) {
      const revision = files.newName()
      const segments = parts.map((part) => ({
        path: files.partPath(handle, part.revision),
        size: part.size,
      }))
      await files.publish(files.objectPath(revision), (path) => joinFiles(path, segments))
      return { revision, size: parts.reduce((size, part) => size + part.size, 0) }
    },
    removeUpload: (_, handle) => files.discard(files.uploadPath(handle)),
  }
}

async function openObject(
  path: string,
  range: ByteRange,
  reading: Readers,
): Promise<Readable | undefined> {
  if (!reading.enter(path)) return undefined
  try {
    return await readBytes(path, range, () => reading.leave(path))
  } catch (error) {
    await reading.leave(path)
    if (isGone(error)) return undefined
    throw error
  }
}

/** Removes objects, uploads and parts that are not kept, and bodies that another process left half written. */
async function purge(files: Workspace, reading: Readers, keepsRevision: Keeps, keepsUpload: Keeps) {
  const [incoming, objects, uploads] = await Promise.all([
    files.entries('incoming'),
    files.entries('objects'),
    files.entries('uploads'),
  ])
  const kept = uploads.filter(({ name }) => keepsUpload(name))
  const parts = await Promise.all(kept.map(({ path }) => entriesIn(path)))
  const deadObjects = objects.filter(({ name }) => !keepsRevision(name))
  const rest = [
    ...incoming.filter(({ name }) => !files.isOwn(name)),
    ...uploads.filter(({ name }) => !keepsUpload(name)),
    ...parts.flat().filter(({ name }) => !keepsRevision(name)),
  ]
  for (const { path } of deadObjects) await reading.remove(path)
  for (const { path } of rest) await files.discard(path)
  return deadObjects.length + rest.length
}

/** The same store, which rejects with StorageError when the disk is at fault. */
function tellingFailures(directory: string, store: ObjectStore): ObjectStore {
  const failed = (error: unknown) => {
    throw storageFailure(directory, error)
  }
  return {
    ...store,
    put: (...args) => store.put(...args).catch(failed),
    get: (...args) => store.get(...args).catch(failed),
    remove: (...args) => store.remove(...args).catch(failed),
    createUpload: (...args) => store.createUpload(...args).catch(failed),
    putPart: (...args) => store.putPart(...args).catch(failed),
    removePart: (...args) => store.removePart(...args).catch(failed),
    completeUpload: (...args) => store.completeUpload(...args).catch(failed),
    removeUpload: (...args) => store.removeUpload(...args).catch(failed),
    sweep: (...args) => store.sweep(...args).catch(failed),
    clear: () => store.clear().catch(failed),
  }
}

/**
 * Bytes in files. Buckets and keys are not part of the paths: keys are longer than file names may be, hold characters
 * that some systems refuse, and differ in ways that some systems ignore.
 */
export function filesystemObjectStore({ directory }: { readonly directory: string }): ObjectStore {
  const files = workspace(directory)
  const reading = readers(files.discard)

  return tellingFailures(directory, {
    ...filesystemUploads(files),
    kind: 'filesystem',
    health: files.health,
    async put(_, body) {
      const revision = files.newName()
      const written = await files.create(files.objectPath(revision), (path) =>
        writeBody(path, body),
      )
      return { revision, ...written }
    },
    get: (_, revision, range = wholly) => openObject(files.objectPath(revision), range, reading),
    remove: (_, revision) => reading.remove(files.objectPath(revision)),
    // What this process made is spared: its record may not be committed yet.
    sweep: ({ revisions, handles }) =>
      purge(
        files,
        reading,
        (name) => files.isOwn(name) || revisions.has(name),
        (name) => files.isOwn(name) || handles.has(name),
      ),
    async clear() {
      const keepsNothing = () => false
      await purge(files, reading, keepsNothing, keepsNothing)
    },
    close: () => Promise.resolve(),
  })
}
