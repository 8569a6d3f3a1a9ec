import { setTimeout } from 'node:timers/promises'
import type { ObjectStore } from '../../ports/object-store.ts'
import { isRefusal, minioFailure, minioState } from './failure.ts'
import { type MinioOptions, minioObjectStore } from './object-store.ts'

/** How long a start waits for a server that is itself starting, ms. */
const startMs = 10_000

/** Between two attempts. */
const pauseMs = 200

/**
 * Opens the store once its server accepts writes.
 *
 * @throws StorageError when the server refuses the key, or cannot be reached for ten seconds
 */
export async function connectMinio(options: MinioOptions): Promise<ObjectStore> {
  const store = minioObjectStore(options)
  const end = performance.now() + startMs
  let isWaiting = false
  for (;;) {
    try {
      await store.probe()
      return store
    } catch (error) {
      if (isRefusal(error) || performance.now() > end) {
        await store.close()
        throw minioFailure(options.origin, error)
      }
      if (!isWaiting) {
        const state = minioState(options.origin, error)
        options.notice?.(`${state}; waiting ${startMs / 1000} s for it.`)
      }
      isWaiting = true
      await setTimeout(pauseMs)
    }
  }
}
