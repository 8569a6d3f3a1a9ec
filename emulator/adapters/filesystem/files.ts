import * as fs from 'node:fs'
import { promisify } from 'node:util'

// Descriptors and callbacks: `FileHandle` costs twice as much for each call, which is most of what a small object costs.

/** The descriptor of a file. */
export type File = number

export const open = promisify(fs.open)
export const close = promisify(fs.close)

const read = promisify(fs.read)
const write = promisify(fs.write)
const writev = promisify(fs.writev)

/** Fills a buffer from a position in a file as far as the file goes; returns how many bytes that was. */
export async function readAt(file: File, buffer: Buffer, at: number): Promise<number> {
  const { bytesRead } = await read(file, buffer, 0, buffer.length, at)
  return bytesRead
}

/** Appends chunks, which `writev` may do in several steps. */
export async function append(file: File, chunks: readonly Uint8Array[]): Promise<void> {
  let rest = chunks
  while (rest.length > 0) {
    const [first] = rest
    const writing = first && rest.length === 1 ? write(file, first) : writev(file, rest)
    const { bytesWritten } = await writing
    rest = without(rest, bytesWritten)
  }
}

function without(chunks: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let skipped = bytes
  return chunks.flatMap((chunk) => {
    const rest = chunk.subarray(Math.min(skipped, chunk.length))
    skipped = Math.max(skipped - chunk.length, 0)
    return rest.length > 0 ? [rest] : []
  })
}
