import { hash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ByteRange, ObjectStore, StoredBytes } from '../../ports/object-store.ts'

type Pieces = readonly Buffer[]
type Uploads = Pick<ObjectStore, 'createUpload' | 'putPart' | 'removePart' | 'removeUpload'>

interface MemoryUploads extends Uploads {
  /** @throws when the upload or the part is gone. */
  part(handle: string, revision: string): Buffer
  clear(): void
}

async function collected(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const md5Of = (bytes: Buffer): Buffer => hash('md5', bytes, 'buffer')

function* slices(pieces: Pieces, { first, last }: ByteRange): Generator<Buffer> {
  let start = 0
  for (const piece of pieces) {
    const slice = piece.subarray(Math.max(first - start, 0), Math.max(last + 1 - start, 0))
    if (slice.length > 0) yield slice
    start += piece.length
  }
}

function memoryUploads(): MemoryUploads {
  const uploads = new Map<string, Map<string, Buffer>>()

  return {
    createUpload() {
      const handle = randomUUID()
      uploads.set(handle, new Map())
      return Promise.resolve(handle)
    },
    async putPart(_, handle, _number, body) {
      const part = await collected(body)
      const upload = uploads.get(handle)
      if (!upload) throw new Error(`Upload ${handle} is gone`)
      const revision = randomUUID()
      upload.set(revision, part)
      return { revision, size: part.length, md5: md5Of(part) }
    },
    removePart(_, handle, revision) {
      uploads.get(handle)?.delete(revision)
      return Promise.resolve()
    },
    removeUpload(_, handle) {
      uploads.delete(handle)
      return Promise.resolve()
    },
    part(handle, revision) {
      const part = uploads.get(handle)?.get(revision)
      if (!part) throw new Error(`Part ${revision} of upload ${handle} is gone`)
      return part
    },
    clear: () => uploads.clear(),
  }
}

/** Bytes in memory, gone with the process. */
export function memoryObjectStore(): ObjectStore {
  const objects = new Map<string, Pieces>()
  const { part, clear, ...uploads } = memoryUploads()

  const keep = (pieces: Pieces): StoredBytes => {
    const revision = randomUUID()
    objects.set(revision, pieces)
    return { revision, size: pieces.reduce((size, piece) => size + piece.length, 0) }
  }

  return {
    ...uploads,
    kind: 'memory',
    health: () => Promise.resolve([]),
    async put(_, body) {
      const bytes = await collected(body)
      return { ...keep([bytes]), md5: md5Of(bytes) }
    },
    get(_, revision, range = { first: 0, last: Number.POSITIVE_INFINITY }) {
      const pieces = objects.get(revision)
      return Promise.resolve(pieces && Readable.from(slices(pieces, range), { objectMode: false }))
    },
    remove(_, revision) {
      objects.delete(revision)
      return Promise.resolve()
    },
    // `async` turns what `part` throws into a rejection.
    completeUpload: async (_, handle, parts) =>
      keep(parts.map(({ revision }) => part(handle, revision))),
    // No earlier process left anything here, and what this one made may wait for its record.
    sweep: () => Promise.resolve(0),
    clear() {
      objects.clear()
      clear()
      return Promise.resolve()
    },
    close: () => Promise.resolve(),
  }
}
