import type { ByteRange, ByteSource, ObjectAddress, ObjectStore } from '../../ports/object-store.ts'

export const facts = { headers: {} }

/** Bytes that repeat at no power of two. */
export const bytesOf = (size: number, seed = 0): Buffer =>
  Buffer.from(Uint8Array.from({ length: size }, (_, i) => (i * 31 + (i >> 8) + seed) & 255))

/** A body in chunks. */
export async function* bodyOf(bytes: Uint8Array, chunk = 7): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk)
}

/** A body that says beforehand how large it is. */
export const measured = (body: AsyncIterable<Uint8Array>, size: number): ByteSource => ({
  size,
  [Symbol.asyncIterator]: () => body[Symbol.asyncIterator](),
})

/** A body that breaks off. */
export async function* failing(bytes: Uint8Array, error: Error): AsyncGenerator<Uint8Array> {
  yield* bodyOf(bytes, 100_000)
  throw error
}

/** The bytes of an object, or undefined when it is gone. */
export async function readAll(
  store: ObjectStore,
  at: ObjectAddress,
  revision: string,
  range?: ByteRange,
): Promise<Buffer | undefined> {
  const stream = await store.get(at, revision, range)
  return stream && Buffer.concat(await stream.toArray())
}
