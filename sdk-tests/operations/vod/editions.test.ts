import { describe, expect } from 'vitest'
import type { LibraryOptions } from '#emulator/index.ts'
import { popCorePost } from '../../clients/pop-core.ts'
import { needsEmulator, test } from '../../setup/fixtures.ts'
import { startEmulatorTarget } from '../../setup/target.ts'

type Parameters = Readonly<Record<string, string>>

/** The outcome of one call to an emulator of its own: a code, or `ok`. */
async function outcome(
  options: LibraryOptions,
  parameters: Parameters,
  action = 'CreateUploadAttachedMedia',
): Promise<string> {
  await using target = await startEmulatorTarget(options)
  const result = await popCorePost.call(target, action, parameters)
  return result.ok ? 'ok' : result.code
}

const changes = (item: Parameters) => ({ UpdateContent: JSON.stringify([item]) })

const material = { BusinessType: 'material' }

describe('editions of the manual', () => {
  test.for<readonly [what: string, parameters: Parameters, in2021: string, inLatest: string]>([
    ['the extension apk', { ...material, MediaExt: 'apk' }, 'InvalidParameter', 'ok'],
    [
      'a tag of 32 wide characters',
      { ...material, Tags: '中'.repeat(32) },
      'LengthExceededMax',
      'ok',
    ],
    [
      'a tag of 33 characters',
      { ...material, Tags: 'x'.repeat(33) },
      'LengthExceededMax',
      'LengthExceededMax',
    ],
    ['an emoji in the title', { ...material, Title: 'a😀' }, 'ok', 'IllegalCharacters'],
    ['a rare ideograph in the title', { ...material, Title: '𠮷' }, 'ok', 'ok'],
    ['a digit in the title', { ...material, Title: '1#*' }, 'ok', 'ok'],
  ])('are told apart by %s', async ([, parameters, in2021, inLatest], { skip }) => {
    needsEmulator(skip)

    expect(await outcome({ edition: '2021' }, parameters)).toBe(in2021)
    expect(await outcome({ edition: 'latest' }, parameters)).toBe(inLatest)
  })

  test.for<readonly [action: string, texts: (texts: Parameters) => Parameters]>([
    ['CreateUploadVideo', (texts) => ({ FileName: 'a.mp4', Title: 'a', ...texts })],
    ['UpdateVideoInfo', (texts) => ({ VideoId: 'a', ...texts })],
    ['UpdateVideoInfos', (texts) => changes({ VideoId: 'a', ...texts })],
    ['UpdateImageInfos', (texts) => changes({ ImageId: 'a', ...texts })],
    ['UpdateAttachedMediaInfos', (texts) => changes({ MediaId: 'a', ...texts })],
  ])('agree on emoji in the texts of %s', async ([action, parameters], { skip }) => {
    needsEmulator(skip)

    for (const edition of ['2021', 'latest'] as const)
      for (const text of ['Title', 'Description', 'Tags'])
        expect(
          await outcome({ edition }, parameters({ [text]: 'a😀' }), action),
          `${text} in ${edition}`,
        ).toBe('IllegalCharacters')
  })
})

describe('tolerances', () => {
  test('take a leading dot only by name', async ({ skip }) => {
    needsEmulator(skip)
    const dotted = { BusinessType: 'watermark', MediaExt: '.png' }

    expect(await outcome({}, dotted)).toBe('InvalidParameter')
    expect(await outcome({ lenient: ['leading-dot'] }, dotted)).toBe('ok')
  })

  test.for([
    ['-1', 'ok'],
    ['0', 'ok'],
    ['12984346', 'ok'],
    ['4711', 'InvalidCateId.NotFound'],
  ])('take the legacy CateId %s', async ([CateId = '', expected], { skip }) => {
    needsEmulator(skip)

    expect(await outcome({}, { BusinessType: 'watermark', CateId })).toBe(expected)
  })
})
