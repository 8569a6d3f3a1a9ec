import { StorageError } from '../../ports/storage-error.ts'

/**
 * Waits for the removal of bytes that no record names. A removal that the disk refuses changes no answer: the bytes are
 * swept at the next start.
 */
export async function cleanUp(removal: Promise<void>): Promise<void> {
  await removal.catch((error) => {
    if (!(error instanceof StorageError)) throw error
  })
}

/** Does something with bytes that were stored a moment ago; they are removed again when it fails. */
export async function orRemove<T>(
  act: () => T | Promise<T>,
  remove: () => Promise<void>,
): Promise<T> {
  try {
    return await act()
  } catch (error) {
    await cleanUp(remove())
    throw error
  }
}
