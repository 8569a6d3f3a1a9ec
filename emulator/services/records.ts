import type { Kind } from '../ports/records/index.ts'
import { Conflict, type KeyRange, type Records, type Stored } from '../ports/records/records.ts'
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

const pageSize = 1000

/** All records of a kind whose keys begin with a prefix, page by page. */
export async function* allRecords<K extends Kind>(
  records: Records,
  kind: K,
  range: Omit<KeyRange, 'limit' | 'delimiter'> = {},
): AsyncGenerator<Stored<K>> {
  let after = range.after
  do {
    const page = await records.list(kind, { ...range, after, limit: pageSize })
    yield* page.items
    after = page.next
  } while (after !== undefined)
}
