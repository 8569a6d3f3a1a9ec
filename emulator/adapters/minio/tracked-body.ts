import type { ByteSource } from '../../ports/object-store.ts'

/** A body that remembers how it came to its end. */
export class Followed implements ByteSource {
  readonly size: number | undefined
  readonly #bytes: ByteSource
  failure: { readonly error: unknown } | undefined
  passed = 0
  isThrough = false

  constructor(bytes: ByteSource) {
    this.#bytes = bytes
    this.size = bytes.size
  }

  // No generator: a stream that is made of one tells it of the failures of its other end.
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    const chunks = this.#bytes[Symbol.asyncIterator]()
    const next = async () => {
      try {
        const chunk = await chunks.next()
        this.passed += chunk.done ? 0 : chunk.value.length
        this.isThrough = chunk.done === true || this.passed === this.size
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
