import type { Records } from '../../ports/records/records.ts'
import type { Account } from '../accounts.ts'
import { findMedia, referenceKey, type StoredMedia } from './media.ts'

/** How a call names a video. */
interface VideoNames {
  readonly VideoId?: string
  readonly ReferenceId?: string
}

/** How a call names several videos. */
interface Names {
  readonly VideoIds?: readonly string[]
  readonly ReferenceIds?: readonly string[]
}

/** One name of a call, and the id that it leads to; undefined for a reference that no video has. */
export interface NamedId {
  readonly name: string
  readonly id: string | undefined
}

type Place = Pick<Account, 'accountId' | 'region'>

/** The id of a video by one of its two names; undefined when no video of the account has the ReferenceId. */
export async function videoIdOf(
  records: Records,
  { accountId }: Place,
  { VideoId, ReferenceId = '' }: VideoNames,
): Promise<string | undefined> {
  if (VideoId !== undefined) return VideoId
  const found = await records.get('reference', referenceKey(accountId, ReferenceId))
  return found?.value.mediaId
}

/** A video by one of its two names, of an account in a region. */
export async function findVideo(
  records: Records,
  place: Place,
  named: VideoNames,
): Promise<StoredMedia<'video'> | undefined> {
  const id = await videoIdOf(records, place, named)
  return id === undefined ? undefined : findMedia(records, place, 'video', id)
}

/** The ids that a call names, each once and in its order: VideoIds, else those of ReferenceIds. */
export const namedIds = (
  records: Records,
  account: Place,
  { VideoIds, ReferenceIds = [] }: Names,
): Promise<readonly NamedId[]> =>
  Promise.all(
    [...new Set(VideoIds ?? ReferenceIds)].map(async (name) => ({
      name,
      id: VideoIds ? name : await videoIdOf(records, account, { ReferenceId: name }),
    })),
  )

/** The names of a call that lead to no video, as its answer has them. */
export function unusedNames({ VideoIds }: Names, missing: readonly string[]) {
  return VideoIds
    ? { NonExistVideoIds: missing, NonExistReferenceIds: [] }
    : { NonExistVideoIds: [], NonExistReferenceIds: missing }
}

/** The videos of an account in a region that a call names, and the names that lead to none. */
export async function namedVideos(records: Records, account: Place, names: Names) {
  const ids = await namedIds(records, account, names)
  const found: (StoredMedia<'video'> | undefined)[] = await Promise.all(
    ids.map(({ id }) => (id === undefined ? undefined : findMedia(records, account, 'video', id))),
  )
  return {
    videos: found.flatMap((one) => (one ? [one.value] : [])),
    unused: unusedNames(
      names,
      ids.flatMap(({ name }, i) => (found[i] ? [] : [name])),
    ),
  }
}
