import { extensionOf } from '#contracts/derive/measure.ts'
import type { Input } from '#contracts/operation.ts'
import { isPlayedExtension } from '#contracts/vod/extensions.ts'
import type * as contract from '#contracts/vod/register-media.ts'
import type { ProcessingProfile } from '#contracts/vod/states/index.ts'
import type { Handler, Handlers } from '../../kernel/handler.ts'
import type { Urls } from '../../kernel/urls.ts'
import type { Stored } from '../../ports/records/records.ts'
import { decide } from '../records.ts'
import { creatingIn } from './application-resources.ts'
import type { Destination } from './creation.ts'
import { addressOf } from './file-url.ts'
import { begun } from './life.ts'
import { addMedia, fileOf, findMedia, mediaOf, registrationKey } from './media.ts'
import { courseFor } from './outcomes.ts'
import { newVideo } from './video-uploads.ts'
import type { VodPorts } from './vod-ports.ts'

export interface RegistrationOptions {
  readonly processing: ProcessingProfile
}

type RegisterInput = Input<typeof contract.RegisterMedia>
type Metadata = RegisterInput['RegisterMetadatas'][number]

/** A file in a storage of the account. */
interface SourceFile {
  readonly destination: Destination
  readonly file: Stored<'object'>
  readonly fileName: string
}

/** The file of a URL; undefined unless it is there, is the account's, and has an extension of a video or an audio. */
async function fileAt(
  { records }: VodPorts,
  { account, application }: Omit<Destination, 'storage'>,
  fileUrl: string,
): Promise<SourceFile | undefined> {
  const at = addressOf(fileUrl, account.region)
  if (!at) return undefined
  const location = `${at.bucket}.oss-${account.region}.aliyuncs.com`
  const storage = await account.storage(location, application.value)
  const file = await fileOf(records, at)
  const fileName = at.key.split('/').at(-1) ?? ''
  return storage && file && isPlayedExtension(extensionOf(fileName))
    ? { destination: { account, application, storage }, file, fileName }
    : undefined
}

/** The video that a file was made before; undefined when it is new. */
async function knownId({ records }: VodPorts, { destination, file, fileName }: SourceFile) {
  const { account } = destination
  const key = registrationKey(account.accountId, fileName)
  const registered = (await records.get('registration', key))?.value.mediaId
  return registered ?? (await mediaOf(records, file.value))
}

async function register(
  ports: VodPorts,
  { destination, file, fileName }: SourceFile,
  input: RegisterInput,
  metadata: Metadata,
  { urls, processing: profile }: RegistrationOptions & { readonly urls: Urls },
): Promise<string> {
  const { records, clock } = ports
  const { bucket, key, size, etag } = file.value
  const atMs = clock.now()
  // Nobody uploads it with a credential.
  const target = { at: { bucket, key }, fileName, credential: { expiresAtMs: atMs } }
  const told = { ...input, ...metadata }
  const made = newVideo(ports, destination, told, target, urls)
  const video = { ...made, isRegistered: true, size, etag }
  const { plan } = await courseFor(records, video)
  const occurrence = { happening: 'registered', plan, atMs, entry: 'registered', profile } as const
  const { media, work } = begun(video, occurrence)
  const same = { kind: 'object', key: file.key, version: file.version } as const
  const besides = { changes: work, expected: [same] }
  await addMedia(ports, media, creatingIn(destination.application), besides)
  return video.mediaId
}

const registerAll =
  (ports: VodPorts, options: RegistrationOptions): Handler<typeof contract.RegisterMedia> =>
  async (input, { urls, principal }) => {
    const account = ports.accounts.of(principal.accountId, urls.region)
    const RegisteredMediaList: { NewRegister: boolean; FileURL: string; MediaId: string }[] = []
    const FailedFileURLs: string[] = []
    for (const metadata of input.RegisterMetadatas) {
      const { FileURL } = metadata
      const registered = await decide(async () => {
        const application = await account.application(undefined)
        const found = application && (await fileAt(ports, { account, application }, FileURL))
        if (!found) return undefined
        const known = await knownId(ports, found)
        if (known === undefined)
          return {
            NewRegister: true,
            MediaId: await register(ports, found, input, metadata, { ...options, urls }),
          }
        const isVideo = await findMedia(ports.records, account, 'video', known)
        return isVideo ? { NewRegister: false, MediaId: known } : undefined
      })
      if (registered) RegisteredMediaList.push({ ...registered, FileURL })
      else FailedFileURLs.push(FileURL)
    }
    return { RegisteredMediaList, FailedFileURLs }
  }

/** Operations that make videos of files that are there already. */
export const registeredMedia = (
  ports: VodPorts,
  options: RegistrationOptions,
): Handlers<typeof contract> => ({ RegisterMedia: registerAll(ports, options) })
