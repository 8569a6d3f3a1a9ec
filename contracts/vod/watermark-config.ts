import { withDefaults } from '../defaults.ts'
import { decimal, integer, object, string } from '../schema.ts'

const length = (describe: string) =>
  decimal({
    describe: `${describe}: pixels as an integer, or a ratio of the video's.`,
    example: '55',
    required: true,
    above: 0,
    below: 1,
    orInteger: { minimum: 8, maximum: 4096 },
  })

const image = object({
  Dx: length('Horizontal offset'),
  Dy: length('Vertical offset'),
  Width: length('Width'),
  Height: length('Height'),
  ReferPos: string({
    describe: 'The corner from which offsets count.',
    example: 'BottomLeft',
    required: true,
    enum: ['TopLeft', 'TopRight', 'BottomLeft', 'BottomRight'],
  }),
  Timeline: object({
    Start: decimal({ describe: 'When it appears, seconds.', default: '0', minimum: 0 }),
    Duration: string({
      describe: 'How long it is there.',
      default: 'ToEND',
      pattern: { source: 'ToEND|\\d+(?:\\.\\d+)?', words: 'seconds, or `ToEND`' },
    }),
  }),
})

const fonts = [
  'SimSun',
  'WenQuanYi Zen Hei',
  'WenQuanYi Zen Hei Mono',
  'WenQuanYi Zen Hei Sharp',
  'Yuanti SC Bold',
  'Yuanti SC Light',
  'Yuanti SC Regular',
] as const

const colour = (describe: string) =>
  string({
    describe,
    example: 'Black',
    evidence: 'inferred',
    pattern: {
      source: '[A-Za-z]+|#[0-9A-Fa-f]{6}',
      words: 'the name of a colour, or `#` and six hex digits',
    },
  })

const pixels = (describe: string) =>
  decimal({ describe: `${describe}, pixels.`, default: '0', minimum: 0, maximum: 4096 })

const text = object({
  Content: string({ describe: 'What is written.', example: 'watermark', required: true }),
  FontName: string({ evidence: 'inferred', enum: fonts }),
  FontSize: integer({ default: '16', minimum: 5, maximum: 119 }),
  FontColor: colour('Colour of the text.'),
  FontAlpha: decimal({ describe: 'Opacity.', default: '1.0', above: 0, maximum: 1 }),
  BorderColor: colour('Colour of the outline.'),
  BorderWidth: pixels('Width of the outline'),
  Top: pixels('Distance from the top'),
  Left: pixels('Distance from the left'),
})

/** WatermarkConfig by the type of the watermark: two structures without a member in common. */
export const configByType = { parameter: 'Type', values: { Image: image, Text: text } } as const

const membersOf = (...names: readonly string[]) => names.map((name) => `WatermarkConfig.${name}`)

/** The order in which a WatermarkConfig is looked at. */
export const configOrder = withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
  { violates: 'format', of: ['WatermarkConfig'] },
  {
    violates: 'required',
    of: membersOf('Dx', 'Dy', 'Width', 'Height', 'ReferPos', 'Content'),
  },
  { violates: 'enum', of: membersOf('ReferPos', 'FontName') },
  { violates: 'pattern', of: membersOf('Timeline.Duration', 'FontColor', 'BorderColor') },
  {
    violates: 'range',
    of: membersOf(
      ...['Dx', 'Dy', 'Width', 'Height', 'Timeline.Start'],
      ...['FontSize', 'FontAlpha', 'BorderWidth', 'Top', 'Left'],
    ),
  },
])
