import { expect, test } from 'vitest'
import { createEmulator } from '#emulator/index.ts'
import { start } from '#emulator/server.ts'
import { needsEmulator } from '../../setup/fixtures.ts'
import { targetAt } from '../kills/process.ts'
import { type Story, tell } from './client.ts'

/** The whole story of one media, and what subscribers to some types were told of it. */
async function toldOf(wants: (type: string) => boolean) {
  const told: { readonly type: string; readonly [member: string]: unknown }[] = []
  const ids: string[] = []
  const stories: Story[] = []
  await using defaults = await createEmulator({
    port: 0,
    clock: '2026-01-01T00:00:00Z',
    freezeClock: true,
  })
  const notify = async ({
    id,
    event,
  }: {
    readonly id: string
    readonly event: (typeof told)[0]
  }) => {
    ids.push(id)
    told.push(event)
  }
  await using vod = await start(defaults.options, false, { notifier: { wants, notify } })
  await tell(
    await targetAt(vod.url),
    (below) => Math.min(below - 1, 5),
    () => undefined,
    stories,
  )
  await vod.clock.advance(0)
  const [named = ''] = stories[0]?.happened ?? []
  return { told, ids, mediaId: named.replace('media.created ', '') }
}

test('each change is told in order, with what it concerns', async ({ skip }) => {
  needsEmulator(skip)
  const { told, ids, mediaId } = await toldOf(() => true)

  const atMs = Date.UTC(2026, 0, 1)
  const file = {
    atMs,
    bucket: 'outin-00000000000011ee800000163e000000',
    key: expect.stringMatching(/^watermark\/\w{32}-6-2\.png$/),
  }
  const created = {
    ...file,
    type: 'object.created',
    size: 5,
    etag: expect.stringMatching(/^\w{32}$/),
  }
  expect(told).toEqual([
    { type: 'media.created', mediaId, atMs },
    created,
    { type: 'media.status', mediaId, status: 'Normal', atMs },
    created,
    { type: 'media.updated', mediaId, atMs },
    { ...file, type: 'object.removed' },
  ])
  expect(ids).toEqual([...new Set(ids)].sort())
})

test('nothing is told that nobody subscribed to', async ({ skip }) => {
  needsEmulator(skip)
  const { told, mediaId } = await toldOf((type) => type === 'media.status')

  expect(told).toEqual([
    { type: 'media.status', mediaId, status: 'Normal', atMs: Date.UTC(2026, 0, 1) },
  ])
})
