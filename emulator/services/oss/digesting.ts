import type { Readable } from 'node:stream'
import { ossError } from '../../kernel/oss-errors.ts'
import type { Digesting } from '../../ports/checksums.ts'

/** Largest object of one request, bytes: 5 GiB. */
const largestPut = 5 * 1024 ** 3

/**
 * The chunks of a body as they pass through a digest.
 *
 * @throws ApiError EntityTooLarge past the limit, IncompleteBody when the client breaks off
 */
export async function* digested(body: Readable, digest: Digesting): AsyncGenerator<Uint8Array> {
  // The socket must outlive a refusal in the middle of the body, or the client would not see its answer.
  const chunks: AsyncIterator<Uint8Array> = body.iterator({ destroyOnReturn: false })
  let size = 0
  try {
    for (;;) {
      const next = await chunks.next().catch(() => {
        throw ossError('IncompleteBody')
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
