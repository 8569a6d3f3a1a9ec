import { expect, test } from 'vitest'
import { createEmulator } from '#emulator/index.ts'
import { start } from '#emulator/server.ts'
import { needsEmulator } from '../../setup/fixtures.ts'
import { targetAt } from '../kills/process.ts'
import { playStory, type Story } from './client.ts'

/** The whole story of one media, and what a subscriber to some types received of it. */
async function receivedOf(wants: (type: string) => boolean) {
  const received: { readonly type: string }[] = []
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
    readonly event: (typeof received)[0]
  }) => {
    ids.push(id)
    received.push(event)
  }
  await using vod = await start(defaults.options, false, { notifier: { wants, notify } })
  await playStory(
    await targetAt(vod.url),
    (below) => Math.min(below - 1, 5),
    () => undefined,
    stories,
  )
  await vod.clock.advance(0)
  const [named = ''] = stories[0]?.happened ?? []
  return { received, ids, mediaId: named.replace('media.created ', '') }
}

test('each change is delivered in order, with what it concerns', async ({ skip }) => {
  needsEmulator(skip)
  const { received, ids, mediaId } = await receivedOf(() => true)

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
  const before = expect.objectContaining({ mediaId, status: 'Uploading' })
  const after = expect.objectContaining({ mediaId, status: 'Normal', size: 5 })
  expect(received).toEqual([
    { type: 'media.created', mediaId, after: before, atMs },
    created,
    { type: 'media.uploaded', mediaId, before, after, atMs },
    { type: 'media.status', mediaId, before, after, atMs },
    created,
    { type: 'media.uploaded', mediaId, before: after, after, atMs },
    { ...file, type: 'object.removed' },
  ])
  expect(ids).toEqual([...new Set(ids)].sort())
})

test('nothing is delivered that nobody subscribed to', async ({ skip }) => {
  needsEmulator(skip)
  const { received, mediaId } = await receivedOf((type) => type === 'media.status')

  expect(received).toMatchObject([
    { type: 'media.status', mediaId, after: { status: 'Normal' }, atMs: Date.UTC(2026, 0, 1) },
  ])
})
