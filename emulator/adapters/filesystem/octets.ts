import {
  constants,
  copyFile,
  type FileHandle,
  link,
  mkdir,
  open,
  readdir,
  stat,
} from 'node:fs/promises'
import { join } from 'node:path'
import type { ByteRange } from '../../ports/object-store.ts'

const blockSize = 64 * 1024

/** Writes a body into a new file and answers its size. Small chunks are gathered, and written without being copied. */
export async function writeBody(path: string, body: AsyncIterable<Uint8Array>): Promise<number> {
  const file = await open(path, 'wx')
  try {
    let size = 0
    let gathered: Uint8Array[] = []
    let pending = 0
    const flush = async () => {
      await writeAll(file, gathered)
      size += pending
      gathered = []
      pending = 0
    }
    for await (const chunk of body) {
      gathered.push(chunk)
      pending += chunk.length
      if (pending >= blockSize) await flush()
    }
    if (pending > 0) await flush()
    return size
  } finally {
    await file.close()
  }
}

/** `writev` may write less than it is given. */
async function writeAll(file: FileHandle, chunks: readonly Uint8Array[]): Promise<void> {
  const { bytesWritten } = await file.writev(chunks)
  let skipped = bytesWritten
  for (const chunk of chunks) {
    const rest = chunk.subarray(Math.min(skipped, chunk.length))
    skipped = Math.max(skipped - chunk.length, 0)
    if (rest.length > 0) await file.writeFile(rest)
  }
}

interface Segment {
  readonly path: string
  readonly size: number
}

const linkOrCopy = (from: string, to: string) =>
  link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_FICLONE))

/** Makes a folder of existing files. Their new names carry order and size, so that a range needs no look at each. */
export async function joinFiles(folder: string, files: readonly Segment[]): Promise<void> {
  await mkdir(folder)
  for (const [index, { path, size }] of files.entries()) {
    await linkOrCopy(path, join(folder, `${String(index + 1).padStart(5, '0')}-${size}`))
  }
}

async function segmentsOf(path: string): Promise<readonly Segment[]> {
  const facts = await stat(path)
  if (!facts.isDirectory()) return [{ path, size: facts.size }]
  const names = await readdir(path)
  return names
    .sort()
    .map((name) => ({ path: join(path, name), size: Number(name.slice(name.indexOf('-') + 1)) }))
}

async function* fileOctets(path: string, first: number, end: number): AsyncGenerator<Uint8Array> {
  const file = await open(path)
  try {
    // An empty chunk first: who takes it knows that the file is open.
    yield Buffer.of()
    for (let at = first; at < end; ) {
      const block = Buffer.allocUnsafe(Math.min(blockSize, end - at))
      const { bytesRead } = await file.read(block, 0, block.length, at)
      if (bytesRead === 0) throw new Error(`${path} ends before octet ${at}`)
      yield block.subarray(0, bytesRead)
      at += bytesRead
    }
  } finally {
    await file.close()
  }
}

/** The octets of a file, or of the files of a folder one after the other, never two of them open. */
export async function* readOctets(path: string, range: ByteRange): AsyncGenerator<Uint8Array> {
  let start = 0
  for (const segment of await segmentsOf(path)) {
    const first = Math.max(range.first - start, 0)
    const end = Math.min(range.last + 1 - start, segment.size)
    if (first < end) yield* fileOctets(segment.path, first, end)
    start += segment.size
  }
}
