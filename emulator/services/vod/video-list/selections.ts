import type { VideoState } from '#contracts/vod/states/index.ts'
import type { Selection } from '../../../ports/records/query.ts'
import type { Account } from '../../accounts.ts'
import type { Narrowing } from './narrowing.ts'

type Owner = Pick<Account, 'accountId' | 'region'>

/** Those of a storage location, by the index that answers it as a whole. */
function inStorage(
  { accountId, region }: Owner,
  storageLocation: string,
  cateIds: number | undefined,
  status: VideoState | undefined,
): Selection<'media'> {
  const equal = { accountId, region, kind: 'video', storageLocation } as const
  if (cateIds === undefined)
    return status === undefined
      ? { index: 'storage', equal }
      : { index: 'storageStatus', equal: { ...equal, status } }
  return status === undefined
    ? { index: 'storageCategory', equal: { ...equal, cateIds } }
    : { index: 'storageCategoryStatus', equal: { ...equal, cateIds, status } }
}

/** Those of all storage locations, by the index that answers it as a whole. */
function anywhere(
  owner: Owner,
  cateIds: number | undefined,
  status: VideoState | undefined,
): Selection<'media'> {
  const equal = { ...owner, lists: 'GetVideoList' } as const
  if (cateIds === undefined)
    return status === undefined
      ? { index: 'created', equal }
      : { index: 'status', equal: { ...equal, status } }
  return status === undefined
    ? { index: 'category', equal: { ...equal, cateIds } }
    : { index: 'categoryStatus', equal: { ...owner, kind: 'video', cateIds, status } }
}

/** The videos of a list: what single indexes find of it, each by itself and nothing twice. */
export function selectionsOf(
  { accountId, region }: Owner,
  { cateId, storageLocation, states, range }: Narrowing,
): readonly Selection<'media'>[] {
  const owner = { accountId, region }
  const narrowed: readonly (VideoState | undefined)[] = states ?? [undefined]
  return narrowed.map((state) => ({
    ...(storageLocation === undefined
      ? anywhere(owner, cateId, state)
      : inStorage(owner, storageLocation, cateId, state)),
    ...(range && { range }),
  }))
}
