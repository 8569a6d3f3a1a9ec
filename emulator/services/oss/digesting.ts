import type { Body } from '../../kernel/body.ts'
import { ossError, unfinishedBody } from '../../kernel/oss-errors.ts'
import type { Checksum } from '../../ports/checksums.ts'
import type { ByteSource } from '../../ports/object-store.ts'

/** Maximum size of an object put in one request, bytes: 5 GiB. */
const largestPut = 5 * 1024 ** 3

const tooLarge = (size: number, maxBytes: number) =>
  ossError('EntityTooLarge', {
    MaxSizeAllowed: String(maxBytes),
    ProposedSize: String(size),
  })

/** Why a body is not accepted, after so many bytes of it. A caller without a socket can announce any length. */
function refusalOf(
  size: number,
  { announced, maxBytes }: { announced: number | undefined; maxBytes: number },
  isWhole: boolean,
) {
  if (size > maxBytes) return tooLarge(size, maxBytes)
  if (announced === undefined) return undefined
  return (isWhole ? size !== announced : size > announced) ? ossError('IncompleteBody') : undefined
}

/**
 * The chunks of a body as they pass through a checksum; to be read once.
 *
 * @throws ApiError EntityTooLarge past the limit; IncompleteBody when the client breaks off, or the body is not as long as
 *   announced; RequestTimeout when it stops
 */
export function digested(body: Body, checksum: Checksum, maxBytes = largestPut): ByteSource {
  const limits = { announced: body.size, maxBytes }
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
    size += result.value?.length ?? 0
    const refusal = refusalOf(size, limits, result.done === true)
    if (refusal) {
      await stop()
      throw refusal
    }
    if (result.done) return result
    checksum.update(result.value)
    return result
  }
  // No generator: it would add a turn of the queue to each step.
  return { size: body.size, [Symbol.asyncIterator]: () => ({ next, return: stop }) }
}
