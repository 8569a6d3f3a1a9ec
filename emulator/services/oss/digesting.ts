import type { Body } from '../../kernel/body.ts'
import { ossError, unfinishedBody } from '../../kernel/oss-errors.ts'
import type { Digesting } from '../../ports/checksums.ts'

/** Largest object of one request, bytes: 5 GiB. */
const largestPut = 5 * 1024 ** 3

/**
 * The chunks of a body as they pass through a digest.
 *
 * @throws ApiError EntityTooLarge past the limit, IncompleteBody when the client breaks off, RequestTimeout when it stops
 */
export async function* digested(body: Body, digest: Digesting): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]()
  let size = 0
  try {
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        throw unfinishedBody(error)
      })
      if (next.done) return
      size += next.value.length
      if (size > largestPut)
        throw ossError('EntityTooLarge', {
          MaxSizeAllowed: String(largestPut),
          ProposedSize: String(size),
        })
      digest.update(next.value)
      yield next.value
    }
  } finally {
    await chunks.return?.()
  }
}
