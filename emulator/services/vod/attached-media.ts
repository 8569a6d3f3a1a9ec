import { extensionOf } from '#contracts/derive/measure.ts'
import type { Input } from '#contracts/operation.ts'
import type * as contract from '#contracts/vod/attached-media.ts'
import type { Handler, Handlers, Ports } from '../../kernel/handler.ts'
import type { Urls } from '../../kernel/urls.ts'
import type { IssuedCredential, Scope } from '../../ports/credentials.ts'
import type { MediaRecord } from '../../ports/records/media.ts'
import type { Account, Storage } from '../accounts.ts'
import { decide } from '../records.ts'
import { addMedia } from './media.ts'
import { encodeAddress, encodeAuth, mediaUrl, urlLifeSeconds } from './upload-documents.ts'

export interface MediaOptions {
  readonly region: string
  readonly credentialSeconds: number
}

interface Parts {
  readonly ports: Ports
  readonly account: Account
  readonly options: MediaOptions
}

type CreateInput = Input<typeof contract.CreateUploadAttachedMedia>

const defaultExtensions = { watermark: 'png', subtitle: 'srt', material: 'jpg' } as const
const suffixes = { watermark: '6-2', subtitle: '3-3', material: '7-4' } as const

const extensionFor = ({ BusinessType, MediaExt, FileName }: CreateInput): string =>
  MediaExt?.toLowerCase() || extensionOf(FileName ?? '') || defaultExtensions[BusinessType]

function newRecord(
  { ports, account }: Parts,
  input: CreateInput,
  at: Scope,
  storage: Storage,
  credential: IssuedCredential,
): MediaRecord {
  const { Title, Description, Tags, UserData, FileSize } = input
  const nowMs = ports.clock.now()
  return {
    mediaId: ports.ids.mediaId(),
    kind: 'attached-media',
    businessType: input.BusinessType,
    status: 'Uploading',
    ...at,
    ...(Title !== undefined && { title: Title }),
    ...(Description !== undefined && { description: Description }),
    ...(Tags !== undefined && { tags: Tags }),
    ...(UserData !== undefined && { userData: UserData }),
    ...(FileSize !== undefined && { fileSize: FileSize }),
    cateIds: [...new Set(input.CateIds?.map(Number) ?? [])],
    appId: account.applicationOf(input.AppId),
    storageLocation: storage.location,
    credentialExpiresAtMs: credential.expiresAtMs,
    createdAtMs: nowMs,
    modifiedAtMs: nowMs,
    history: [{ atMs: nowMs, event: 'created' }],
  }
}

/** Makes a media, which is nothing before it is committed. */
const create =
  (parts: Parts): Handler<typeof contract.CreateUploadAttachedMedia> =>
  (input, { urls }) =>
    decide(async () => {
      const { ports, account, options } = parts
      const { clock, ids, credentials } = ports
      const storage = account.storageOf(input.StorageLocation)
      const name = `${ids.objectName()}-${suffixes[input.BusinessType]}.${extensionFor(input)}`
      const at = { bucket: storage.bucket, key: `${input.BusinessType}/${name}` }
      const credential = credentials.issue(at, options.credentialSeconds, clock.now())
      const media = newRecord(parts, input, at, storage, credential)
      await addMedia(ports, media)
      return {
        MediaId: media.mediaId,
        UploadAddress: encodeAddress(urls.endpoint, at),
        UploadAuth: encodeAuth(credential, options),
        FileURL: urls.objectUrl(at.bucket, at.key),
        MediaURL: mediaUrl(at, urls, credentials, clock.now(), urlLifeSeconds),
      }
    })

function categoriesOf(media: MediaRecord, account: Account) {
  return media.cateIds.flatMap((id) => {
    const category = account.category(id)
    if (!category) return []
    const { name: CateName, parentId: ParentId, level: Level } = category
    return [{ CateId: id, CateName, ParentId, Level }]
  })
}

const described = ({ ports, account }: Parts, media: MediaRecord, urls: Urls, seconds: number) => ({
  MediaId: media.mediaId,
  Title: media.title ?? '',
  Type: media.businessType,
  URL: mediaUrl(media, urls, ports.credentials, ports.clock.now(), seconds),
  ...(media.tags && { Tags: media.tags.join(',') }),
  ...(media.description && { Description: media.description }),
  Categories: categoriesOf(media, account),
  Status: media.status,
  StorageLocation: media.storageLocation,
  AppId: media.appId,
  CreationTime: media.createdAtMs,
  ModificationTime: media.modifiedAtMs,
})

const getInfo =
  (parts: Parts): Handler<typeof contract.GetAttachedMediaInfo> =>
  async ({ MediaIds, AuthTimeout = urlLifeSeconds }, { urls }) => {
    const { records } = parts.ports
    const ids = [...new Set(MediaIds)]
    const found = await Promise.all(ids.map((id) => records.get('media', id)))
    return {
      AttachedMediaList: found.flatMap((media) =>
        media ? [described(parts, media.value, urls, AuthTimeout)] : [],
      ),
      NonExistMediaIds: ids.filter((_, i) => !found[i]),
    }
  }

/** Operations of auxiliary media. */
export function attachedMedia(
  ports: Ports,
  account: Account,
  options: MediaOptions,
): Handlers<typeof contract> {
  const parts = { ports, account, options }
  return { CreateUploadAttachedMedia: create(parts), GetAttachedMediaInfo: getInfo(parts) }
}
