import type { MediaRecord } from '../../ports/records/media.ts'
import type { Account } from '../accounts.ts'

/** The categories of a media as they are now; those that were deleted drop out. */
export async function categoriesOf(media: MediaRecord, account: Account) {
  const found = await Promise.all(media.cateIds.map((id) => account.category(id)))
  return found.flatMap((category) => {
    if (!category) return []
    const { cateId: CateId, cateName: CateName, parentId: ParentId, level: Level } = category
    return [{ CateId, CateName, ParentId, Level }]
  })
}

/** The category of a media that can have but one, as it is now. */
export async function categoryOf(media: MediaRecord, account: Account) {
  const [category] = await categoriesOf(media, account)
  return category && { CateId: category.CateId, CateName: category.CateName }
}

/** What answers tell of every media from its record alone. */
export const mediaMembers = (media: MediaRecord) => ({
  Status: media.status,
  ...(media.description && { Description: media.description }),
  AppId: media.appId,
  MediaId: media.mediaId,
  CreationTime: media.createdAtMs,
  ...(media.title && { Title: media.title }),
  ModificationTime: media.modifiedAtMs,
  StorageLocation: media.storageLocation,
  ...(media.tags && { Tags: media.tags.join(',') }),
})
