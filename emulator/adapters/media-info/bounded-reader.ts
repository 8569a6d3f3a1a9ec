import type { ByteRange } from '../../ports/object-store.ts'

/** How much of a file is read at once, bytes. */
const windowSize = 256 * 1024

/** How much is read of a file in all, bytes. */
const maxReadBytes = 8 * 1024 * 1024

/** How often a parser that goes back and forth is served. */
const maxReads = 4096

/** How many windows are kept for a parser that goes back. */
const keptWindows = 4

/** Of a file without an index both ends are read: so much of each, bytes, which leaves room for windows that overlap. */
const endSize = maxReadBytes / 2 - 2 * windowSize

const nothing = new Uint8Array(0)

/** A file as one reads it. */
export interface Source {
  /** Bytes. */
  readonly size: number
  /** The bytes of a range that lies inside the file. */
  readonly read: (range: ByteRange) => Promise<Uint8Array>
}

/** A file as a parser sees it. */
export interface BoundedReader {
  /** Bytes, as the parser has to believe it. */
  readonly size: number
  /** Whether the middle of the file is left out. */
  readonly isSpliced: boolean
  /** The first bytes, at most 256 KiB. */
  readonly head: Uint8Array
  /** At most `length` bytes from an offset on; none when enough was read. */
  read(length: number, offset: number): Promise<Uint8Array>
}

/**
 * The size of the packets of an MPEG transport or program stream, bytes. These have no index: their duration is the time at
 * their end less that at their start.
 */
function packetSizeOf(head: Uint8Array): number | undefined {
  const isSync = (at: number) => head[at] === 0x47
  if ([0, 188, 376].every(isSync)) return 188
  if ([4, 196, 388].every(isSync)) return 192
  const isProgram = head[0] === 0 && head[1] === 0 && head[2] === 1 && head[3] === 0xba
  return isProgram ? 1 : undefined
}

/** Reads a file in windows, and stops at the limits. */
function windows(source: Source): BoundedReader['read'] {
  let kept: readonly { readonly first: number; readonly bytes: Uint8Array }[] = []
  let readBytes = 0
  let reads = 0

  return async (length, offset) => {
    if (++reads > maxReads || offset >= source.size) return nothing
    const known = kept.find(({ first, bytes }) => first <= offset && offset < first + bytes.length)
    if (known) return known.bytes.subarray(offset - known.first, offset - known.first + length)
    const size = Math.min(windowSize, source.size - offset)
    if (readBytes + size > maxReadBytes) return nothing
    readBytes += size
    const bytes = await source.read({ first: offset, last: offset + size - 1 })
    kept = [{ first: offset, bytes }, ...kept.slice(0, keptWindows - 1)]
    return bytes.subarray(0, length)
  }
}

/** A file of which at most 8 MiB are read; one that is larger and has no index is shown without its middle. */
export async function boundedReader(source: Source): Promise<BoundedReader> {
  const read = windows(source)
  const head = await read(windowSize, 0)
  const packetSize = packetSizeOf(head)
  if (packetSize === undefined || source.size <= maxReadBytes)
    return { size: source.size, isSpliced: false, head, read }
  const headEnd = Math.floor(endSize / packetSize) * packetSize
  const tailStart = Math.ceil((source.size - endSize) / packetSize) * packetSize
  return {
    size: headEnd + source.size - tailStart,
    isSpliced: true,
    head,
    read: (length, offset) =>
      offset < headEnd
        ? read(Math.min(length, headEnd - offset), offset)
        : read(length, tailStart + offset - headEnd),
  }
}
