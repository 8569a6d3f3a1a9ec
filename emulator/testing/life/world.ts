import { memoryRecords } from '../../adapters/memory/records.ts'
import type { ImageRecord, MediaRecord, VideoRecord } from '../../ports/records/media.ts'
import type { Records } from '../../ports/records/records.ts'
import { StorageError } from '../../ports/storage-error.ts'
import { dueWorker } from '../../services/due-work/worker.ts'
import { decide } from '../../services/records.ts'
import { callbackReactions } from '../../services/vod/callback-events.ts'
import { callbackKey } from '../../services/vod/callbacks.ts'
import { mediaReactions } from '../../services/vod/media-files.ts'
import { processMedia } from '../../services/vod/processing.ts'
import { listNotifier } from '../list-notifier.ts'
import { media, object, owner } from '../records/samples.ts'
import { servicePorts } from '../service-ports.ts'
import { account, type Kind, profile } from './model.ts'

export type Death = 'before' | 'after'

/** Records of a process that dies at one of its next commits, before or after it. */
export function mortal(records: Records, commits: number, death: Death): Records {
  let left = commits
  const dead = () => {
    if (left < 0) throw new StorageError('killed')
  }
  return {
    ...records,
    get: async (...args) => {
      dead()
      return records.get(...args)
    },
    find: async (...args) => {
      dead()
      return records.find(...args)
    },
    async commit(...args) {
      left--
      if (left >= 0 || death === 'after') await records.commit(...args)
      dead()
    },
  }
}

/** An emulator whose files tell by their size whether they are what they should be. */
export function world() {
  const records = memoryRecords()
  const reactionsOn = (on: Records, ids: ReturnType<typeof servicePorts>['ids']) => [
    mediaReactions(on, profile),
    callbackReactions({ records: on, ids }),
  ]
  const { ids } = servicePorts(records)
  const unforeseen: unknown[] = []
  const ports = servicePorts(records, reactionsOn(records, ids))
  const start = (own: Records) => {
    const files = { get: async () => undefined }
    const objects = { put: async () => object }
    const probe = {
      video: async ({ size }: { readonly size: number }) =>
        size > 0
          ? { format: 'MPEG-4', duration: 1, videoStreams: [], audioStreams: [] }
          : undefined,
      image: async ({ size }: { readonly size: number }) =>
        size > 0 ? { type: 'png', width: 1, height: 1 } : undefined,
    }
    const events = servicePorts(own, reactionsOn(own, ids)).events
    const report = (error: unknown) => {
      if (!(error instanceof StorageError)) unforeseen.push(error)
    }
    const unused = { report, notice: () => undefined, holder: 'this' }
    return dueWorker(
      { records: own, clock: ports.clock, notifier: listNotifier(), ...unused },
      {
        'upload.expire': async () => ({ changes: [], expected: [] }),
        'urlUpload.expire': async () => ({ changes: [], expected: [] }),
        'media.process': processMedia(
          { records: own, events, store: files, objects, probe },
          profile,
        ),
      },
    )
  }
  return { records, ports, start, unforeseen }
}

type World = ReturnType<typeof world>

export async function prepare({ records }: World): Promise<void> {
  const place = { ...owner, appId: media.appId }
  const target = { type: 'MNS', endpoint: 'http://mns/', queue: 'q' } as const
  const callback = { ...place, eventTypes: ['ALL'], target, isSigned: false }
  await records.commit([
    { kind: 'account', key: owner.accountId, value: account },
    { kind: 'messageCallback', key: callbackKey(place), value: callback },
  ])
}

/** A file arrives, as the services of OSS commit it. */
export const arrive = (
  { ports, records }: World,
  { bucket, key: objectKey }: MediaRecord,
  size: number,
) =>
  decide(async () => {
    const at = { bucket, key: objectKey }
    const atMs = ports.clock.now()
    const value = { ...object, ...at, size, modifiedAtMs: atMs }
    const created = { type: 'object.created', ...at, size, etag: object.etag, atMs } as const
    const { changes, expected } = await ports.events.decisionOn(created)
    const own = { kind: 'object', key: `${at.bucket}/${at.key}`, value } as const
    await records.commit([own, ...changes], expected)
  })

/** A new video or image. */
export const mediaOf = (index: number, { change, isImage }: Kind): VideoRecord | ImageRecord => {
  const { businessType, ...common } = media
  const mediaId = `media-${index}`
  const own = { mediaId, key: `of/${mediaId}`, fileName: mediaId, status: 'Uploading' } as const
  const told = { ...common, ...own, ...change }
  return isImage
    ? { ...told, kind: 'image', lists: ['image'], imageType: 'default' }
    : { ...told, kind: 'video', lists: ['video'] }
}

/** What callbacks have received of a media, in order. */
export async function sentOf(records: Records, mediaId: string): Promise<readonly string[]> {
  const query = { index: 'media', equal: { mediaId }, limit: 1000 } as const
  const { items } = await records.find('delivery', query)
  return items.map(({ value }) => `${value.type} ${value.happenedAtMs / 1000}`)
}
