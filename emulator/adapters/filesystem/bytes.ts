import { createHash } from 'node:crypto'
import { constants, copyFile, link, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { append, close, type File, open } from './files.ts'

const blockSize = 64 * 1024

/** Gathers small chunks, and writes a block while the next one is gathered: two of them are in memory at most. */
function blocksInto(file: File) {
  let gathered: Uint8Array[] = []
  let size = 0
  let writing = Promise.resolve()

  const flush = async () => {
    await writing
    writing = append(file, gathered)
    // A failure is reported when the next block or the end is awaited.
    writing.catch(() => undefined)
    gathered = []
    size = 0
  }

  return {
    async add(chunk: Uint8Array) {
      gathered.push(chunk)
      size += chunk.length
      if (size >= blockSize) await flush()
    },
    async finish() {
      if (size > 0) await flush()
      await writing
    },
    /** Resolves when writing has ended, successfully or not. */
    settled: () => writing.catch(() => undefined),
  }
}

/** Writes a body into a new file and returns its size and MD5. */
export async function writeBody(path: string, body: AsyncIterable<Uint8Array>) {
  const file = await open(path, 'wx')
  const blocks = blocksInto(file)
  try {
    const md5 = createHash('md5')
    let size = 0
    for await (const chunk of body) {
      size += chunk.length
      md5.update(chunk)
      await blocks.add(chunk)
    }
    await blocks.finish()
    return { size, md5: md5.digest() }
  } finally {
    await blocks.settled()
    await close(file)
  }
}

/** A file of an object. */
export interface Segment {
  readonly path: string
  readonly size: number
}

const linkOrCopy = (from: string, to: string) =>
  link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_FICLONE))

/** Makes a folder of existing files. Their new names carry order and size, so that a range need not open each. */
export async function joinFiles(folder: string, files: readonly Segment[]): Promise<void> {
  await mkdir(folder)
  for (const [index, { path, size }] of files.entries()) {
    await linkOrCopy(path, join(folder, `${String(index + 1).padStart(5, '0')}-${size}`))
  }
}
