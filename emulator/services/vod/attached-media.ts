import { extensionOf } from '#contracts/derive/measure.ts'
import type { Input } from '#contracts/operation.ts'
import type * as contract from '#contracts/vod/attached-media.ts'
import type { Handlers, Ports } from '../../kernel/handler.ts'
import type { Urls } from '../../kernel/urls.ts'
import type { MediaRecord } from '../../ports/metadata-store.ts'
import type { Account } from '../account.ts'
import { newMedia } from '../media.ts'
import { encodeAddress, encodeAuth, mediaUrl, urlLifeSeconds } from '../upload-documents.ts'

export interface MediaOptions {
  readonly region: string
  readonly credentialSeconds: number
}

type CreateInput = Input<typeof contract.CreateUploadAttachedMedia>

const defaultExtensions = { watermark: 'png', subtitle: 'srt', material: 'jpg' } as const

const extensionFor = ({ BusinessType, MediaExt, FileName }: CreateInput): string =>
  MediaExt?.toLowerCase() || extensionOf(FileName ?? '') || defaultExtensions[BusinessType]

const suffixes = { watermark: '6-2', subtitle: '3-3', material: '7-4' } as const

const defined = <T extends object>(members: T): { [K in keyof T]: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: NonNullable<T[K]>
  }

/** Operations of auxiliary media. */
export function attachedMedia(
  ports: Ports,
  account: Account,
  options: MediaOptions,
): Handlers<typeof contract> {
  const { clock, ids, credentials, records } = ports

  const described = (media: MediaRecord, urls: Urls, lifeSeconds: number) => ({
    MediaId: media.mediaId,
    Title: media.title ?? '',
    Type: media.businessType,
    URL: mediaUrl(media, urls, credentials, clock.now(), lifeSeconds),
    ...(media.tags && { Tags: media.tags.join(',') }),
    ...(media.description && { Description: media.description }),
    Categories: media.cateIds.flatMap((id) => {
      const category = account.category(id)
      if (!category) return []
      const { name: CateName, parentId: ParentId, level: Level } = category
      return [{ CateId: id, CateName, ParentId, Level }]
    }),
    Status: media.status,
    StorageLocation: media.storageLocation,
    AppId: media.appId,
    CreationTime: media.createdAtMs,
    ModificationTime: media.modifiedAtMs,
  })

  return {
    async CreateUploadAttachedMedia(input, { urls }) {
      const nowMs = clock.now()
      const storage = account.storageOf(input.StorageLocation)
      const name = `${ids.objectName()}-${suffixes[input.BusinessType]}.${extensionFor(input)}`
      const at = { bucket: storage.bucket, key: `${input.BusinessType}/${name}` }
      const credential = credentials.issue(at, options.credentialSeconds, nowMs)
      const media = {
        mediaId: ids.mediaId(),
        kind: 'attached-media',
        businessType: input.BusinessType,
        status: 'Uploading',
        ...at,
        ...defined({
          title: input.Title,
          description: input.Description,
          tags: input.Tags,
          userData: input.UserData,
          fileSize: input.FileSize,
        }),
        cateIds: [...new Set(input.CateIds?.map(Number) ?? [])],
        appId: account.applicationOf(input.AppId),
        storageLocation: storage.location,
        credentialExpiresAtMs: credential.expiresAtMs,
        createdAtMs: nowMs,
        modifiedAtMs: nowMs,
        history: [{ atMs: nowMs, event: 'created' }],
      } satisfies MediaRecord
      await records.commit(newMedia(media))
      return {
        MediaId: media.mediaId,
        UploadAddress: encodeAddress(urls.endpoint, at),
        UploadAuth: encodeAuth(credential, options),
        FileURL: urls.objectUrl(at.bucket, at.key),
        MediaURL: mediaUrl(at, urls, credentials, nowMs, urlLifeSeconds),
      }
    },

    async GetAttachedMediaInfo({ MediaIds, AuthTimeout = urlLifeSeconds }, { urls }) {
      const found = [...new Set(MediaIds)].map((id) => [id, records.get('media', id)] as const)
      return {
        AttachedMediaList: found.flatMap(([, media]) =>
          media ? [described(media, urls, AuthTimeout)] : [],
        ),
        NonExistMediaIds: found.flatMap(([id, media]) => (media ? [] : [id])),
      }
    },
  }
}
