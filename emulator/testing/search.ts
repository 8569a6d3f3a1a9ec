import type { SearchContext } from '../diagnosis/mismatch.ts'
import type { SearchTime } from '../diagnosis/search-time.ts'

/** No time to search for mistakes: tests of thousands of mismatches need their codes, not their explanations. */
export const noSearch: SearchTime = { busy: () => 0, available: () => 0, spend: () => {} }

/** Time that never ends. */
export const endless: SearchTime = { busy: () => 0, available: () => 1, spend: () => {} }

/** What a request holds is not what these tests look for. */
export const hideNothing = (text: string): string => text

/** In every secret of these ports, and nowhere else. */
export const canary = 'canary'

/** The secret of the key `mine`. */
export const secret = `${canary} secret`

/** A search without end among two keys. */
export const searchContext: SearchContext = {
  searchTime: endless,
  keys: [
    { accessKeyId: 'mine', accessKeySecret: secret },
    { accessKeyId: 'another', accessKeySecret: `${canary} of another` },
  ],
}
