/** A polynomial over GF(2) of degree below 64, reflected: the highest bit of the high word is the factor of x⁰. */
type Polynomial = readonly [high: number, low: number]

const [modulusHigh, modulusLow] = [0xc96c5795, 0xd7870f42]

function multiply(a: Polynomial, b: Polynomial): Polynomial {
  let [high, low] = [0, 0]
  let [shiftedHigh, shiftedLow] = b
  for (const word of a) {
    for (let bit = 31; bit >= 0; bit--) {
      if ((word >>> bit) & 1) {
        high ^= shiftedHigh
        low ^= shiftedLow
      }
      const overflow = shiftedLow & 1
      shiftedLow = (shiftedLow >>> 1) | (shiftedHigh << 31)
      shiftedHigh >>>= 1
      if (overflow) {
        shiftedHigh ^= modulusHigh
        shiftedLow ^= modulusLow
      }
    }
  }
  return [high, low]
}

/** At n: what 2ⁿ zero bytes do to a checksum, x to the power of 8·2ⁿ. */
const zeroBytes: Polynomial[] = [[0x00800000, 0]]

function powerAt(n: number): Polynomial {
  const known = zeroBytes[n]
  if (known) return known
  const root = powerAt(n - 1)
  const power = multiply(root, root)
  zeroBytes[n] = power
  return power
}

/** The CRC-64/XZ of two runs of bytes, one after the other, from the CRC of each. */
export function combineCrc64(a: bigint, b: bigint, lengthOfB: number): bigint {
  let shifted: Polynomial = [Number(a >> 32n), Number(a & 0xffffffffn)]
  for (let n = 0, rest = lengthOfB; rest > 0; n++, rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) shifted = multiply(shifted, powerAt(n))
  }
  const [high, low] = shifted
  return ((BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)) ^ b
}
