import { expect, test } from 'vitest'
import type { DomainEvent, EventType } from '../ports/records/events.ts'
import { listNotifier } from '../testing/list-notifier.ts'
import { media } from '../testing/records/samples.ts'
import { events, type Reactions } from './events.ts'

const mediaId = 'm'
const created = { type: 'media.created', mediaId, after: media, atMs: 1 } as const
const updated = { type: 'media.updated', mediaId, before: media, after: media, atMs: 1 } as const
const deleted = { type: 'media.deleted', mediaId, before: media, atMs: 1 } as const

const change = { kind: 'address', key: 'a', value: { mediaId } } as const
const expectation = { kind: 'address', key: 'a', version: '7' } as const

const reactions: Reactions = {
  'media.created': async () => ({
    changes: [change],
    expected: [expectation],
    events: [updated, deleted],
  }),
  'media.deleted': async () => ({ changes: [], expected: [{ ...expectation, key: 'b' }] }),
}

/** What is kept for subscribers, and all else that is decided. */
async function decided(event: DomainEvent, types?: readonly EventType[]) {
  let count = 0
  const ids = { eventId: () => `id-${++count}` }
  const notifier = types && listNotifier(types)
  const { changes, expected } = await events({ ids, notifier }, reactions).decisionOn(event)
  const kept = changes.flatMap(({ kind, value }) => (kind === 'event' && value ? [value] : []))
  return { kept, expected, changes: changes.filter(({ kind }) => kind !== 'event') }
}

const all = ['media.created', 'media.updated', 'media.deleted'] as const

test('an event brings along what follows from it, and from that', async () => {
  const { changes, expected } = await decided(created)

  expect(changes).toEqual([change])
  expect(expected).toEqual([expectation, { ...expectation, key: 'b' }])
})

test('what happened is kept in the order of its ids, causes before consequences', async () => {
  const { kept } = await decided(created, all)

  expect(kept).toEqual([
    { id: 'id-1', event: created, failures: 0 },
    { id: 'id-2', event: updated, failures: 0 },
    { id: 'id-3', event: deleted, failures: 0 },
  ])
})

test('nothing is kept that nobody subscribed to', async () => {
  expect((await decided(created)).kept).toEqual([])
  expect((await decided(created, ['media.deleted'])).kept).toEqual([
    { id: 'id-1', event: deleted, failures: 0 },
  ])
})
