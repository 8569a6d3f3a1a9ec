import { extensionOf } from '#contracts/derive/measure.ts'
import type { Input } from '#contracts/operation.ts'
import { isAudioExtension } from '#contracts/vod/extensions.ts'
import type * as contract from '#contracts/vod/video-uploads.ts'
import type { Handler, Handlers, Ports } from '../../kernel/handler.ts'
import type { Urls } from '../../kernel/urls.ts'
import type { VideoRecord } from '../../ports/records/media.ts'
import { decide } from '../records.ts'
import { creatingIn } from './application-resources.ts'
import {
  type CredentialOptions,
  type Destination,
  destinationOf,
  type NewFile,
  newMedia,
  uploadDocuments,
} from './creation.ts'
import { addMedia, referenceKey } from './media.ts'
import { findVideo } from './named-videos.ts'
import type { VodPorts } from './vod-ports.ts'

/** What calls that make a video may say of it. */
type VideoInput = Partial<Omit<Input<typeof contract.CreateUploadVideo>, 'FileName'>>

/** What a video has beside what all media have. */
const videoMembers = ({
  FileSize,
  CateId,
  CoverURL,
  TemplateGroupId,
  WorkflowId,
  ReferenceId,
}: VideoInput) => ({
  ...(FileSize !== undefined && { fileSize: String(FileSize) }),
  cateIds: CateId === undefined ? [] : [CateId],
  ...(CoverURL !== undefined && { coverUrl: CoverURL }),
  ...(TemplateGroupId !== undefined && { templateGroupId: TemplateGroupId }),
  ...(WorkflowId !== undefined && { workflowId: WorkflowId }),
  ...(ReferenceId !== undefined && { referenceId: ReferenceId }),
})

/** Where the file of a new video goes, under a name of its own. */
export function videoFile(
  { ids, clock }: Ports,
  { storage: { bucket } }: Destination,
  extension: string,
): Pick<NewFile, 'at' | 'fileName'> {
  const name = ids.videoName(clock.now())
  const fileName = `${name}.${extension}`
  return { at: { bucket, key: `sv/${name}/${fileName}` }, fileName }
}

/** A video of a file: an audio, if its extension is one of audios. */
export const newVideo = (
  ports: Ports,
  destination: Destination,
  input: VideoInput,
  file: NewFile,
  urls: Urls,
): VideoRecord => ({
  ...newMedia(ports, destination, input, file, urls),
  kind: 'video',
  lists: [isAudioExtension(extensionOf(file.fileName)) ? 'audio' : 'video', 'GetVideoList'],
  ...videoMembers(input),
})

/** Makes a video, which does not exist until it is committed. */
const create =
  (ports: VodPorts, options: CredentialOptions): Handler<typeof contract.CreateUploadVideo> =>
  (input, { urls, principal: { accountId }, fault }) =>
    decide(async () => {
      const { FileName, ReferenceId, UserData } = input
      const { accounts, records } = ports
      const account = accounts.of(accountId, urls.region)
      const destination = await destinationOf(account, input, fault)
      const isTaken =
        ReferenceId !== undefined &&
        (await records.get('reference', referenceKey(accountId, ReferenceId))) !== undefined
      if (isTaken) throw fault('InvalidParameter', { parameter: 'ReferenceId' })
      const { at, fileName } = videoFile(ports, destination, extensionOf(FileName))
      const target = { account, at, userData: UserData }
      const { credential, documents } = await uploadDocuments(ports, target, urls, options)
      const video = newVideo(ports, destination, input, { at, fileName, credential }, urls)
      await addMedia(ports, video, creatingIn(destination.application))
      return { VideoId: video.mediaId, ...documents }
    })

const refresh =
  (ports: VodPorts, options: CredentialOptions): Handler<typeof contract.RefreshUploadVideo> =>
  async (input, { urls, principal, fault }) => {
    const { accounts, records } = ports
    const account = accounts.of(principal.accountId, urls.region)
    const video = await findVideo(records, account, input)
    if (!video) throw fault('InvalidVideo.NotFound')
    const { mediaId, bucket, key, userData } = video.value
    const target = { account, at: { bucket, key }, userData }
    const { documents } = await uploadDocuments(ports, target, urls, options)
    return { VideoId: mediaId, ...documents }
  }

/** Operations that say where to upload the file of a video. */
export const videoUploads = (
  ports: VodPorts,
  options: CredentialOptions,
): Handlers<typeof contract> => ({
  CreateUploadVideo: create(ports, options),
  RefreshUploadVideo: refresh(ports, options),
})
