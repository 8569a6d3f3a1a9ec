import type * as contract from '#contracts/vod/upload-details.ts'
import type { Handler, Handlers } from '../../kernel/handler.ts'
import type { MultipartService } from '../../kernel/object-service.ts'
import type { VideoRecord } from '../../ports/records/media.ts'
import { fileOf, findMedia } from './media.ts'
import type { VodPorts } from './vod-ports.ts'

export interface UploadDetailsPorts extends VodPorts {
  readonly multipart: Pick<MultipartService, 'abortAll' | 'arrived'>
}

const uploadStatus = ({ status }: VideoRecord): string =>
  ({ Uploading: 'UPLOADING', UploadFail: 'UPLOAD_FAIL' })[status as string] ?? 'UPLOAD_SUCCESS'

/** With three decimals. */
const ratioOf = (arrived: number, fileSize: number | undefined): number =>
  fileSize ? Math.min(1, Math.floor((arrived / fileSize) * 1000) / 1000) : 0

async function described({ records, multipart }: UploadDetailsPorts, video: VideoRecord) {
  const reported = (await records.get('uploadProgress', video.mediaId))?.value
  const isComplete = uploadStatus(video) === 'UPLOAD_SUCCESS'
  const announced = video.fileSize === undefined ? reported?.fileSize : Number(video.fileSize)
  const fileSize = isComplete ? video.size : announced
  const arrived = isComplete ? (video.size ?? 0) : ((await multipart.arrived(video)) ?? 0)
  const file = isComplete ? await fileOf(records, video) : undefined
  return {
    Status: video.status,
    UploadSize: arrived,
    UploadStatus: uploadStatus(video),
    ...(file && { CompletionTime: file.value.modifiedAtMs }),
    CreationTime: video.createdAtMs,
    ...(reported?.ip !== undefined && { UploadIP: reported.ip }),
    ...(video.title !== undefined && { Title: video.title }),
    ...(fileSize !== undefined && { FileSize: fileSize }),
    ModificationTime: video.modifiedAtMs,
    UploadRatio: isComplete ? 1 : ratioOf(arrived, fileSize),
    ...(reported?.deviceModel !== undefined && { DeviceModel: reported.deviceModel }),
    MediaId: video.mediaId,
    ...(reported?.source !== undefined && { UploadSource: reported.source }),
  }
}

const getDetails =
  (ports: UploadDetailsPorts): Handler<typeof contract.GetUploadDetails> =>
  async ({ MediaIds }, { urls, principal }) => {
    const account = ports.accounts.of(principal.accountId, urls.region)
    const ids = [...new Set(MediaIds)]
    const found = await Promise.all(ids.map((id) => findMedia(ports.records, account, 'video', id)))
    const videos = found.filter((one) => one !== undefined)
    return {
      UploadDetails: await Promise.all(videos.map(({ value }) => described(ports, value))),
      NonExistMediaIds: ids.filter((_, i) => !found[i]),
      ForbiddenMediaIds: [],
    }
  }

const deleteParts =
  (ports: UploadDetailsPorts): Handler<typeof contract.DeleteMultipartUpload> =>
  async ({ MediaId }, { urls, principal, fault }) => {
    const account = ports.accounts.of(principal.accountId, urls.region)
    const video = await findMedia(ports.records, account, 'video', MediaId)
    if (!video) throw fault('InvalidVideo.NotFound')
    if ((await ports.multipart.arrived(video.value)) === undefined)
      throw fault('InvalidMultipartUpload.NotFound')
    await ports.multipart.abortAll(video.value)
    return {}
  }

/** Operations about uploads that are on their way. */
export const uploadDetails = (ports: UploadDetailsPorts): Handlers<typeof contract> => ({
  GetUploadDetails: getDetails(ports),
  DeleteMultipartUpload: deleteParts(ports),
})
