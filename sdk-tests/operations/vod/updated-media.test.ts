import { expect } from 'vitest'
import { openapiCore } from '../../clients/openapi-core.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { test as base, needs } from '../../setup/fixtures.ts'
import { mediaInfo, startUpload } from './chain.ts'

type Item = Readonly<Record<string, string | number>>

/** A test with two media, and what changes them. */
const test = base.extend('world', async ({ target }) => {
  const made = async () => {
    const { mediaId } = await startUpload(openapiCore, target, {
      BusinessType: 'watermark',
      Title: 'old title',
      Description: 'old description',
      Tags: 'old',
      CateIds: '12984346',
    })
    return mediaId
  }
  const update = (...items: readonly Item[]) =>
    openapiCore.call(target, 'UpdateAttachedMediaInfos', { UpdateContent: JSON.stringify(items) })
  const info = async (mediaId: string): Promise<Body> => {
    const { URL: _, ...others } = Object(await mediaInfo(openapiCore, target, mediaId))
    return others
  }
  return { one: await made(), other: await made(), update, info }
})

test('what an item names is changed, everything else stays', async ({ world }) => {
  const { one, other, update, info } = world
  const [before, untouched] = [await info(one), await info(other)]

  const title = await succeeded(update({ MediaId: one, Title: 'new title', Tags: '' }))

  expect(title).toMatchObject({ NonExistMediaIds: [] })
  const time = expect.any(String)
  expect(await info(one)).toEqual({ ...before, Title: 'new title', ModificationTime: time })
  expect(await info(other)).toEqual(untouched)

  await succeeded(update({ MediaId: one, Description: 'new', Tags: 'a , b', CateIds: '08130876' }))

  expect(await info(one)).toEqual({
    ...before,
    Title: 'new title',
    Description: 'new',
    Tags: 'a,b',
    Categories: [expect.objectContaining({ CateId: 8130876 })],
    ModificationTime: time,
  })
})

test('the time of the change is told', async ({ world, target, skip }) => {
  const { clock } = needs(target, 'clock', skip)
  const { one, update, info } = world
  const before = await info(one)
  await clock.advance(60)

  await succeeded(update({ MediaId: one }))
  const unchanged = await info(one)
  await succeeded(update({ MediaId: one, Title: 'old title' }))

  expect(unchanged).toEqual(before)
  const { CreationTime, ModificationTime } = await info(one)
  expect(CreationTime).toBe(before.CreationTime)
  expect(Date.parse(String(ModificationTime))).toBeGreaterThan(
    Date.parse(String(before.ModificationTime)),
  )
})

test('of several media, those that do not exist are named, and the others changed', async ({
  world,
}) => {
  const { one, other, update, info } = world

  const answer = await succeeded(
    update(
      { MediaId: one, Title: 'first' },
      { MediaId: 'nobody', Title: 'x' },
      { MediaId: other, CateIds: 12984346 },
      { MediaId: one, Title: 'last' },
    ),
  )

  expect(answer).toMatchObject({ NonExistMediaIds: ['nobody'] })
  expect(await info(one)).toMatchObject({ Title: 'last' })
})

test('one wrong item refuses the whole call', async ({ world }) => {
  const { one, other, update, info } = world
  const right = { MediaId: one, Title: 'changed' }

  const refused = [
    await update(right, { MediaId: other, CateIds: '4711' }),
    await update(right, { MediaId: other, Title: '😀' }),
    await update(right, { MediaId: other, Title: '😀'.slice(0, 1) }),
    await update(right, { MediaId: other, Tags: '中'.repeat(11) }),
    await update(right, { 'MediaId ': other, Title: 'x' }),
    await update(...Array.from({ length: 21 }, () => right)),
  ]

  expect(refused.map((answer) => (answer.ok ? 'accepted' : answer.code))).toEqual([
    'InvalidCateId.NotFound',
    'IllegalCharacters',
    'IllegalCharacters',
    'LengthExceededMax',
    'InvalidParameter',
    'CountExceededMax',
  ])
  expect(await info(one)).toMatchObject({ Title: 'old title' })
})

test('changes of different members at the same time are all kept', async ({ world }) => {
  const { one, update, info } = world

  await Promise.all([
    succeeded(update({ MediaId: one, Title: 'by one' })),
    succeeded(update({ MediaId: one, Description: 'by another' })),
    succeeded(update({ MediaId: one, Tags: 'by,a,third' })),
  ])

  expect(await info(one)).toMatchObject({
    Title: 'by one',
    Description: 'by another',
    Tags: 'by,a,third',
  })
})
