import { extensionOf } from '#contracts/derive/measure.ts'
import type { Input } from '#contracts/operation.ts'
import type * as contract from '#contracts/vod/attached-media.ts'
import type { Handler, Handlers, Ports } from '../../kernel/handler.ts'
import { acceleratedEndpoint, type Urls } from '../../kernel/urls.ts'
import type { IssuedCredential, Scope } from '../../ports/credentials.ts'
import type { StorageRecord } from '../../ports/records/accounts.ts'
import type { MediaRecord } from '../../ports/records/media.ts'
import type { Account, Accounts } from '../accounts.ts'
import { decide } from '../records.ts'
import { accelerationDomain } from './acceleration.ts'
import { type AccessUrlPorts, accessUrl } from './access-urls.ts'
import { creatingIn } from './application-resources.ts'
import {
  addMedia,
  type FilePorts,
  findMedia,
  type MediaChanges,
  removeFile,
  removeMedia,
  updateMedia,
} from './media.ts'
import { categoriesOf, mediaMembers } from './media-answer.ts'
import { encodeAddress, encodeAuth } from './upload-documents.ts'

export interface MediaOptions {
  readonly credentialSeconds: number
}

export interface VodPorts extends Ports, FilePorts, Omit<AccessUrlPorts, keyof Ports> {
  readonly accounts: Accounts
}

type CreateInput = Input<typeof contract.CreateUploadAttachedMedia>

const defaultExtensions = { watermark: 'png', subtitle: 'srt', material: 'jpg' } as const
const suffixes = { watermark: '6-2', subtitle: '3-3', material: '7-4' } as const

const extensionFor = ({ BusinessType, MediaExt, FileName }: CreateInput): string =>
  MediaExt?.toLowerCase() || extensionOf(FileName ?? '') || defaultExtensions[BusinessType]

/** Without leading zeros, each once. */
const cateIdsOf = (texts: readonly string[]): readonly number[] => [...new Set(texts.map(Number))]

interface Placed {
  readonly account: Account
  readonly storage: StorageRecord
  readonly appId: string
  readonly fileName: string
  /** Address of its file. */
  readonly at: Scope
  readonly fileUrl: string
  readonly credential: IssuedCredential
}

function newRecord(
  ports: Ports,
  input: CreateInput,
  { account, storage, appId, fileName, at, fileUrl, credential }: Placed,
): MediaRecord {
  const { Title, Description, Tags, UserData, FileSize } = input
  const nowMs = ports.clock.now()
  return {
    mediaId: ports.ids.mediaId(),
    accountId: account.accountId,
    region: account.region,
    kind: 'attached-media',
    businessType: input.BusinessType,
    status: 'Uploading',
    ...at,
    fileName,
    ...(Title !== undefined && { title: Title }),
    ...(Description !== undefined && { description: Description }),
    ...(Tags !== undefined && { tags: Tags }),
    ...(UserData !== undefined && { userData: UserData }),
    ...(FileSize !== undefined && { fileSize: FileSize }),
    cateIds: cateIdsOf(input.CateIds ?? []),
    appId,
    storageLocation: storage.location,
    fileUrl,
    credentialExpiresAtMs: credential.expiresAtMs,
    createdAtMs: nowMs,
    modifiedAtMs: nowMs,
    history: [{ atMs: nowMs, event: 'created' }],
  }
}

/** Where to upload: by transfer acceleration, where the account has it and UserData asks for it. */
async function endpointFor(
  account: Account,
  { UserData }: CreateInput,
  urls: Urls,
): Promise<string> {
  const domain = UserData && accelerationDomain(UserData)
  return domain && (await account.isAccelerated())
    ? acceleratedEndpoint(urls, domain)
    : urls.endpoint
}

/** Makes a media, which does not exist until it is committed. */
const create =
  (
    ports: VodPorts,
    { credentialSeconds }: MediaOptions,
  ): Handler<typeof contract.CreateUploadAttachedMedia> =>
  (input, { urls, principal: { accountId }, fault }) =>
    decide(async () => {
      const { accounts, clock, ids, credentials } = ports
      const account = accounts.of(accountId, urls.region)
      const application = await account.application(input.AppId)
      const storage = await account.storage(input.StorageLocation, application?.value)
      if (!storage) throw fault('InvalidStorage.NotFound')
      if (application?.value.status !== 'Normal') throw fault('Forbidden.OperateAppResource')
      const { appId } = application.value
      const fileName = `${ids.objectName()}-${suffixes[input.BusinessType]}.${extensionFor(input)}`
      const at = { bucket: storage.bucket, key: `${input.BusinessType}/${fileName}` }
      const grant = { accountId, ...at }
      const credential = await credentials.issue(grant, credentialSeconds, clock.now())
      const fileUrl = urls.objectUrl(at.bucket, at.key)
      const placed = { account, storage, appId, fileName, at, fileUrl, credential }
      const media = newRecord(ports, input, placed)
      await addMedia(ports, media, creatingIn(application))
      return {
        MediaId: media.mediaId,
        UploadAddress: encodeAddress(await endpointFor(account, input, urls), at),
        UploadAuth: encodeAuth(credential, { credentialSeconds, region: account.region }),
        FileURL: fileUrl,
        MediaURL: await accessUrl(ports, media, urls),
      }
    })

const described = async (media: MediaRecord, account: Account, url: string) => ({
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
    const found = await Promise.all(ids.map((id) => findMedia(records, account, id)))
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
    return { NonExistMediaIds: await updateMedia(ports, account, byId) }
  }

const remove =
  (ports: VodPorts): Handler<typeof contract.DeleteAttachedMedia> =>
  async ({ MediaIds }, { urls, principal }) => {
    const account = ports.accounts.of(principal.accountId, urls.region)
    const NonExistMediaIds: string[] = []
    for (const id of new Set(MediaIds)) {
      const media = await removeMedia(ports, account, id)
      if (media) await removeFile(ports, media)
      else NonExistMediaIds.push(id)
    }
    return { NonExistMediaIds }
  }

/** Operations of auxiliary media. */
export const attachedMedia = (
  ports: VodPorts,
  options: MediaOptions,
): Handlers<typeof contract> => ({
  CreateUploadAttachedMedia: create(ports, options),
  GetAttachedMediaInfo: getInfo(ports),
  UpdateAttachedMediaInfos: update(ports),
  DeleteAttachedMedia: remove(ports),
})
