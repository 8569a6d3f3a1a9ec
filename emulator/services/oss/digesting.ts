import type { Body } from '../../kernel/body.ts'
import { ossError, unfinishedBody } from '../../kernel/oss-errors.ts'
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
 * @throws ApiError EntityTooLarge past the limit, IncompleteBody when the client breaks off, RequestTimeout when it stops
 */
export function digested(body: Body, digest: Digesting): AsyncIterable<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]()
  let size = 0
  const stop = async () => {
    await chunks.return?.()
    return { done: true, value: undefined } as const
  }
  const next = async () => {
    const result = await chunks.next().catch((error: unknown) => {
      throw unfinishedBody(error)
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
