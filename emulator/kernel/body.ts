import type { Readable } from 'node:stream'

/** What to throw for a body that cannot be read whole. */
export interface BodyRefusals {
  readonly tooLarge: () => Error
  readonly brokenOff: () => Error
}

/**
 * A body as a whole, at most `limit` bytes of it. The connection stays open after a refusal, so that its answer arrives.
 *
 * @throws Error one of the refusals
 */
export async function readWhole(
  body: Readable,
  limit: number,
  { tooLarge, brokenOff }: BodyRefusals,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  const source: AsyncIterator<Buffer> = body.iterator({ destroyOnReturn: false })
  for (;;) {
    const next = await source.next().catch(() => {
      throw brokenOff()
    })
    if (next.done) return Buffer.concat(chunks)
    size += next.value.length
    if (size > limit) {
      await source.return?.()
      throw tooLarge()
    }
    chunks.push(next.value)
  }
}
