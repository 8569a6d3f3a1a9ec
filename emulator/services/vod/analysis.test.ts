import { Readable } from 'node:stream'
import { expect, test, vi } from 'vitest'
import { memoryObjectStore } from '../../adapters/memory/object-store.ts'
import type { MediaProbe, RangedFile } from '../../ports/media-probe.ts'
import type { ObjectStore } from '../../ports/object-store.ts'
import type { ObjectRecord } from '../../ports/records/objects.ts'
import { StorageError } from '../../ports/storage-error.ts'
import { bodyOf } from '../../testing/object-store/bodies.ts'
import { analyseImage, analyseVideo } from './analysis.ts'

const at = { bucket: 'bucket', key: 'video.mp4' }

/** Stores an object and makes the record that it would have. */
async function stored(store: ObjectStore, text: string): Promise<ObjectRecord> {
  const { revision, size } = await store.put(at, bodyOf(Buffer.from(text)), { headers: {} })
  return {
    ...at,
    revision,
    size,
    etag: '',
    crc64: '0',
    type: 'Normal',
    modifiedAtMs: 0,
    headers: {},
  }
}

/** Takes the last three bytes of a file for its type. */
const typeAtEnd = {
  async image({ size, read }: RangedFile, signal: AbortSignal) {
    const type = Buffer.from(await read({ first: size - 3, last: size - 1 }, signal)).toString()
    return type === 'png' ? { type, width: 1, height: 1 } : undefined
  },
  video: () => Promise.resolve(undefined),
} satisfies Pick<MediaProbe, 'video' | 'image'>

test('reads ranges of the revision that the record names, and tells good from bad', async () => {
  const store = memoryObjectStore()
  const good = await stored(store, 'a picture: png')
  const bad = await stored(store, 'a picture: gif')
  const ports = { store, probe: typeAtEnd }

  expect(await analyseImage(ports, good)).toEqual({
    outcome: 'good',
    facts: { type: 'png', width: 1, height: 1 },
  })
  expect(await analyseImage(ports, bad)).toEqual({ outcome: 'bad' })
  expect(await analyseVideo(ports, good)).toEqual({ outcome: 'bad' })
})

test('a file that was removed meanwhile is gone, not bad', async () => {
  const store = memoryObjectStore()
  const object = await stored(store, 'a picture: png')
  await store.remove(object, object.revision)

  expect(await analyseImage({ store, probe: typeAtEnd }, object)).toEqual({ outcome: 'gone' })
})

test('a store that stalls in the middle is at fault, and what is open is closed', async () => {
  const object = await stored(memoryObjectStore(), 'a picture: png')
  const reading = Promise.withResolvers<Readable>()
  const stalled = new Readable({ read: () => reading.resolve(stalled) })
  const limit = new AbortController()
  using timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal)

  const ports = { store: { get: async () => stalled }, probe: typeAtEnd }
  const failed = expect(analyseImage(ports, object)).rejects.toThrow(StorageError)
  await reading.promise
  limit.abort(new Error('too long'))

  await failed
  expect(stalled.destroyed).toBe(true)
  expect(timeout).toHaveBeenCalledOnce()
})
