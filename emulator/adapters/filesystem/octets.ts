import { constants, copyFile, link, mkdir, open, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ByteRange } from '../../ports/object-store.ts'

const blockSize = 256 * 1024

async function* blocks(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let gathered: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    gathered.push(chunk)
    size += chunk.length
    if (size < blockSize) continue
    yield Buffer.concat(gathered, size)
    gathered = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(gathered, size)
}

/** Writes a body into a new file and answers its size. */
export async function writeBody(path: string, body: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0
  async function* counted() {
    for await (const block of blocks(body)) {
      size += block.length
      yield block
    }
  }
  await writeFile(path, counted(), { flag: 'wx' })
  return size
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
