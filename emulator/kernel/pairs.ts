import { type ByteString, formDecode } from './bytes.ts'

/** A parameter of a query or form as it arrived, decoded to bytes. */
export interface Pair {
  readonly name: ByteString
  readonly value: ByteString
}

/** How many pairs `parsePairs` would make, without making them. */
export function countPairs(encoded: ByteString): number {
  let count = 0
  for (let start = 0; start <= encoded.length; ) {
    const next = encoded.indexOf('&', start)
    const end = next < 0 ? encoded.length : next
    if (end > start) count++
    start = end + 1
  }
  return count
}

/**
 * `a=1&b` → ordered pairs, of the first `most` pieces. A piece without `=` has an empty value; empty pieces do not
 * count.
 */
export function parsePairs(encoded: ByteString, most?: number): readonly Pair[] {
  const pairs: Pair[] = []
  for (const piece of encoded.split('&', most)) {
    if (piece === '') continue
    const equals = piece.indexOf('=')
    pairs.push(
      equals < 0
        ? { name: formDecode(piece), value: '' }
        : { name: formDecode(piece.slice(0, equals)), value: formDecode(piece.slice(equals + 1)) },
    )
  }
  return pairs
}

/** Ordinal order of bytes, in which signatures sort names. */
export const byBytes = (a: ByteString, b: ByteString): number => (a < b ? -1 : a > b ? 1 : 0)
