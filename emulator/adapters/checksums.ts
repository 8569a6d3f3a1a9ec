import type { IHasher } from 'hash-wasm'
import type { Checksums } from '../ports/checksums.ts'

/** CRC-64 in WebAssembly. */
export function wasmChecksums(): Checksums {
  // Each hasher owns a WebAssembly memory, which is too expensive for one small body.
  const idle: IHasher[] = []

  const hasher = async () => {
    const free = idle.pop()
    if (free) return free
    // Loaded with the first body: a start does not need it.
    const { createCRC64 } = await import('hash-wasm')
    return createCRC64()
  }

  return {
    async start() {
      const crc64 = (await hasher()).init()
      return {
        update(chunk) {
          crc64.update(chunk)
        },
        digest() {
          const digest = BigInt(`0x${crc64.digest()}`)
          idle.push(crc64)
          return digest
        },
      }
    },
  }
}
