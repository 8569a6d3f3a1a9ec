import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mediaInfoProbe } from '../../adapters/media-info/probe.ts'
import { type Colour, flatJpeg } from './flat-jpeg.ts'
import { coverAt, placeholderCover } from './placeholder-cover.ts'

/** The colours of the squares, as a decoder finds them: each mean is the one before and a difference. */
function coloursOf(jpeg: Buffer, squares: number): readonly Colour[] {
  const scan = jpeg.subarray(jpeg.indexOf(Buffer.from([0xff, 0xda])) + 14, -2)
  const bits = [...scan]
    .filter((byte, i) => !(byte === 0 && scan[i - 1] === 0xff))
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
  let at = 0
  const take = (count: number) => {
    at += count
    return Number.parseInt(bits.slice(at - count, at) || '0', 2)
  }
  const means = [128, 128, 128]
  const next = (mean: number): number => {
    const size = take(4)
    const value = take(size)
    expect(take(1)).toBe(0)
    return mean + (size > 0 && value < 2 ** (size - 1) ? value - 2 ** size + 1 : value)
  }
  const colours = Array.from({ length: squares }, (): Colour => {
    for (const i of means.keys()) means[i] = next(means[i] ?? 0)
    return [means[0] ?? 0, means[1] ?? 0, means[2] ?? 0]
  })
  expect(bits.slice(at)).toMatch(/^1{0,7}$/)
  return colours
}

const level = fc.nat(255)
const anyColour = fc.tuple(level, level, level)

test('a JPEG holds the colours of its squares', () => {
  const picture = fc.array(anyColour, { minLength: 12, maxLength: 12 })
  fc.assert(
    fc.property(picture, (colours) => {
      const jpeg = flatJpeg(4, 3, (column, row) => colours[4 * row + column] ?? [0, 0, 0])
      expect(coloursOf(jpeg, 12)).toEqual(colours)
    }),
  )
})

test('the cover of a video is always the same, of 640 × 360 pixels, and named as the service names one', async () => {
  const id = '97dc17a5abc34f668489b84ce9a1b2c3'
  const bytes = placeholderCover(id)
  const probe = mediaInfoProbe()
  const file = {
    size: bytes.length,
    read: async ({ first, last }: { first: number; last: number }) =>
      bytes.subarray(first, last + 1),
  }

  expect(placeholderCover(id)).toEqual(bytes)
  expect(placeholderCover(id.replace('9', '8'))).not.toEqual(bytes)
  expect(coverAt({ mediaId: id, bucket: 'b' }).key).toMatch(
    new RegExp(`^${id}/snapshots/[0-9a-f]{32}-00001\\.jpg$`),
  )
  expect(await probe.image(file, new AbortController().signal)).toEqual({
    type: 'jpeg',
    width: 640,
    height: 360,
  })
  await probe.close()
})
