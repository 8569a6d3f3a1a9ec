/** The minimum that S3 accepts for every part but the last, bytes. */
export const pieceSize = 5 * 1024 ** 2

/** Bytes in pieces of that size; the last may be smaller, or empty if it is the only one. */
export async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let chunks: Uint8Array[] = []
  let size = 0
  let isFirst = true
  for await (const chunk of bytes) {
    chunks.push(chunk)
    size += chunk.length
    if (size < pieceSize) continue
    const piece = Buffer.concat(chunks)
    let at = 0
    for (; size - at >= pieceSize; at += pieceSize) yield piece.subarray(at, at + pieceSize)
    isFirst = false
    chunks = at < size ? [piece.subarray(at)] : []
    size -= at
  }
  if (size > 0 || isFirst) yield Buffer.concat(chunks)
}
