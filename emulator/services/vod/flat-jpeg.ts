/** Pixels of a square that has one colour, each way. */
const squareSize = 8

/** Luma and both chromas, 0 to 255 each. */
export type Colour = readonly [y: number, cb: number, cr: number]

const uint16 = (value: number): readonly number[] => [value >> 8, value & 0xff]

const segment = (marker: number, content: readonly number[]): readonly number[] => [
  0xff,
  marker,
  ...uint16(content.length + 2),
  ...content,
]

const components = [1, 2, 3]

/** All factors are 8, so that the mean of a square is stored as it is. */
const quantization = segment(0xdb, [0, ...Array.from({ length: 64 }, () => 8)])

/** How many codes there are of each length, from 1 bit to 16. */
const lengths = (counts: Readonly<Record<number, number>>): readonly number[] =>
  Array.from({ length: 16 }, (_, i) => counts[i + 1] ?? 0)

/** Nine sizes of means, each coded by itself in four bits; of all else in a square only its end, in one bit. */
const huffman = segment(0xc4, [
  ...[0x00, ...lengths({ 4: 9 }), 0, 1, 2, 3, 4, 5, 6, 7, 8],
  ...[0x10, ...lengths({ 1: 1 }), 0],
])

const endOfSquare = '0'

/** The difference of a mean to the one before: how many bits it has, and these; of a negative one their complement. */
function coded(difference: number): string {
  const size = Math.abs(difference).toString(2).length * Number(difference !== 0)
  const bits = difference < 0 ? difference + 2 ** size - 1 : difference
  return size.toString(2).padStart(4, '0') + (size > 0 ? bits.toString(2).padStart(size, '0') : '')
}

function scan(squares: readonly Colour[]): readonly number[] {
  let before: Colour = [128, 128, 128]
  const bits = squares
    .map((colour) => {
      const means = colour.map((mean, i) => coded(mean - (before[i] ?? 0)) + endOfSquare)
      before = colour
      return means.join('')
    })
    .join('')
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1')
  const bytes = padded.match(/.{8}/g) ?? []
  // Within a scan 255 is followed by 0, so that it is no marker.
  return bytes.flatMap((byte) => (byte === '11111111' ? [0xff, 0] : [Number.parseInt(byte, 2)]))
}

/**
 * A JPEG of squares of 8 × 8 pixels that have one colour each.
 *
 * @param columns number of squares in a row
 * @param colourAt the colour of a square, integers
 */
export function flatJpeg(
  columns: number,
  rows: number,
  colourAt: (column: number, row: number) => Colour,
): Buffer {
  const squares = Array.from({ length: columns * rows }, (_, i) =>
    colourAt(i % columns, Math.floor(i / columns)),
  )
  const size = [...uint16(rows * squareSize), ...uint16(columns * squareSize)]
  return Buffer.from([
    ...[0xff, 0xd8],
    ...segment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...quantization,
    ...segment(0xc0, [8, ...size, 3, ...components.flatMap((id) => [id, 0x11, 0])]),
    ...huffman,
    ...segment(0xda, [3, ...components.flatMap((id) => [id, 0]), 0, 63, 0]),
    ...scan(squares),
    ...[0xff, 0xd9],
  ])
}
