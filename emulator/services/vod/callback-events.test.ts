import { expect, test } from 'vitest'
import { memoryRecords } from '../../adapters/memory/records.ts'
import { orderedIds } from '../../adapters/ordered-ids.ts'
import { events } from '../../kernel/events.ts'
import type { AttachedMediaRecord } from '../../ports/records/media.ts'
import { media } from '../../testing/records/samples.ts'
import { callbackReactions } from './callback-events.ts'
import { callbackKey } from './callbacks.ts'

const atMs = Date.UTC(2026, 0, 1)
const before: AttachedMediaRecord = { ...media, title: 'old', tags: ['a', 'b'], cateIds: [1] }

/** The body that a callback receives when a media changes; undefined when it receives nothing. */
async function bodyAfter(
  change: Partial<AttachedMediaRecord>,
  eventTypes = ['MediaBaseChangeComplete'],
) {
  const records = memoryRecords()
  const { accountId, region, appId } = before
  const owner = { accountId, region, appId }
  const target = { type: 'HTTP', url: 'http://127.0.0.1:9/' } as const
  const value = { ...owner, eventTypes, target, isSigned: false }
  await records.commit([{ kind: 'messageCallback', key: callbackKey(owner), value }])
  const ids = { eventId: orderedIds() }
  const after = { ...before, ...change }
  const { changes } = await events([callbackReactions({ records, ids })]).decisionOn({
    type: 'media.updated',
    mediaId: before.mediaId,
    before,
    after,
    atMs,
  })
  return changes.map(({ value }) => value && 'body' in value && value.body)
}

test('changed information is told of: what it was and is, as JSON in texts', async () => {
  const [body] = await bodyAfter({ title: 'new', cateIds: [1, 2], description: 'said', tags: [] })

  expect(body).toBe(
    JSON.stringify({
      EventType: 'MediaBaseChangeComplete',
      EventTime: '2026-01-01T00:00:00Z',
      Status: 'success',
      MediaId: before.mediaId,
      MediaType: 'attached',
      OperateMode: 'update',
      MediaContent: {
        Title: '{"OldValue":"old","NewValue":"new"}',
        Description: '{"NewValue":"said"}',
        CateIds: '{"OldValue":"1","NewValue":"1,2"}',
        Tags: '{"OldValue":"a,b"}',
      },
    }),
  )
})

test('only what has changed is told of', async () => {
  const [body] = await bodyAfter({ title: 'new', userData: '{"Extend":"x"}' })

  expect(body).toMatch(/"MediaContent":\{"Title":"[^}]*\}"\},"Extend":"x"\}$/)
})

test('nothing is told where nothing that is said has changed, or nobody asks', async () => {
  expect(await bodyAfter({ size: 1, modifiedAtMs: atMs })).toEqual([])
  expect(await bodyAfter({ title: 'new' }, ['AttachedMediaUploadComplete'])).toEqual([])
})
