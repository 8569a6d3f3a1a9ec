import { setTimeout } from 'node:timers/promises'
import type { ObjectStore } from '../../ports/object-store.ts'
import { isClosed, minioFailure } from './failure.ts'
import { type MinioOptions, minioObjectStore } from './object-store.ts'

/** How long a start waits for a server that is starting too, ms. */
const startMs = 10_000

const pauseMs = 200

/**
 * Opens the store when its server can be written.
 *
 * @throws StorageError when the server refuses the key, or could not be reached for ten seconds
 */
export async function connectMinio(options: MinioOptions): Promise<ObjectStore> {
  const store = minioObjectStore(options)
  const end = performance.now() + startMs
  for (;;) {
    try {
      await store.probe()
      return store
    } catch (error) {
      if (isClosed(error) || performance.now() > end) {
        await store.close()
        throw minioFailure(options.origin, error, 'start again')
      }
      await setTimeout(pauseMs)
    }
  }
}
