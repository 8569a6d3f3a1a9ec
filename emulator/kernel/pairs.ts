import { formDecode, type Octets } from './octets.ts'

/** A parameter of a query or form as it arrived, decoded to octets. */
export interface Pair {
  readonly name: Octets
  readonly value: Octets
}

/** `a=1&b` → ordered pairs. A piece without `=` has an empty value; empty pieces do not count. */
export function parsePairs(encoded: Octets): readonly Pair[] {
  const pairs: Pair[] = []
  for (const piece of encoded.split('&')) {
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

/** Ordinal order of octets, in which signatures sort names. */
export const byOctets = (a: Octets, b: Octets): number => (a < b ? -1 : a > b ? 1 : 0)
