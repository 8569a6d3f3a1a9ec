import { expect } from 'vitest'
import type { PerRaisedError } from '#contracts/operation.ts'
import { type Answered, succeeded } from '#contracts/properties/claim.ts'
import type * as watermarks from '#contracts/vod/watermarks.ts'
import type { Call, Story } from '../../story.ts'
import { withDisabled } from './applications.ts'

const text = { Type: 'Text', Name: 'story', WatermarkConfig: '{"Content":"x"}' }
const image = {
  Type: 'Image',
  Name: 'story',
  WatermarkConfig: '{"Dx":8,"Dy":8,"Width":8,"Height":8,"ReferPos":"TopLeft"}',
}
const nobody = { WatermarkId: '0'.repeat(32) }
const maxWatermarks = 20

/** Adds a watermark of text and answers how requests name it. */
async function added(call: Call) {
  const { WatermarkInfo } = await succeeded(call('AddWatermark', text))
  const { WatermarkId } = WatermarkInfo as { readonly WatermarkId: string }
  return { WatermarkId }
}

/** Adds as many as an account has room for, then one more; those are removed again. */
async function oneTooMany(call: Call): Promise<Answered> {
  const { WatermarkInfos } = await succeeded(call('ListWatermark', {}))
  const room = maxWatermarks - (WatermarkInfos as readonly unknown[]).length
  expect(room).toBeGreaterThan(0)
  const all: { readonly WatermarkId: string }[] = []
  while (all.length < room) all.push(await added(call))
  const answer = await call('AddWatermark', text)
  for (const one of all) await succeeded(call('DeleteWatermark', one))
  return answer
}

export const watermarkStories: PerRaisedError<typeof watermarks, Story> = {
  AddWatermark: {
    NoSuchResource: (call) =>
      call('AddWatermark', { ...image, FileUrl: 'http://127.0.0.1/bucket/watermark/a.png' }),
    WatermarkExceededMax: oneTooMany,
    'Forbidden.OperateAppResource': (call) =>
      withDisabled(call, (AppId) => call('AddWatermark', { ...text, AppId })),
  },
  UpdateWatermark: {
    NoSuchResource: (call) => call('UpdateWatermark', { ...text, ...nobody }),
    async InvalidParameter(call) {
      const one = await added(call)
      const { WatermarkConfig } = image
      const answer = await call('UpdateWatermark', { ...one, WatermarkConfig })
      await succeeded(call('DeleteWatermark', one))
      return answer
    },
  },
  DeleteWatermark: {
    NoSuchResource: (call) => call('DeleteWatermark', nobody),
    async InvalidParameter(call) {
      const one = await added(call)
      await succeeded(call('SetDefaultWatermark', one))
      return call('DeleteWatermark', one)
    },
  },
  GetWatermark: { NoSuchResource: (call) => call('GetWatermark', nobody) },
  SetDefaultWatermark: { NoSuchResource: (call) => call('SetDefaultWatermark', nobody) },
}
