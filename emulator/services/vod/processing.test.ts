import { expect, test } from 'vitest'
import * as contract from '#contracts/vod/video-changes.ts'
import { memoryRecords } from '../../adapters/memory/records.ts'
import type { RangedFile } from '../../ports/media-probe.ts'
import type { ObjectStore } from '../../ports/object-store.ts'
import type { Records } from '../../ports/records/records.ts'
import { StorageError } from '../../ports/storage-error.ts'
import { handlerContext } from '../../testing/handler-context.ts'
import { listNotifier } from '../../testing/list-notifier.ts'
import { mediaPorts } from '../../testing/media-services.ts'
import { bodyOf } from '../../testing/object-store/bodies.ts'
import { sampleVideo } from '../../testing/videos.ts'
import { dueWorker } from '../due-work/worker.ts'
import { addMedia } from './media.ts'
import { coverAt } from './placeholder-cover.ts'
import { processMedia } from './processing.ts'
import { videoChanges } from './video-changes.ts'

const { facts, duration, ...unknown } = sampleVideo
const video = { ...unknown, status: 'UploadSucc' } as const

const work = {
  type: 'media.process',
  mediaId: video.mediaId,
  processing: 'analysis',
  dueAtMs: 0,
} as const

/** A video whose file has arrived. */
async function uploaded() {
  const records = memoryRecords()
  const ports = mediaPorts(records)
  await addMedia(ports, video)
  const { bucket, key } = video
  const body = bodyOf(Buffer.from('a film'))
  const file = await ports.objects.put({
    at: { bucket, key },
    body,
    headers: {},
    forbidOverwrite: false,
  })
  return { records, ports, file }
}

/** A probe that takes any bytes for a film, and what happens meanwhile. */
const reading = (meanwhile: () => Promise<unknown> = async () => undefined) => ({
  async video({ size, read }: RangedFile, signal: AbortSignal) {
    await read({ first: 0, last: size - 1 }, signal)
    await meanwhile()
    return facts
  },
  image: async () => undefined,
})

const { bucket, key } = coverAt(video)
const coverIn = (records: Records) => records.get('object', `${bucket}/${key}`)

test('a file whose bytes the store has lost is as one that is damaged', async () => {
  const { ports, file } = await uploaded()
  await ports.store.remove(file, file.revision)

  const { changes } = await processMedia({ ...ports, probe: reading() }, 'instant')(work)

  expect(changes).toMatchObject([{ kind: 'media', value: { status: 'TranscodeFail' } }])
})

const nothing = async () => ({ changes: [], expected: [] })

test('a file that its store cannot read just now holds up no other work, and is analysed later', async () => {
  const { records, ports } = await uploaded()
  const other = { ...video, mediaId: 'other', key: 'sv/other.mp4' }
  await addMedia(ports, other)
  await ports.objects.put({
    at: { bucket: other.bucket, key: other.key },
    body: bodyOf(Buffer.from('a film')),
    headers: {},
    forbidOverwrite: false,
  })
  let isReadable = false
  const store: Pick<ObjectStore, 'get'> = {
    get: async (at, ...which) => {
      if (at.key === video.key && !isReadable) throw new StorageError('The disk is at fault.')
      return ports.store.get(at, ...which)
    },
  }
  const reported: unknown[] = []
  const worker = dueWorker(
    {
      records,
      clock: ports.clock,
      holder: 'this',
      notifier: listNotifier(),
      report: (error) => void reported.push(error),
      notice: () => undefined,
    },
    {
      'upload.expire': nothing,
      'urlUpload.expire': nothing,
      'media.process': processMedia({ ...ports, store, probe: reading() }, 'instant'),
    },
  )
  for (const mediaId of [video.mediaId, other.mediaId])
    await records.commit([
      { kind: 'dueWork', key: `media.process/${mediaId}`, value: { ...work, mediaId } },
    ])
  const statuses = async () =>
    Promise.all(
      [video, other].map(
        async ({ mediaId }) => (await records.get('media', mediaId))?.value.status,
      ),
    )

  await worker.run()
  expect(await statuses()).toEqual(['UploadSucc', 'Normal'])
  expect(reported).toHaveLength(1)

  isReadable = true
  ports.clock.advance(10)
  await worker.run()
  await worker.stop()
  expect(await statuses()).toEqual(['Normal', 'Normal'])
})

test('of a video that is deleted while its file is analysed no cover is left', async () => {
  const { records, ports } = await uploaded()
  const remove = async () => {
    const { DeleteVideo } = videoChanges(ports)
    await DeleteVideo({ VideoIds: [video.mediaId] }, handlerContext(contract.DeleteVideo))
  }

  await processMedia({ ...ports, probe: reading(remove) }, 'instant')(work)

  expect(await coverIn(records)).toBeUndefined()
})

test('of a video that is deleted when its cover is there, but not yet told of, none is left', async () => {
  const { records, ports } = await uploaded()
  await processMedia({ ...ports, probe: reading() }, 'instant')(work)
  expect(await coverIn(records)).toBeDefined()

  const { DeleteVideo } = videoChanges(ports)
  await DeleteVideo({ VideoIds: [video.mediaId] }, handlerContext(contract.DeleteVideo))

  expect(await coverIn(records)).toBeUndefined()
})
