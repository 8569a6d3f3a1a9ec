import { extensionOf } from '#contracts/derive/measure.ts'
import type { Input } from '#contracts/operation.ts'
import type * as contract from '#contracts/vod/attached-media.ts'
import type { Handler, Handlers } from '../../kernel/handler.ts'
import type { AttachedMediaRecord } from '../../ports/records/media.ts'
import type { Account } from '../accounts.ts'
import { decide } from '../records.ts'
import { accessUrl } from './access-urls.ts'
import { creatingIn } from './application-resources.ts'
import { type CredentialOptions, destinationOf, newMedia, uploadDocuments } from './creation.ts'
import {
  addMedia,
  findMedia,
  type MediaChanges,
  removeFile,
  removeMedia,
  updateMedia,
} from './media.ts'
import { categoriesOf, mediaMembers } from './media-answer.ts'
import type { VodPorts } from './vod-ports.ts'

type CreateInput = Input<typeof contract.CreateUploadAttachedMedia>

const defaultExtensions = { watermark: 'png', subtitle: 'srt', material: 'jpg' } as const
const suffixes = { watermark: '6-2', subtitle: '3-3', material: '7-4' } as const

const extensionFor = ({ BusinessType, MediaExt, FileName }: CreateInput): string =>
  MediaExt?.toLowerCase() || extensionOf(FileName ?? '') || defaultExtensions[BusinessType]

/** Without leading zeros, each once. */
const cateIdsOf = (texts: readonly string[]): readonly number[] => [...new Set(texts.map(Number))]

/** Makes a media, which does not exist until it is committed. */
const create =
  (
    ports: VodPorts,
    options: CredentialOptions,
  ): Handler<typeof contract.CreateUploadAttachedMedia> =>
  (input, { urls, principal: { accountId }, fault }) =>
    decide(async () => {
      const { BusinessType, FileSize, UserData } = input
      const account = ports.accounts.of(accountId, urls.region)
      const destination = await destinationOf(account, input, fault)
      const fileName = `${ports.ids.objectName()}-${suffixes[BusinessType]}.${extensionFor(input)}`
      const at = { bucket: destination.storage.bucket, key: `${BusinessType}/${fileName}` }
      const target = { account, at, userData: UserData }
      const { credential, documents } = await uploadDocuments(ports, target, urls, options)
      const media: AttachedMediaRecord = {
        ...newMedia(ports, destination, input, { at, fileName, credential }, urls),
        kind: 'attached-media',
        lists: ['attached'],
        businessType: BusinessType,
        ...(FileSize !== undefined && { fileSize: FileSize }),
        cateIds: cateIdsOf(input.CateIds ?? []),
      }
      await addMedia(ports, media, creatingIn(destination.application))
      return {
        MediaId: media.mediaId,
        ...documents,
        FileURL: media.fileUrl,
        MediaURL: await accessUrl(ports, media, urls),
      }
    })

const described = async (media: AttachedMediaRecord, account: Account, url: string) => ({
  ...mediaMembers(media),
  Type: media.businessType,
  URL: url,
  Categories: await categoriesOf(media, account),
})

const getInfo =
  (ports: VodPorts): Handler<typeof contract.GetAttachedMediaInfo> =>
  async ({ MediaIds, OutputType, AuthTimeout }, { urls, principal: { accountId } }) => {
    const { accounts, records } = ports
    const account = accounts.of(accountId, urls.region)
    const ids = [...new Set(MediaIds)]
    const found = await Promise.all(
      ids.map((id) => findMedia(records, account, 'attached-media', id)),
    )
    const asked = { outputType: OutputType, authTimeout: AuthTimeout }
    return {
      AttachedMediaList: await Promise.all(
        found
          .filter((media) => media !== undefined)
          .map(async ({ value }) =>
            described(value, account, await accessUrl(ports, value, urls, asked)),
          ),
      ),
      NonExistMediaIds: ids.filter((_, i) => !found[i]),
    }
  }

type UpdateInput = Input<typeof contract.UpdateAttachedMediaInfos>

const changesOf = ({
  Title,
  Description,
  Tags,
  CateIds,
}: UpdateInput['UpdateContent'][number]): MediaChanges => ({
  ...(Title !== undefined && { title: Title }),
  ...(Description !== undefined && { description: Description }),
  ...(Tags !== undefined && { tags: Tags }),
  ...(CateIds !== undefined && { cateIds: cateIdsOf(CateIds) }),
})

const update =
  (ports: VodPorts): Handler<typeof contract.UpdateAttachedMediaInfos> =>
  async ({ UpdateContent }, { urls, principal }) => {
    const account = ports.accounts.of(principal.accountId, urls.region)
    const byId = new Map<string, MediaChanges>()
    for (const item of UpdateContent)
      byId.set(item.MediaId, { ...byId.get(item.MediaId), ...changesOf(item) })
    return { NonExistMediaIds: await updateMedia(ports, account, 'attached-media', byId) }
  }

const remove =
  (ports: VodPorts): Handler<typeof contract.DeleteAttachedMedia> =>
  async ({ MediaIds }, { urls, principal }) => {
    const account = ports.accounts.of(principal.accountId, urls.region)
    const NonExistMediaIds: string[] = []
    for (const id of new Set(MediaIds)) {
      const media = await removeMedia(ports, account, 'attached-media', id)
      if (media) await removeFile(ports, media)
      else NonExistMediaIds.push(id)
    }
    return { NonExistMediaIds }
  }

/** Operations of auxiliary media. */
export const attachedMedia = (
  ports: VodPorts,
  options: CredentialOptions,
): Handlers<typeof contract> => ({
  CreateUploadAttachedMedia: create(ports, options),
  GetAttachedMediaInfo: getInfo(ports),
  UpdateAttachedMediaInfos: update(ports),
  DeleteAttachedMedia: remove(ports),
})
