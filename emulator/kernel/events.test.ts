import { expect, test } from 'vitest'
import type { DomainEvent } from '../ports/records/events.ts'
import { media } from '../testing/records/samples.ts'
import { events, type Reactions } from './events.ts'

const mediaId = 'm'
const created = { type: 'media.created', mediaId, after: media, atMs: 1 } as const
const updated = { type: 'media.updated', mediaId, before: media, after: media, atMs: 1 } as const
const deleted = { type: 'media.deleted', mediaId, before: media, atMs: 1 } as const

const changeOf = (key: string) => ({ kind: 'address', key, value: { mediaId } }) as const
const expectation = { kind: 'address', key: 'a', version: '7' } as const

const first: Reactions = {
  'media.created': async () => ({
    changes: [changeOf('of the first')],
    expected: [expectation],
    events: [updated, deleted],
  }),
  'media.deleted': async () => ({ changes: [], expected: [{ ...expectation, key: 'b' }] }),
}

const second: Reactions = {
  'media.created': async () => ({ changes: [changeOf('of the second')], expected: [] }),
  'media.updated': async ({ before }) => ({
    changes: [changeOf(`updated ${before.mediaId}`)],
    expected: [],
  }),
}

const decided = (event: DomainEvent) => events([first, second]).decisionOn(event)

test('an event brings along what follows from it, and from that', async () => {
  expect((await decided(created)).expected).toEqual([expectation, { ...expectation, key: 'b' }])
})

test('every table is asked, and what follows comes before what the next one does', async () => {
  const { changes } = await decided(created)

  expect(changes.map(({ key }) => key)).toEqual([
    'of the first',
    `updated ${media.mediaId}`,
    'of the second',
  ])
})

test('nothing follows from what nobody reacts to', async () => {
  const status = { ...updated, type: 'media.status', sends: [] } as const

  expect(await decided(status)).toEqual({ changes: [], expected: [] })
})
