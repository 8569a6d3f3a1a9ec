import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wasmChecksums } from './checksums.ts'

async function crc64Of(...chunks: readonly Uint8Array[]) {
  const checksum = await wasmChecksums().start()
  for (const chunk of chunks) checksum.update(chunk)
  return checksum.digest()
}

describe('wasmChecksums', () => {
  test.for([
    { of: 'nothing', bytes: Buffer.of(), crc64: 0n },
    { of: 'a', bytes: Buffer.from('a'), crc64: 3675645893302102789n },
    { of: '123456789', bytes: Buffer.from('123456789'), crc64: 11051210869376104954n },
    { of: 'hello world', bytes: Buffer.from('hello world'), crc64: 5981764153023615706n },
    {
      of: 'every byte',
      bytes: Buffer.from(Array.from({ length: 256 }, (_, i) => i)),
      crc64: 8232944260754389680n,
    },
    { of: '1024 zeros', bytes: Buffer.alloc(1024), crc64: 14085117335336199948n },
    { of: '102400 × A', bytes: Buffer.alloc(102_400, 'A'), crc64: 9427277473487083924n },
    { of: '1000 × B', bytes: Buffer.alloc(1000, 'B'), crc64: 412999814604684307n },
  ])('knows the CRC-64/XZ of $of', async ({ bytes, crc64 }) => {
    expect(await crc64Of(bytes)).toBe(crc64)
  })

  test('answers the same however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 })), async (chunks) => {
        expect(await crc64Of(...chunks)).toBe(await crc64Of(Buffer.concat(chunks)))
      }),
    )
  })

  test('keeps bodies that pass at the same time, or one after another, apart', async () => {
    const checksums = wasmChecksums()
    const first = await checksums.start()
    first.update(Buffer.from('a'))
    first.digest()

    const [second, third] = [await checksums.start(), await checksums.start()]
    second.update(Buffer.from('1234'))
    third.update(Buffer.from('hello '))
    second.update(Buffer.from('56789'))
    third.update(Buffer.from('world'))

    expect(second.digest()).toBe(11051210869376104954n)
    expect(third.digest()).toBe(5981764153023615706n)
  })
})
