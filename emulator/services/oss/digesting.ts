import type { Readable } from 'node:stream'
import { ossError } from '../../kernel/oss-errors.ts'
import type { Digesting } from '../../ports/checksums.ts'

/** Largest object of one request, bytes: 5 GiB. */
const largestPut = 5 * 1024 ** 3

const tooLarge = (size: number) =>
  ossError('EntityTooLarge', {
    MaxSizeAllowed: String(largestPut),
    ProposedSize: String(size),
  })

/**
 * The chunks of a body as they pass through a digest; to be read once.
 *
 * @throws ApiError EntityTooLarge past the limit, IncompleteBody when the client breaks off
 */
export function digested(body: Readable, digest: Digesting): AsyncIterable<Uint8Array> {
  // The socket must outlive a refusal in the middle of the body, or the client would not see its answer.
  const chunks: AsyncIterator<Uint8Array, undefined> = body.iterator({ destroyOnReturn: false })
  let size = 0
  const stop = async () => {
    await chunks.return?.()
    return { done: true, value: undefined } as const
  }
  const next = async () => {
    const result = await chunks.next().catch(() => {
      throw ossError('IncompleteBody')
    })
    if (result.done) return result
    size += result.value.length
    if (size > largestPut) {
      await stop()
      throw tooLarge(size)
    }
    digest.update(result.value)
    return result
  }
  // No generator: it would add a turn of the queue to each step.
  return { [Symbol.asyncIterator]: () => ({ next, return: stop }) }
}
