import type { Input } from '#contracts/operation.ts'
import { type VideoState, videoStates } from '#contracts/vod/states/index.ts'
import type { GetVideoList } from '#contracts/vod/videos.ts'
import type { VideoRecord } from '../../../ports/records/media.ts'
import type { Range } from '../../../ports/records/query.ts'
import type { Account } from '../../accounts.ts'

type ListInput = Input<typeof GetVideoList>

/** What a list is narrowed to, as records have it. */
export interface Narrowing {
  readonly cateId?: number
  readonly storageLocation?: string
  /** Each once. */
  readonly states?: readonly VideoState[]
  /** When the videos were created. */
  readonly range?: Range<number>
}

const isState = (status: string): status is VideoState =>
  videoStates.some((state) => state === status)

/** A time matches as it is printed: by the second. */
function rangeOf({ StartTime: from, EndTime }: ListInput): Range<number> | undefined {
  if (from === undefined && EndTime === undefined) return undefined
  return {
    ...(from !== undefined && { from }),
    ...(EndTime !== undefined && { upTo: EndTime + 999 }),
  }
}

/** What a list is narrowed to; undefined when the account has no such category or storage location. */
export async function narrowingOf(
  input: ListInput,
  account: Pick<Account, 'category' | 'storage'>,
): Promise<Narrowing | undefined> {
  const { CateId: cateId, StorageLocation, Status } = input
  const storage = StorageLocation === undefined ? undefined : await account.storage(StorageLocation)
  const lacksStorage = StorageLocation !== undefined && !storage
  const lacksCategory = cateId !== undefined && !(await account.category(cateId))
  if (lacksStorage || lacksCategory) return undefined
  const range = rangeOf(input)
  return {
    ...(cateId !== undefined && { cateId }),
    ...(storage && { storageLocation: storage.location }),
    ...(Status && { states: [...new Set(Status.filter(isState))] }),
    ...(range && { range }),
  }
}

/** Whether a video is among those that a list is narrowed to. */
export function fits(
  { cateIds, storageLocation, status, createdAtMs }: VideoRecord,
  { cateId, storageLocation: location, states, range = {} }: Narrowing,
): boolean {
  const { from = -Infinity, upTo = Infinity } = range
  return (
    (cateId === undefined || cateIds.includes(cateId)) &&
    (location === undefined || storageLocation === location) &&
    (states === undefined || states.some((state) => state === status)) &&
    createdAtMs >= from &&
    createdAtMs <= upTo
  )
}
