import type { Octets } from '../../ports/object-store.ts'

/** A body that remembers how it came to its end. */
export class Followed implements Octets {
  readonly size: number | undefined
  readonly #octets: Octets
  failure: { readonly error: unknown } | undefined
  passed = 0
  isThrough = false

  constructor(octets: Octets) {
    this.#octets = octets
    this.size = octets.size
  }

  // No generator: a stream that is made of one tells it of the failures of its other end.
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    const chunks = this.#octets[Symbol.asyncIterator]()
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
