import type { Hash } from 'node:crypto'
import type { ByteSource } from '../../ports/object-store.ts'

/** A body that remembers how far it was read, and how that ended. */
export class TrackedBody implements ByteSource {
  readonly size: number | undefined
  readonly #bytes: ByteSource
  readonly #hash: Hash | undefined
  failure: { readonly error: unknown } | undefined
  bytesRead = 0
  isRead = false

  /** @param hash what is to hash the bytes */
  constructor(bytes: ByteSource, hash?: Hash) {
    this.#bytes = bytes
    this.#hash = hash
    this.size = bytes.size
  }

  // Not a generator: a stream made from one passes the failures of its other end back into it.
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    const chunks = this.#bytes[Symbol.asyncIterator]()
    const next = async () => {
      try {
        const chunk = await chunks.next()
        if (!chunk.done) {
          this.bytesRead += chunk.value.length
          this.#hash?.update(chunk.value)
        }
        this.isRead = chunk.done === true || this.bytesRead === this.size
        return chunk
      } catch (error) {
        this.failure = { error }
        throw error
      }
    }
    const stop = async () => {
      await chunks.return?.()
      return { done: true, value: undefined } as const
    }
    return { next, return: stop }
  }
}
