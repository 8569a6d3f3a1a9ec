/**
 * MediaInfo in a thread of its own, because a broken file can keep it busy for minutes: whoever started the thread ends it
 * then. Files are read one after the other, through whoever started it.
 *
 * @module
 */
import { once } from 'node:events'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parentPort } from 'node:worker_threads'
import { mediaInfoFactory, type Track } from 'mediainfo.js'
import type { ByteRange } from '../../ports/object-store.ts'
import { boundedReader } from './bounded-reader.ts'

/** What MediaInfo finds in a file: no track but a `General` one when it is no media. */
export interface Parsed {
  readonly tracks: readonly Track[]
  /** Whether the middle of the file was left out, so that sizes and rates are not those of the file. */
  readonly isSpliced: boolean
  /** The first bytes of the file. */
  readonly head: Uint8Array
}

/**
 * What the thread sends: which bytes it wants, or what it found. It is sent the size of a file, then the
 * bytes that it wants.
 */
export type Reply = { readonly wanted: ByteRange } | { readonly found: Parsed }

/** How much the parser gets at once, bytes: given the whole of a short file at once, it finds less in it. */
const chunkSize = 16 * 1024

/** Beside this program in the package. */
const wasm = () =>
  extname(import.meta.filename) === '.ts'
    ? fileURLToPath(import.meta.resolve('mediainfo.js/MediaInfoModule.wasm'))
    : fileURLToPath(new URL('MediaInfoModule.wasm', import.meta.url))

if (!parentPort) throw new Error('This program is a worker thread.')
const port = parentPort
const mediaInfo = await mediaInfoFactory({ chunkSize, locateFile: wasm })

async function read(wanted: ByteRange): Promise<Uint8Array> {
  port.postMessage({ wanted } satisfies Reply)
  const [bytes] = await once(port, 'message')
  return bytes
}

for (;;) {
  const [size] = await once(port, 'message')
  const reader = await boundedReader({ size, read })
  const { media } = await mediaInfo.analyzeData(reader.size, reader.read)
  const { head, isSpliced } = reader
  const found = { tracks: media?.track ?? [], isSpliced, head }
  port.postMessage({ found } satisfies Reply)
}
