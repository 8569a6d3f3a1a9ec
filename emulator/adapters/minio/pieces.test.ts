import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inPieces, pieceSize } from './pieces.ts'

async function* bodyOf(chunks: readonly Uint8Array[]) {
  yield* chunks
}

const chunkSize = fc.oneof(fc.nat({ max: 10 }), fc.nat({ max: 3 * pieceSize }))

test('pieces add up to the same bytes, and all but the last have the full size', async () => {
  const source = Buffer.alloc(3 * pieceSize).map((_, i) => i * 31 + (i >> 8))

  await fc.assert(
    fc.asyncProperty(fc.array(chunkSize, { maxLength: 5 }), async (sizes) => {
      const chunks = sizes.map((size) => source.subarray(0, size))
      const pieces: Buffer[] = []
      for await (const piece of inPieces(bodyOf(chunks))) pieces.push(piece)

      expect(Buffer.concat(pieces).equals(Buffer.concat(chunks))).toBe(true)
      expect(pieces.slice(0, -1).every(({ length }) => length === pieceSize)).toBe(true)
      expect(pieces.length).toBeGreaterThan(0)
      expect(pieces.length === 1 || (pieces.at(-1)?.length ?? 0) > 0).toBe(true)
    }),
    { numRuns: 30 },
  )
})
