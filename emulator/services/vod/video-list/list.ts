import type { Input } from '#contracts/operation.ts'
import type { GetVideoList } from '#contracts/vod/videos.ts'
import type { MediaRecord, VideoRecord } from '../../../ports/records/media.ts'
import type { Records } from '../../../ports/records/records.ts'
import type { Account } from '../../accounts.ts'
import { namedVideos } from '../named-videos.ts'
import { mergedPage, type Place, precedes } from './merged-page.ts'
import { fits, type Narrowing, narrowingOf } from './narrowing.ts'
import { selectionsOf } from './selections.ts'

/** Whose videos are listed, and where. */
type Owner = Pick<Account, 'accountId' | 'region' | 'category' | 'storage'>

/** A page of videos, and how many there are on all pages. */
interface Listed {
  readonly videos: readonly VideoRecord[]
  readonly total: number
}

/** Out of the few that ReferenceIds name. */
async function listNamed(
  records: Records,
  account: Owner,
  ReferenceIds: readonly string[],
  narrowing: Narrowing,
  { isDescending, skip, limit }: Place,
): Promise<Listed> {
  const { videos } = await namedVideos(records, account, { ReferenceIds })
  const found = videos
    .filter((video) => fits(video, narrowing))
    .sort((one, other) => (precedes(one, other, isDescending) ? -1 : 1))
  return { videos: found.slice(skip, skip + limit), total: found.length }
}

const isVideo = (media: MediaRecord): media is VideoRecord => media.kind === 'video'

/** Out of all: what has to be read does not depend on how many there are. */
async function listAll(
  records: Records,
  account: Owner,
  narrowing: Narrowing,
  place: Place,
): Promise<Listed> {
  const selections = selectionsOf(account, narrowing)
  const totals = await Promise.all(selections.map((one) => records.count('media', one)))
  const filled = selections.filter((_, i) => totals[i])
  const page = await mergedPage(records, filled, place)
  return { videos: page.filter(isVideo), total: totals.reduce((sum, total) => sum + total, 0) }
}

/** The videos of an account in a region that a list is asked for. */
export async function listVideos(
  records: Records,
  account: Owner,
  input: Input<typeof GetVideoList>,
  place: Place,
): Promise<Listed> {
  const narrowing = await narrowingOf(input, account)
  if (!narrowing) return { videos: [], total: 0 }
  return input.ReferenceIds
    ? listNamed(records, account, input.ReferenceIds, narrowing, place)
    : listAll(records, account, narrowing, place)
}
