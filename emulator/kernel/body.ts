import type { Readable } from 'node:stream'

/** The chunks of a body as they come. Stopping in the middle keeps the connection, so that an answer arrives. */
export interface Body extends AsyncIterable<Uint8Array> {
  /** Its announced length in bytes, if there is one. */
  readonly size?: number | undefined
}

/** A body that its host gave up: it came too slowly, or what came is not HTTP. */
export class BodyError extends Error {
  override readonly name = 'BodyError'
  readonly reason: 'slow' | 'malformed'

  /** @param message the explanation */
  constructor(reason: 'slow' | 'malformed', message: string) {
    super(message)
    this.reason = reason
  }
}

/** What to throw for a body that cannot be read whole. */
export interface BodyRefusals {
  /** `measured` describes how large the body is, as far as that is known. */
  readonly tooLarge: (measured: string) => Error
  /** The error is a BodyError, or whatever a stream fails with when its other end is gone. */
  readonly brokenOff: (error: unknown) => Error
}

/** A stream as a body. */
export const bodyFrom = (stream: Readable): Body => ({
  [Symbol.asyncIterator]: () => stream.iterator({ destroyOnReturn: false }),
})

/**
 * A body as a whole, at most `limit` bytes of it. `announced` is its Content-Length, if it has one: a body
 * announced as too large is not read at all.
 *
 * @throws Error one of the refusals
 */
export async function readWhole(
  body: Body,
  limit: number,
  { tooLarge, brokenOff }: BodyRefusals,
  announced?: string,
): Promise<Buffer> {
  if (Number(announced ?? 0) > limit) throw tooLarge(`The body has ${announced} bytes`)
  const chunks: Uint8Array[] = []
  let size = 0
  const source = body[Symbol.asyncIterator]()
  for (;;) {
    const next = await source.next().catch((error: unknown) => {
      throw brokenOff(error)
    })
    if (next.done) return Buffer.concat(chunks)
    size += next.value.length
    if (size > limit) {
      await source.return?.()
      throw tooLarge(`The body has at least ${size} bytes`)
    }
    chunks.push(next.value)
  }
}
