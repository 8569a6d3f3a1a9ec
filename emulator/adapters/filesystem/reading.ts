import { closeSync, fstatSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { acquire, bufferSize } from '../../kernel/buffer-pool.ts'
import type { ByteRange } from '../../ports/object-store.ts'
import type { Segment } from './bytes.ts'
import { type File, open, readAt } from './files.ts'

/** How far a stream reads ahead of its reader, bytes. */
const readAhead = 2 * bufferSize

/** The bytes of a segment that a range wants: from `at` to before `end`. */
interface Piece {
  readonly path: string
  readonly at: number
  readonly end: number
}

async function segmentsOf(folder: string): Promise<readonly Segment[]> {
  const names = await readdir(folder)
  return names
    .sort()
    .map((name) => ({ path: join(folder, name), size: Number(name.slice(name.indexOf('-') + 1)) }))
}

function piecesOf(segments: readonly Segment[], range: ByteRange): readonly Piece[] {
  let start = 0
  return segments.flatMap(({ path, size }) => {
    const at = Math.max(range.first - start, 0)
    const end = Math.min(range.last + 1 - start, size)
    start += size
    return at < end ? [{ path, at, end }] : []
  })
}

/** Bytes, chunk by chunk. */
interface ChunkReader {
  /** The next chunk; undefined at the end. */
  next(): Promise<Uint8Array | undefined>
  close(): void
}

/** Reads pieces one after the other, with only one open at a time. `opened`: the file of the first. */
function bytesOf(pieces: readonly Piece[], opened: File | undefined): ChunkReader {
  let file = opened
  let index = 0
  let at = pieces[0]?.at ?? 0

  const close = () => {
    // Neither this nor a look at an open file waits for a disk, and a thread would cost more.
    if (file !== undefined) closeSync(file)
    file = undefined
  }
  const advance = async () => {
    close()
    const piece = pieces[++index]
    if (!piece) return
    at = piece.at
    file = await open(piece.path, 'r')
  }

  return {
    async next() {
      if (at === pieces[index]?.end) await advance()
      const piece = pieces[index]
      if (!piece || file === undefined) return undefined
      const missing = piece.end - at
      const buffer = missing < bufferSize ? Buffer.allocUnsafe(missing) : acquire()
      const size = await readAt(file, buffer, at)
      if (size === 0) throw new Error(`${piece.path} ends before byte ${at}`)
      at += size
      return size === buffer.length ? buffer : buffer.subarray(0, size)
    },
    close,
  }
}

async function openBytes(path: string, range: ByteRange): Promise<ChunkReader> {
  const file = await open(path, 'r')
  const facts = fstatSync(file)
  if (!facts.isDirectory()) return bytesOf(piecesOf([{ path, size: facts.size }], range), file)
  closeSync(file)
  const pieces = piecesOf(await segmentsOf(path), range)
  const [first] = pieces
  return bytesOf(pieces, first && (await open(first.path, 'r')))
}

/**
 * The bytes of a file, or of the files of a folder one after the other. `done` is called when no file is open any more,
 * before the stream closes.
 *
 * @throws Error when the file or folder cannot be opened; `done` is not called then
 */
export async function readBytes(
  path: string,
  range: ByteRange,
  done: () => Promise<void>,
): Promise<Readable> {
  const bytes = await openBytes(path, range)
  let reading: Promise<unknown> = Promise.resolve()
  return new Readable({
    highWaterMark: readAhead,
    read() {
      const next = bytes.next()
      reading = next
      next.then(
        (chunk) => this.push(chunk ?? null),
        (error) => this.destroy(error),
      )
    },
    destroy(error, closed) {
      // Closed under a read, the descriptor could by then be that of another file.
      reading
        .catch(() => undefined)
        .then(bytes.close)
        .then(done)
        .then(() => closed(error), closed)
    },
  })
}
