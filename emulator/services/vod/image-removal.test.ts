import { expect, test } from 'vitest'
import { DeleteImage } from '#contracts/vod/image-infos.ts'
import { memoryObjectStore } from '../../adapters/memory/object-store.ts'
import { memoryRecords } from '../../adapters/memory/records.ts'
import type { VideoRecord } from '../../ports/records/media.ts'
import { handlerContext } from '../../testing/handler-context.ts'
import { accountId } from '../../testing/keyring.ts'
import { bodyOf, bytesOf } from '../../testing/object-store/bodies.ts'
import { media as sample } from '../../testing/records/samples.ts'
import { servicePorts } from '../../testing/service-ports.ts'
import { accounts } from '../accounts.ts'
import { multipart } from '../oss/multipart.ts'
import { objects } from '../oss/objects.ts'
import { seed } from '../seed.ts'
import { domains } from './domains.ts'
import { deleteImage } from './image-removal.ts'

const region = 'cn-shanghai'
const bucket = 'outin'
const [source, cover] = ['sv/a/a.mp4', 'video/snapshots/a-00001.png']

const { businessType: _, ...common } = sample
const video: VideoRecord = {
  ...common,
  accountId,
  region,
  bucket,
  mediaId: 'video',
  key: source,
  kind: 'video',
  lists: ['video'],
  coverKey: cover,
}

/** A video with its source, and the cover that was made of it. */
async function videoWithCover() {
  const records = memoryRecords()
  const ofAccounts = accounts(records)
  const ports = {
    ...servicePorts(records),
    store: memoryObjectStore(),
    accounts: ofAccounts,
    domains: domains(records, ofAccounts),
    domainKeys: { of: () => undefined },
  }
  const services = { objects: objects(ports), multipart: multipart(ports) }
  await seed(records, { accountId, bucket, region, accessKeys: [], cdnDomains: [] })
  await records.commit([{ kind: 'media', key: video.mediaId, value: video }])
  for (const key of [source, cover]) {
    const body = bodyOf(bytesOf(10, 0))
    await services.objects.put({ at: { bucket, key }, headers: {}, forbidOverwrite: false, body })
  }
  const handle = deleteImage({ ...ports, ...services })
  return {
    remove: (...ImageType: ('All' | 'CoverSnapshot' | 'NormalSnapshot')[]) =>
      handle(
        { DeleteImageType: 'VideoId', VideoId: 'video', ImageType },
        handlerContext(DeleteImage),
      ),
    async left() {
      const { items } = await records.list('object', { limit: 10 })
      const stored = await records.get('media', video.mediaId)
      return { keys: items.map(({ value }) => value.key), video: stored?.value }
    },
  }
}

test.for(['CoverSnapshot', 'All'] as const)('%s deletes the cover that was made', async (type) => {
  const { remove, left } = await videoWithCover()

  expect(await remove('NormalSnapshot', type)).toEqual({})

  const { keys, video: after } = await left()
  expect(keys).toEqual([source])
  expect(after).toMatchObject({ mediaId: 'video', history: expect.any(Array) })
  expect(after).not.toHaveProperty('coverKey')
  expect(await remove(type)).toEqual({})
})

test('snapshots of other kinds are none of it', async () => {
  const { remove, left } = await videoWithCover()

  expect(await remove('NormalSnapshot')).toEqual({})

  expect(await left()).toEqual({ keys: [source, cover], video })
})
