import type { ApiError } from '../../kernel/api-error.ts'
import type { Ports } from '../../kernel/handler.ts'
import { acceleratedEndpoint, type Urls } from '../../kernel/urls.ts'
import type { IssuedCredential, Scope } from '../../ports/credentials.ts'
import type { StorageRecord } from '../../ports/records/accounts.ts'
import type { Stored } from '../../ports/records/records.ts'
import type { Account } from '../accounts.ts'
import { accelerationDomain } from './acceleration.ts'
import { encodeAddress, encodeAuth } from './upload-documents.ts'

export interface CredentialOptions {
  /** Life of upload credentials, seconds. */
  readonly credentialSeconds: number
}

type Fault = (code: 'InvalidStorage.NotFound' | 'Forbidden.OperateAppResource') => ApiError

/** Where a new media goes. */
export interface Destination {
  readonly account: Account
  readonly application: Stored<'application'>
  readonly storage: StorageRecord
}

/** @throws ApiError InvalidStorage.NotFound, Forbidden.OperateAppResource */
export async function destinationOf(
  account: Account,
  { AppId, StorageLocation }: { readonly AppId?: string; readonly StorageLocation?: string },
  fault: Fault,
): Promise<Destination> {
  const application = await account.application(AppId)
  const storage = await account.storage(StorageLocation, application?.value)
  if (!storage) throw fault('InvalidStorage.NotFound')
  if (application?.value.status !== 'Normal') throw fault('Forbidden.OperateAppResource')
  return { account, application, storage }
}

/** Where to upload: by transfer acceleration, where the account has it and UserData asks for it. */
async function endpointFor(account: Account, userData: string | undefined, urls: Urls) {
  const domain = userData && accelerationDomain(userData)
  return domain && (await account.isAccelerated())
    ? acceleratedEndpoint(urls, domain)
    : urls.endpoint
}

/** The file of a media, and what is said of it. */
interface Target {
  readonly account: Account
  readonly at: Scope
  readonly userData?: string | undefined
}

/** A new credential for the file of a media, and the two documents that tell a client where and with what to upload. */
export async function uploadDocuments(
  { credentials, clock }: Ports,
  { account, at, userData }: Target,
  urls: Urls,
  { credentialSeconds }: CredentialOptions,
) {
  const { accountId, region } = account
  const grant = { accountId, ...at }
  const credential = await credentials.issue(grant, credentialSeconds, clock.now())
  return {
    credential,
    documents: {
      UploadAddress: encodeAddress(await endpointFor(account, userData, urls), at),
      UploadAuth: encodeAuth(credential, { credentialSeconds, region }),
    },
  }
}

/** What the calls that create media of all kinds may say of them. */
interface Description {
  readonly Title?: string
  readonly Description?: string
  readonly Tags?: readonly string[]
  readonly UserData?: string
}

/** A file that does not exist yet. */
export interface NewFile {
  readonly at: Scope
  readonly fileName: string
  readonly credential: Pick<IssuedCredential, 'expiresAtMs'>
}

/** What is recorded of a new media of any kind. */
export function newMedia(
  { ids, clock }: Ports,
  { account, application, storage }: Destination,
  { Title, Description, Tags, UserData }: Description,
  { at, fileName, credential }: NewFile,
  urls: Urls,
) {
  const nowMs = clock.now()
  return {
    mediaId: ids.mediaId(),
    accountId: account.accountId,
    region: account.region,
    status: 'Uploading',
    ...at,
    fileName,
    ...(Title !== undefined && { title: Title }),
    ...(Description !== undefined && { description: Description }),
    ...(Tags !== undefined && { tags: Tags }),
    ...(UserData !== undefined && { userData: UserData }),
    appId: application.value.appId,
    storageLocation: storage.location,
    fileUrl: urls.objectUrl(at.bucket, at.key),
    credentialExpiresAtMs: credential.expiresAtMs,
    createdAtMs: nowMs,
    modifiedAtMs: nowMs,
    history: [{ atMs: nowMs, event: 'created' }],
  } as const
}
