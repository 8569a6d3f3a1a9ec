import { Conflict } from '../ports/records/records.ts'
import { StorageError } from '../ports/storage-error.ts'

/** Of calls that change the same records at once each try lets one through: as many as there may be calls. */
const maxTries = 1000

/**
 * Decides, and commits what was decided; anew, on what is there by then, as long as others were quicker.
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
          `Other requests have changed the same records ${maxTries} times meanwhile: try again.`,
          { cause: error },
        )
    }
  }
}
