import { describe, expect, expectTypeOf, test } from 'vitest'
import { inEdition } from '../edition.ts'
import type { Input, Output, PerRaisedError, RaisedCode } from '../operation.ts'
import { raisedErrors } from '../raised-errors.ts'
import { MadeUp } from '../testing/made-up.ts'
import type { GetAttachedMediaInfo } from '../vod/attached-media.ts'
import type { AccountView } from './constraints/constraint.ts'
import { formOf } from './form.ts'
import { rpcPage } from './markdown.ts'
import { illegalIn } from './measure.ts'
import { serialise } from './serialise.ts'
import { validate } from './validate.ts'

const operation = inEdition(MadeUp, 'latest')
const account: AccountView = { knows: (_, value) => value !== '4711' }

const text = { Type: 'Text', VideoId: 'v', AuthSwitch: 'off', WatermarkConfig: '{"Content":"x"}' }

const image = { Type: 'Image', FileUrl: 'http://a.b/' }

const answer = (input: Readonly<Record<string, string>>, view = account) =>
  validate(operation, new Map(Object.entries({ ...text, ...input })), view)

describe('the typed input', () => {
  test('has numbers, booleans, times, words as the contract spells them, and JSON that was read', async () => {
    const UserData = '{ "Extend":  {} }'
    const validation = await answer({
      WatermarkConfig: '{"Content":"x","FontAlpha":"0.5","Dx":{}}',
      UserData,
      Formats: 'MP4, m3U8,,',
      UploadURLs: 'http%3A%2F%2Fa.b%2Fc%2Cd,http://e.f/',
      CateId: '7',
      Force: 'True',
      StartTime: '2026-01-01T00:00:00Z',
      UpdateContent:
        '[{"MediaId":12,"Title":"","Tags":"a, b","Sizes":["1",2],"Icon":null,"Other":{}}]',
    })

    expect(validation).toEqual({
      value: {
        Type: 'Text',
        VideoId: 'v',
        AuthSwitch: 'off',
        WatermarkConfig: { Content: 'x', FontAlpha: 0.5 },
        UserData,
        Formats: ['mp4', 'm3u8'],
        UploadURLs: ['http://a.b/c,d', 'http://e.f/'],
        CateId: 7,
        Force: true,
        StartTime: Date.UTC(2026, 0, 1),
        UpdateContent: [{ MediaId: '12', Tags: ['a', 'b'], Sizes: [1, 2] }],
      },
    })
  })

  test('has the types that the contract says', () => {
    type In = Input<typeof MadeUp>
    expectTypeOf<In['Type']>().toEqualTypeOf<'Image' | 'Text'>()
    expectTypeOf<In['VideoId']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<In['Formats']>().toEqualTypeOf<readonly ('mp4' | 'm3u8')[] | undefined>()
    expectTypeOf<In['Force']>().toEqualTypeOf<boolean | undefined>()
    expectTypeOf<In['UserData']>().toEqualTypeOf<string | undefined>()
    type Config = In['WatermarkConfig']
    type Timeline = NonNullable<Extract<Config, { Dx: number }>['Timeline']>
    expectTypeOf<Timeline['Start']>().toEqualTypeOf<number | undefined>()
    expectTypeOf<Exclude<Config, { Dx: number }>['FontAlpha']>().toEqualTypeOf<number | undefined>()
    expectTypeOf<NonNullable<In['UpdateContent']>[number]['MediaId']>().toEqualTypeOf<string>()
    expectTypeOf<NonNullable<In['UpdateContent']>[number]['Sizes']>().toEqualTypeOf<
      readonly number[] | undefined
    >()
    expectTypeOf<NonNullable<Output<typeof MadeUp>['Video']>['Snapshots']>().toEqualTypeOf<
      readonly string[]
    >()
    expectTypeOf<keyof Output<typeof MadeUp>>().toEqualTypeOf<'RequestId' | 'Video'>()
    expectTypeOf<RaisedCode<typeof MadeUp>>().toEqualTypeOf<'Unknown' | 'IllegalStatus'>()
    expectTypeOf<
      PerRaisedError<{ MadeUp: typeof MadeUp; Other: typeof GetAttachedMediaInfo }, string>
    >().toEqualTypeOf<{
      readonly MadeUp: { readonly Unknown: string; readonly IllegalStatus: string }
    }>()
  })

  test('has the structure of JSON that another parameter chooses', async () => {
    const WatermarkConfig = '{"Dx":"0.5","Timeline":{"Start":2},"Content":{},"FontAlpha":7}'

    expect(await answer({ ...image, WatermarkConfig })).toHaveProperty('value.WatermarkConfig', {
      Dx: 0.5,
      Timeline: { Start: 2 },
    })
  })

  test.each(['0', '-1'])('has no number where %s means none', async (CateId) => {
    expect(await answer({ CateId })).not.toHaveProperty('value.CateId')
  })
})

test('the errors that a handler raises are those whose contract says when they come', () => {
  const raised = raisedErrors([MadeUp]).map(({ operation, code }) => `${operation} answers ${code}`)

  expect(raised).toEqual(['MadeUp answers Unknown', 'MadeUp answers IllegalStatus'])
})

describe('an issue', () => {
  test.each([
    [{ VideoId: '' }, 'it is absent or empty, and it is required unless ReferenceId is given'],
    [{ Type: 'Image' }, 'it is absent or empty, and it is required when Type is Image'],
    [{ AuthSwitch: '' }, 'it is required when AuthSwitch is on or absent'],
    [{ AuthTimeout: '3601' }, 'is not an integer between 1 and 3600'],
    [{ Force: '1' }, '"1" is not true or false'],
    [{ EndTime: '2026-02-30T00:00:00Z' }, '"2026-02-30T00:00:00Z" is not a time as'],
    [{ OutputType: 'oss', AuthTimeout: '604801' }, 'is not an integer between 1 and 604800'],
    [
      { ...image, WatermarkConfig: '{"Dx":1.5}' },
      '"1.5" is out of range: above 0, below 1; or an integer',
    ],
    [{ ...image, WatermarkConfig: '{"Dx":"wide"}' }, '"wide" is not a decimal number'],
    [{ ...image, WatermarkConfig: '{"Content":"x"}' }, 'it is absent or empty'],
    [{ ...image, WatermarkConfig: '{"Dx":8,"Timeline":5}' }, 'its Timeline is not a JSON object'],
    [{ UpdateContent: '[{}]' }, 'it is absent or empty'],
    [{ UpdateContent: '{}' }, 'it is not a JSON array'],
    [{ UpdateContent: '[]' }, 'it has no item'],
    [{ UpdateContent: '[[]]' }, 'its item 1 is not a JSON object'],
    [{ UpdateContent: '[{"MediaId":{}}]' }, 'its MediaId is neither text nor a number'],
    [{ UpdateContent: `[{"MediaId":"a","Title":"😀"}]` }, 'its character 1 is U+1F600'],
  ])('of %o says what is wrong', async (input, measured) => {
    expect(await answer(input)).toMatchObject({
      issue: { measured: expect.stringContaining(measured) },
    })
  })

  test('tells of a member its own name and that of its parameter', async () => {
    const UpdateContent = JSON.stringify([{ MediaId: 'a', Title: 'x'.repeat(129) }])

    expect(await answer({ UpdateContent })).toMatchObject({
      issue: {
        of: 'UpdateContent[].Title',
        values: { parameter: 'UpdateContent', member: 'Title', limit: 128 },
      },
    })
  })

  test.each([true, false])('comes also from an account that answers later: %s', async (isKnown) => {
    const late: AccountView = { knows: () => Promise.resolve(isKnown) }

    expect('issue' in (await answer({ CateId: '7' }, late))).toBe(!isKnown)
  })
})

test('every emoji is found, and no ideograph taken for one', () => {
  const emoji = /\p{RGI_Emoji}/v
  const missed: string[] = []
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code)
    if (!/\p{Emoji}/u.test(character)) continue
    for (const form of [character, `${character}\ufe0f`, `${character}\ufe0f\u20e3`])
      if (emoji.test(form) && illegalIn(form, 'text-without-emoji') === undefined) missed.push(form)
  }

  expect(missed).toEqual([])
  expect(illegalIn('中字幕𠀀 1#*©', 'text-without-emoji')).toBeUndefined()
})

test('an answer wraps the lists that clients expect wrapped, and omits what is absent', () => {
  const Video = { Snapshots: ['a', 'b'], Ready: false, CreationTime: 0 }

  expect(serialise(MadeUp.output, { RequestId: 'r', Video })).toEqual({
    RequestId: 'r',
    Video: {
      Snapshots: { Snapshot: ['a', 'b'] },
      Ready: false,
      CreationTime: '1970-01-01T00:00:00Z',
    },
  })
})

test.each([
  '| `UpdateContent[].Title` | string |  | at most 128 bytes; no control characters, no emoji |',
  '| `WatermarkConfig.Dx` when Type is Image | number | yes | above 0, below 1; or an integer, 8 … 4096 |',
  '| `UpdateContent[].CoverURL` | string | when Type is Image |',
  '| `VideoId` | string | unless ReferenceId is given |',
  '| `EndTime` | UTC time |  | later than StartTime; `yyyy-MM-ddTHH:mm:ssZ` |',
  '| `AuthTimeout` | integer |  | by OutputType; at least 1; absent: 1 … 3600; oss: 1 … 604800 |',
  '| `Video.Snapshots.Snapshot` | list |',
  '| `IllegalStatus` | 403 | Not now. When: The video is not ready. |',
])('the page of the operation has %s', (row) => {
  expect(rpcPage(MadeUp)).toContain(row)
})

test.each([
  { name: 'Type', control: 'select', isRequired: true, options: ['Image', 'Text'] },
  { name: 'Force', control: 'select', options: ['true', 'false'] },
  {
    name: 'VideoId',
    control: 'text',
    isRequired: false,
    hint: 'Required unless ReferenceId is given.',
  },
  { name: 'CateId', control: 'number', minimum: 1 },
  { name: 'WatermarkConfig', control: 'textarea', isRequired: true, hint: 'a JSON object' },
])('the form has a field for $name', (field) => {
  expect(formOf(operation.input)).toContainEqual(expect.objectContaining(field))
})
