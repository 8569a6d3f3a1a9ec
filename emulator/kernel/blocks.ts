/** Octets of a block. */
export const blockSize = 256 * 1024
/** Most blocks that are kept while nobody uses them. */
const mostIdle = 16

const idle: Buffer[] = []
const lent = new WeakSet<Uint8Array>()

/**
 * A block to be filled and passed on. Blocks go round because to leave them to the collector costs half of a download:
 * V8 sees octets outside its heap late, and every new block is new memory of the system.
 */
export function takeBlock(): Buffer {
  const block = idle.pop() ?? Buffer.allocUnsafeSlow(blockSize)
  lent.add(block)
  return block
}

/** Takes back a block that was read for the last time; what `takeBlock` did not lend is left alone. */
export function giveBack(block: Uint8Array): void {
  if (lent.delete(block) && idle.length < mostIdle) idle.push(block as Buffer)
}
