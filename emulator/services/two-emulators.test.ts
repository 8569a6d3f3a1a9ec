import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryObjectStore } from '../adapters/memory/object-store.ts'
import { memoryRecords } from '../adapters/memory/records.ts'
import { randomIds } from '../adapters/random-ids.ts'
import { ApiError } from '../kernel/api-error.ts'
import type { Reaction, Reactions } from '../kernel/events.ts'
import type { Ids } from '../ports/ids.ts'
import type { ObjectStore } from '../ports/object-store.ts'
import type { MediaRecord } from '../ports/records/media.ts'
import type { Records } from '../ports/records/records.ts'
import { accountId } from '../testing/keyring.ts'
import { bodyOf, bytesOf } from '../testing/object-store/bodies.ts'
import { waiting } from '../testing/records/deliveries.ts'
import { scheduled } from '../testing/records/scheduled.ts'
import { servicePorts } from '../testing/service-ports.ts'
import { multipart } from './oss/multipart.ts'
import { objects } from './oss/objects.ts'
import { decide } from './records.ts'
import { addMedia } from './vod/media.ts'
import { mediaReactions } from './vod/media-files.ts'

const bucket = 'shared'
const headers = {}

/** The store that both emulators have, which knows what it has. */
function countingStore(): ObjectStore & { readonly revisions: () => ReadonlySet<string> } {
  const store = memoryObjectStore()
  /** By the uploads whose parts they are, those of objects under nothing. */
  const live = new Map([['', new Set<string>()]])
  const added = <T extends { readonly revision: string }>(stored: T, handle = ''): T => {
    live.get(handle)?.add(stored.revision)
    return stored
  }
  return {
    ...store,
    revisions: () => new Set([...live.values()].flatMap((revisions) => [...revisions])),
    put: async (...args) => added(await store.put(...args)),
    completeUpload: async (...args) => added(await store.completeUpload(...args)),
    async createUpload(...args) {
      const handle = await store.createUpload(...args)
      live.set(handle, new Set())
      return handle
    },
    putPart: async (at, handle, ...part) => added(await store.putPart(at, handle, ...part), handle),
    async removePart(at, handle, revision) {
      live.get(handle)?.delete(revision)
      await store.removePart(at, handle, revision)
    },
    async removeUpload(at, handle) {
      live.delete(handle)
      await store.removeUpload(at, handle)
    },
    async remove(at, revision) {
      live.get('')?.delete(revision)
      await store.remove(at, revision)
    },
  }
}

/** Keeps what happens to objects among the records, in the place of deliveries. */
const noting = ({ eventId }: Pick<Ids, 'eventId'>): Reactions => {
  const note: Reaction<'object.created' | 'object.removed'> = async ({ type, key, atMs }) => ({
    changes: [waiting(eventId(), atMs, { type, mediaId: key })],
    expected: [],
  })
  return { 'object.created': note, 'object.removed': note }
}

/** The services of an emulator. */
function emulator(records: Records, store: ObjectStore) {
  const reactions = [mediaReactions(records, 'instant'), noting(randomIds())]
  const ports = { ...servicePorts(records, reactions), store }
  return { ports, objects: objects(ports), multipart: multipart(ports) }
}

type Services = ReturnType<typeof emulator>

const mediaAt = (key: string): MediaRecord => ({
  mediaId: `media of ${key}`,
  accountId,
  region: 'cn-shanghai',
  kind: 'attached-media',
  lists: ['attached'],
  businessType: 'watermark',
  status: 'Uploading',
  bucket,
  key,
  fileName: key,
  cateIds: [],
  appId: '',
  storageLocation: '',
  fileUrl: '',
  credentialExpiresAtMs: 0,
  createdAtMs: 0,
  modifiedAtMs: 0,
  history: [],
})

interface Step {
  readonly what: 'put' | 'remove' | 'upload' | 'part' | 'complete' | 'abort' | 'note'
  readonly key: string
}

/** The second is of no media. */
const keys = ['a', 'b']
const ofMedia = 'a'
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    what: fc.constantFrom('put', 'remove', 'upload', 'part', 'complete', 'abort', 'note'),
    key: fc.constantFrom(...keys),
  }),
  { maxLength: 5 },
)

let contents = 0
const newBody = () => ({ body: bodyOf(bytesOf(10, contents++)) })

const uploadWhole = async ({ multipart: uploads }: Services, key: string) => {
  const at = { bucket, key }
  const uploadId = await uploads.initiate(at, headers)
  const { number, etag } = await uploads.putPart(at, uploadId, { number: 1, ...newBody() })
  await uploads.complete(at, uploadId, [{ number, etag }], false)
}

/** As an operation does that changes a media and nothing else. */
const note = ({ ports: { records } }: Services) =>
  decide(async () => {
    const media = await records.get('media', `media of ${ofMedia}`)
    if (!media) throw new Error('The media is gone.')
    const { key, version, value } = media
    const history = [...value.history, { atMs: 0, event: 'noted' }]
    await records.commit(
      [{ kind: 'media', key, value: { ...value, history } }],
      [{ kind: 'media', key, version }],
    )
  })

/** Does a step; the upload of a key is one that both emulators know. Answers whether it was acknowledged. */
async function act(services: Services, { what, key }: Step, uploadId: string): Promise<boolean> {
  const at = { bucket, key }
  const acts = {
    put: () => services.objects.put({ at, headers, forbidOverwrite: false, ...newBody() }),
    remove: () => services.objects.remove(at),
    upload: () => uploadWhole(services, key),
    part: () => services.multipart.putPart(at, uploadId, { number: 1, ...newBody() }),
    complete: () => services.multipart.complete(at, uploadId, undefined, false),
    abort: () => services.multipart.abort(at, uploadId),
    note: () => note(services),
  }
  try {
    await acts[what]()
    return true
  } catch (error) {
    // Completed or given up by the other.
    if (error instanceof ApiError && error.code === 'NoSuchUpload') return false
    throw error
  }
}

const isWrite = ({ what }: Step) => what === 'put' || what === 'upload' || what === 'complete'

async function expectConsistent(records: Records, key: string, acknowledged: readonly Step[]) {
  const object = await records.get('object', `${bucket}/${key}`)
  const writes = acknowledged.filter((step) => isWrite(step) && step.key === key)
  const noted = (await records.list('delivery', { limit: 1000 })).items
  const ofKey = (type: 'object.created' | 'object.removed') =>
    noted.filter(({ value }) => value.type === type && value.mediaId === key)

  expect(ofKey('object.created')).toHaveLength(writes.length)
  if (key !== ofMedia) return
  const media = await records.get('media', `media of ${key}`)
  const history = media?.value.history.map(({ event }) => event) ?? []
  const ofFile = history.filter((event) => event !== 'noted')
  expect(history.filter((event) => event === 'noted')).toHaveLength(
    acknowledged.filter(({ what }) => what === 'note').length,
  )
  expect(ofFile.filter((event) => event !== 'file removed')).toHaveLength(writes.length)
  expect(ofFile.filter((event) => event === 'file removed')).toHaveLength(
    ofKey('object.removed').length,
  )
  expect(object !== undefined).toBe(ofFile.length > 0 && ofFile.at(-1) !== 'file removed')
  if (object) expect(object.value.etag).toBe(media?.value.etag)
}

/** The store has the bytes that the records name, and no others. */
async function expectBytes(records: Records, store: ReturnType<typeof countingStore>) {
  const found = await records.list('object', { limit: 100 })
  const parts = await records.list('part', { limit: 100 })
  const named = [...found.items, ...parts.items].map(({ value }) => value.revision)
  expect(store.revisions()).toEqual(new Set(named))
}

/** An upload ends once; its parts end with it. */
async function expectEnded(
  records: Records,
  uploads: ReadonlyMap<string, string>,
  acknowledged: readonly Step[],
) {
  const open = (await records.list('upload', { limit: 100 })).items.map(({ key }) => key)
  for (const { key } of (await records.list('part', { limit: 100 })).items)
    expect(open).toContain(key.split('/')[0])
  for (const [key, uploadId] of uploads) {
    const ends = acknowledged.filter(
      (step) => step.key === key && (step.what === 'complete' || step.what === 'abort'),
    )
    expect(ends).toHaveLength(open.includes(uploadId) ? 0 : 1)
  }
}

const { seed } = fc.readConfigureGlobal() ?? {}

test(`two emulators on the same records lose nothing that either acknowledged (seed ${seed})`, {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), steps, steps, async (scheduler, first, second) => {
      const records = memoryRecords()
      const store = countingStore()
      const before = emulator(records, store)
      const uploads = new Map<string, string>()
      const acknowledged: Step[] = []
      await addMedia(before.ports, mediaAt(ofMedia))
      for (const key of keys) {
        if (await act(before, { what: 'put', key }, '')) acknowledged.push({ what: 'put', key })
        const uploadId = await before.multipart.initiate({ bucket, key }, headers)
        await before.multipart.putPart({ bucket, key }, uploadId, { number: 1, ...newBody() })
        uploads.set(key, uploadId)
      }
      const run = (all: readonly Step[]) => {
        const services = emulator(scheduled(records, scheduler), store)
        return all.map(async (step) => {
          if (await act(services, step, uploads.get(step.key) ?? '')) acknowledged.push(step)
        })
      }

      await scheduler.waitFor(Promise.all([...run(first), ...run(second)]))

      for (const key of keys) await expectConsistent(records, key, acknowledged)
      await expectBytes(records, store)
      await expectEnded(records, uploads, acknowledged)
    }),
    { numRuns: 200 },
  )
})
