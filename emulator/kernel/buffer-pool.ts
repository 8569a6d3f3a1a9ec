/** Bytes of a block. */
export const blockSize = 256 * 1024
/** Most blocks that are kept while nobody uses them. */
const maxIdle = 16

const idle: Buffer[] = []
const lent = new WeakSet<Uint8Array>()
const lentOnce = new WeakSet<Uint8Array>()

/**
 * A block to be filled and passed on. Blocks go round because to leave them to the collector costs half of a download:
 * V8 sees bytes outside its heap late, and every new block is new memory of the system.
 */
export function acquire(): Buffer {
  const block = idle.pop() ?? Buffer.allocUnsafeSlow(blockSize)
  lent.add(block)
  return block
}

/**
 * Lends out a chunk that Node has made for this reader alone: its memory is freed as soon as it is given back, where the
 * collector would let it lie.
 */
export function adopt(chunk: Buffer): Buffer {
  // Small ones lie in a buffer which they share.
  if (chunk.length === chunk.buffer.byteLength) lentOnce.add(chunk)
  return chunk
}

/** Takes back a chunk that was read for the last time; what was not lent is left alone. */
export function release(chunk: Uint8Array): void {
  if (lentOnce.delete(chunk)) (chunk.buffer as ArrayBuffer).transfer(0)
  else if (lent.delete(chunk) && idle.length < maxIdle) idle.push(chunk as Buffer)
}
