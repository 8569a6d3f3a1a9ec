/** Size of a buffer of the pool, bytes. */
export const bufferSize = 256 * 1024
/** How many buffers the pool keeps while nobody uses them. */
const maxIdle = 16

const idle: Buffer[] = []
const acquired = new WeakSet<Uint8Array>()
const adopted = new WeakSet<Uint8Array>()

/**
 * A buffer to fill and pass on. Buffers are reused because leaving them to the garbage collector costs half of a download:
 * V8 notices memory outside its heap late, and each new buffer is new memory of the system.
 */
export function acquire(): Buffer {
  const buffer = idle.pop() ?? Buffer.allocUnsafeSlow(bufferSize)
  acquired.add(buffer)
  return buffer
}

/**
 * Takes charge of a chunk that Node made for this reader alone: its memory is freed as soon as it is released, long before
 * the garbage collector would free it.
 */
export function adopt(chunk: Buffer): Buffer {
  // Small chunks share one buffer.
  if (chunk.length === chunk.buffer.byteLength) adopted.add(chunk)
  return chunk
}

/** Takes back a chunk after its last use; one that is not the pool's is left alone. */
export function release(chunk: Uint8Array): void {
  if (adopted.delete(chunk)) (chunk.buffer as ArrayBuffer).transfer(0)
  else if (acquired.delete(chunk) && idle.length < maxIdle) idle.push(chunk as Buffer)
}
