import { type Answered, succeeded } from '#contracts/properties/claim.ts'
import { uploadClient } from '../../clients/ali-oss.ts'
import { decodeUpload, type Upload } from '../../clients/decode.ts'

type Parameters = Readonly<Record<string, string>>
type Call = (action: string, parameters: Parameters) => Promise<Answered>

/** Parameters of a video that is stored as it is, whatever its bytes are. */
const storedVideo: Parameters = {
  FileName: 'video.mp4',
  Title: 'a title',
  TemplateGroupId: 'VOD_NO_TRANSCODE',
}

/** Creates a video, and answers where to upload its file. */
export async function startVideo(call: Call, parameters: Parameters = {}) {
  const created = await succeeded(call('CreateUploadVideo', { ...storedVideo, ...parameters }))
  return { videoId: String(created.VideoId), upload: decodeUpload(created) }
}

/** Uploads the file of a video. */
export async function putFile(upload: Upload, file: Buffer): Promise<void> {
  const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
  await client.put(upload.address.FileName, file)
}

/** Creates a video, and uploads its file. */
export async function uploadVideo(call: Call, file: Buffer, parameters?: Parameters) {
  const started = await startVideo(call, parameters)
  await putFile(started.upload, file)
  return started
}
