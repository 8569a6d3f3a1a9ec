import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { combineCrc64 } from './crc64.ts'

/** By the definition, bit by bit. */
function crc64(bytes: Uint8Array): bigint {
  let crc = 0xffffffffffffffffn
  for (const byte of bytes) {
    crc ^= BigInt(byte)
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1n) ^ (crc & 1n ? 0xc96c5795d7870f42n : 0n)
  }
  return crc ^ 0xffffffffffffffffn
}

const concatenated = 9438235143004255157n

describe('combineCrc64', () => {
  test('joins two known checksums', () => {
    expect(combineCrc64(9427277473487083924n, 412999814604684307n, 1000)).toBe(concatenated)
  })

  test('answers the checksum of two runs, one after the other', () => {
    const run = fc.uint8Array({ maxLength: 50 })

    fc.assert(
      fc.property(run, run, (a, b) => {
        const joined = combineCrc64(crc64(a), crc64(b), b.length)

        expect(joined).toBe(crc64(Buffer.concat([a, b])))
      }),
    )
  })

  test('joins three runs in either order of joining, also of more than 2³² bytes', () => {
    const checksum = fc.bigInt({ min: 0n, max: 0xffffffffffffffffn })
    const length = fc.nat({ max: 2 ** 48 })

    fc.assert(
      fc.property(checksum, checksum, checksum, length, length, (a, b, c, lengthOfB, lengthOfC) => {
        const leftFirst = combineCrc64(combineCrc64(a, b, lengthOfB), c, lengthOfC)
        const rightFirst = combineCrc64(a, combineCrc64(b, c, lengthOfC), lengthOfB + lengthOfC)

        expect(leftFirst).toBe(rightFirst)
      }),
    )
  })

  test('leaves a checksum alone when nothing follows', () => {
    expect(combineCrc64(concatenated, 0n, 0)).toBe(concatenated)
  })
})
