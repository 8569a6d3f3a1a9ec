import { expect, test } from 'vitest'
import { DeleteVideo } from '#contracts/vod/video-changes.ts'
import { memoryRecords } from '../../adapters/memory/records.ts'
import type { ObjectAddress } from '../../ports/object-store.ts'
import type { VideoRecord } from '../../ports/records/media.ts'
import { handlerContext } from '../../testing/handler-context.ts'
import { accountId } from '../../testing/keyring.ts'
import { media } from '../../testing/records/samples.ts'
import { servicePorts } from '../../testing/service-ports.ts'
import { accounts } from '../accounts.ts'
import { domains } from './domains.ts'
import { addMedia } from './media.ts'
import { coverAt } from './placeholder-cover.ts'
import { videoChanges } from './video-changes.ts'

const { businessType: _, ...sample } = media
const video: VideoRecord = {
  ...sample,
  accountId,
  kind: 'video',
  lists: ['video', 'GetVideoList'],
  bucket: 'outin',
  key: 'sv/a/a.mp4',
  coverKey: coverAt({ mediaId: sample.mediaId, bucket: 'outin' }).key,
}

test('with a video, its file and the cover that was made of it are removed', async () => {
  const records = memoryRecords()
  const ofAccounts = accounts(records)
  const [removed, aborted]: [ObjectAddress[], ObjectAddress[]] = [[], []]
  const ports = {
    ...servicePorts(records),
    accounts: ofAccounts,
    domains: domains(records, ofAccounts),
    domainKeys: { of: () => undefined },
    objects: {
      remove: async ({ bucket, key }: ObjectAddress) => void removed.push({ bucket, key }),
    },
    multipart: {
      abortAll: async ({ bucket, key }: ObjectAddress) => void aborted.push({ bucket, key }),
    },
  }
  await addMedia(ports, video)

  await videoChanges(ports).DeleteVideo({ VideoIds: [video.mediaId] }, handlerContext(DeleteVideo))

  const file = { bucket: 'outin', key: 'sv/a/a.mp4' }
  expect(removed).toEqual([file, coverAt(video)])
  expect(aborted).toEqual([file])
})
