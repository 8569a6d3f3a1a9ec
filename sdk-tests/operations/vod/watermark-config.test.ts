import { describe, expect } from 'vitest'
import { corner, image, test, text } from './watermark-fixtures.ts'

/** Values that no member takes, by its name; undefined for its absence. */
type Wrong = Readonly<Record<string, readonly unknown[]>>

const length = [undefined, null, '', 0, 1, 7, '4097', 1.5, -1, '8px', true]
const distance = [-1, '4096.5', 4097, 'middle']
const colour = ['#12345', '#GGGGGG', 'dark red', 0]

const ofImage: Wrong = {
  Dx: length,
  Dy: length,
  Width: length,
  Height: length,
  ReferPos: [undefined, 'BottonLeft', 'topleft', 'Center'],
  Timeline: ['ToEND', [], { Start: -1 }, { Start: 'soon' }, { Duration: -1 }, { Duration: 'end' }],
}

const ofText: Wrong = {
  Content: [undefined, '', {}],
  FontName: ['Comic Sans MS', 'simsun'],
  FontSize: [4, 120, '16.5'],
  FontAlpha: [0, 1.01, 'half'],
  FontColor: colour,
  BorderColor: colour,
  BorderWidth: distance,
  Top: distance,
  Left: distance,
}

describe('a WatermarkConfig', () => {
  test.for([
    {
      type: 'an image',
      right: corner,
      wrong: ofImage,
      watermark: { ...image, FileUrl: 'http://127.0.0.1/a/b' },
    },
    { type: 'text', right: { Content: 'x' }, wrong: ofText, watermark: text },
  ])('of $type is refused beyond each limit', async ({ right, wrong, watermark }, { tried }) => {
    for (const [name, values] of Object.entries(wrong)) {
      for (const value of values) {
        const WatermarkConfig = JSON.stringify({ ...right, [name]: value })

        const answer = await tried('AddWatermark', { ...watermark, WatermarkConfig })

        expect({ WatermarkConfig, ...answer }).toMatchObject({
          code: 'InvalidParameter',
          message: 'The specified parameter "WatermarkConfig" is not valid.',
          status: 400,
        })
      }
    }
  })

  test('of text is taken up to each limit', async ({ add }) => {
    for (const config of [
      { FontSize: 5, FontAlpha: '1', FontColor: '#00ff7F', BorderWidth: 4096, Top: 0, Left: '0' },
      { FontSize: '119', FontAlpha: 0.01, FontName: 'Yuanti SC Bold', Top: 4096, Dx: 'unknown' },
    ])
      await add({ ...text, WatermarkConfig: JSON.stringify({ Content: 'x', ...config }) })
  })
})
