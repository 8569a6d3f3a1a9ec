import type { SearchType } from '#contracts/vod/search-fields.ts'
import type { Position, Progress } from './scroll-token.ts'

/** Limits of going through what a search finds, numbers of media. */
const limits = {
  /** By the numbers of pages. */
  paged: 5000,
  /** By tokens. */
  scrolled: 2_000_000,
  /** From the end of the page of a token to that of the next one. */
  ahead: 100,
} as const

/** What of the media that are found a page has. */
export interface Place {
  /** Where to begin, if not with the first. */
  readonly from?: Position
  /** Number of media to pass over, counted from the first of the time of `from`. */
  readonly skip: number
  readonly limit: number
  /** Number of media up to the end of the page. */
  readonly end: number
}

interface Paging {
  readonly type: SearchType
  readonly pageNo: number
  readonly pageSize: number
  /** As the token has it. */
  readonly progress: Progress | undefined
}

/** Where a page is; why it cannot be asked for, when it is too far. */
export function placeOf({ type, pageNo, pageSize, progress }: Paging): Place | string {
  const end = pageNo * pageSize
  const start = end - pageSize
  const last = type === 'video' || type === 'audio' ? limits.scrolled : limits.paged
  if (end > last)
    return `this page ends with media ${end}, and the last that can be asked for is ${last}`
  const from = progress && progress.passed > 0 && progress.passed <= start ? progress : undefined
  if (end > limits.paged && (!from || end - from.passed > limits.ahead))
    return `this page ends with media ${end}: beyond media ${limits.paged} it needs the ScrollToken of a page that ends before it begins, at most ${limits.ahead} media before it ends`
  const page = { limit: pageSize, end }
  return from ? { ...page, from, skip: from.rank + start - from.passed } : { ...page, skip: start }
}
