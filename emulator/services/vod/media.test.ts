import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryRecords } from '../../adapters/memory/records.ts'
import { media, owner } from '../../testing/records/samples.ts'
import { scheduled } from '../../testing/records/scheduled.ts'
import { servicePorts } from '../../testing/service-ports.ts'
import { addMedia, removeMedia, updateMedia } from './media.ts'

/** Two media, and what becomes of them when each call of several changes waits for its turn. */
async function world(scheduler: fc.Scheduler) {
  const records = memoryRecords()
  const ports = servicePorts(records)
  for (const mediaId of ['one', 'other']) await addMedia(ports, { ...media, mediaId, key: mediaId })
  return {
    ports: { ...ports, records: scheduled(records, scheduler) },
    found: async (mediaId: string) => (await records.get('media', mediaId))?.value,
  }
}

test('changes of different members are all kept, in whatever order they come', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { ports, found } = await world(scheduler)

      await scheduler.waitFor(
        Promise.all([
          updateMedia(ports, owner, 'attached-media', new Map([['one', { title: 'by one' }]])),
          updateMedia(
            ports,
            owner,
            'attached-media',
            new Map([['one', { description: 'by another' }]]),
          ),
        ]),
      )

      expect(await found('one')).toMatchObject({ title: 'by one', description: 'by another' })
    }),
  )
})

test('a media that is deleted meanwhile stays deleted, and the others are changed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { ports, found } = await world(scheduler)
      const change = { title: 'changed' }

      const [missing] = await scheduler.waitFor(
        Promise.all([
          updateMedia(
            ports,
            owner,
            'attached-media',
            new Map([
              ['one', change],
              ['other', change],
            ]),
          ),
          removeMedia(ports, owner, 'attached-media', 'other'),
        ]),
      )

      expect([[], ['other']]).toContainEqual(missing)
      expect(await found('one')).toMatchObject(change)
      expect(await found('other')).toBeUndefined()
    }),
  )
})

test('of two calls that delete a media one does, and the other finds none', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { ports } = await world(scheduler)
      const remove = () => removeMedia(ports, owner, 'attached-media', 'one')

      const removed = await scheduler.waitFor(Promise.all([remove(), remove()]))

      expect(removed.filter((media) => media !== undefined)).toHaveLength(1)
    }),
  )
})
