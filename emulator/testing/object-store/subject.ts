import { afterEach, beforeEach } from 'vitest'
import type { ObjectStore, StoredBody, StoredBytes } from '../../ports/object-store.ts'
import { bodyOf, facts } from './bodies.ts'

export interface ObjectStoreUnderTest {
  readonly store: ObjectStore
  /** What the store holds outside the process, its fixed folders apart; absent when there is no such thing. */
  readonly leftovers?: () => Promise<readonly string[]>
  /** The same place as another process finds it after this one was killed; absent when nothing survives. */
  readonly reopen?: () => Promise<ObjectStore>
}

export type OpenObjectStore = () => Promise<ObjectStoreUnderTest>

export interface Subject {
  /** The store of this test. */
  store(): ObjectStore
  leftovers(): Promise<readonly string[]>
  reopening(): ObjectStoreUnderTest['reopen']
  put(bytes: Buffer): Promise<StoredBody>
  putPart(handle: string, number: number, bytes: Buffer): Promise<StoredBody>
  /** An upload with these parts. */
  putParts(bytes: readonly Buffer[]): Promise<{ handle: string; parts: readonly StoredBytes[] }>
  /** An object of these parts. */
  putJoined(bytes: readonly Buffer[]): Promise<StoredBytes>
}

export const at = { bucket: 'laws-one', key: 'folder/名.png' }

const chunk = 60_000

/** Opens a store for each test of the suite in which this is called. */
export function subjectOf(open: OpenObjectStore): Subject {
  let opened: ObjectStoreUnderTest
  beforeEach(async () => {
    opened = await open()
  })
  afterEach(() => opened.store.close())

  const putPart: Subject['putPart'] = (handle, number, bytes) =>
    opened.store.putPart(at, handle, number, bodyOf(bytes, chunk))
  const putParts: Subject['putParts'] = async (bytes) => {
    const handle = await opened.store.createUpload(at, facts)
    const parts = await Promise.all(bytes.map((part, i) => putPart(handle, i + 1, part)))
    return { handle, parts }
  }

  return {
    store: () => opened.store,
    leftovers: async () => (await opened.leftovers?.()) ?? [],
    reopening: () => opened.reopen,
    put: (bytes) => opened.store.put(at, bodyOf(bytes, chunk), facts),
    putPart,
    putParts,
    async putJoined(bytes) {
      const { handle, parts } = await putParts(bytes)
      const stored = await opened.store.completeUpload(at, handle, parts)
      await opened.store.removeUpload(at, handle)
      return stored
    },
  }
}
