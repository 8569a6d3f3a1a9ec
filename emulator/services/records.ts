import { Conflict } from '../ports/records/records.ts'
import { StorageError } from '../ports/storage-error.ts'

/** Each try lets one of several calls that change the same records through: as many as there may be calls. */
const maxTries = 1000

/**
 * Decides and commits; decides again, on the records as they are by then, for as long as others were quicker.
 *
 * @param attempt reads, decides and commits what it expects to be as it was read
 * @throws StorageError when others were quicker each time
 */
export async function decide<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
      if (tries === maxTries)
        throw new StorageError(
          `Other requests have changed the same records ${maxTries} times in the meantime: try again.`,
          { cause: error },
        )
    }
  }
}
