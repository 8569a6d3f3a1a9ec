import { createHash } from 'node:crypto'
import type { IHasher } from 'hash-wasm'
import type { Checksums } from '../ports/checksums.ts'

/** CRC-64 by WebAssembly, MD5 by OpenSSL. */
export function wasmChecksums(): Checksums {
  // Each hasher owns a WebAssembly memory, too dear for one small body.
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
      const md5 = createHash('md5')
      let size = 0
      return {
        update(chunk) {
          crc64.update(chunk)
          md5.update(chunk)
          size += chunk.length
        },
        digest() {
          const digests = { md5: md5.digest(), crc64: BigInt(`0x${crc64.digest()}`), size }
          idle.push(crc64)
          return digests
        },
      }
    },
  }
}
