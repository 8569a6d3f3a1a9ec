import { expect, test } from 'vitest'
import { adjustableClock } from '../../adapters/adjustable-clock.ts'
import { wasmChecksums } from '../../adapters/checksums.ts'
import { memoryObjectStore } from '../../adapters/memory/object-store.ts'
import { memoryRecords } from '../../adapters/memory/records.ts'
import { randomIds } from '../../adapters/random-ids.ts'
import { events } from '../../kernel/events.ts'
import type { ObjectStore } from '../../ports/object-store.ts'
import { credentialsWith } from '../../testing/keyring.ts'
import { bodyOf, bytesOf } from '../../testing/object-store/bodies.ts'
import { multipart } from './multipart.ts'
import { sweep } from './sweep.ts'

type Live = Parameters<ObjectStore['sweep']>[0]

test('the bytes of parts whose upload has ended are named by nothing, and their records go', async () => {
  const [records, ids] = [memoryRecords(), randomIds()]
  let live: Live | undefined
  const store: ObjectStore = {
    ...memoryObjectStore(),
    async sweep(given) {
      live = given
      return 0
    },
  }
  const ports = {
    records,
    ids,
    store,
    clock: adjustableClock({}),
    credentials: credentialsWith([]),
    checksums: wasmChecksums(),
    events: events([]),
  }
  const at = { bucket: 'bucket', key: 'a' }
  const begin = async () => {
    const uploadId = await multipart(ports).initiate(at, {})
    await multipart(ports).putPart(at, uploadId, { number: 1, body: bodyOf(bytesOf(100)) })
    return uploadId
  }
  const ended = await begin()
  await begin()
  // As a process leaves it that is killed as soon as an upload has ended.
  await records.commit([{ kind: 'upload', key: ended }])

  await sweep(ports)

  const parts = await records.list('part', { limit: 10 })
  expect(live?.handles.size).toBe(1)
  expect([...(live?.revisions ?? [])]).toEqual(parts.items.map(({ value }) => value.revision))
  expect(parts.items).toHaveLength(1)
})
