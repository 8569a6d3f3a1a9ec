import type { RpcOperationName, rpcOperations } from '#contracts/index.ts'
import type { Handlers } from '../kernel/handler.ts'
import { applicationStorage } from './vod/application-storage.ts'
import { applications } from './vod/applications.ts'
import { attachedMedia } from './vod/attached-media.ts'
import { callbacks } from './vod/callbacks.ts'
import { categories } from './vod/categories.ts'
import type { CredentialOptions } from './vod/creation.ts'
import { imageInfos } from './vod/image-infos.ts'
import { images } from './vod/images.ts'
import { mezzanines } from './vod/mezzanines.ts'
import { type PlayOptions, play } from './vod/play.ts'
import { type RegistrationOptions, registeredMedia } from './vod/register-media.ts'
import { searching } from './vod/search.ts'
import { type UploadDetailsPorts, uploadDetails } from './vod/upload-details.ts'
import { type UrlUploadPorts, urlUploads } from './vod/url-uploads.ts'
import { videoChanges } from './vod/video-changes.ts'
import { videoUploads } from './vod/video-uploads.ts'
import { videos } from './vod/videos.ts'
import { watermarks } from './vod/watermarks.ts'

/** A handler for every emulated RPC operation. */
export const rpcHandlers = (
  ports: UrlUploadPorts & UploadDetailsPorts,
  options: CredentialOptions & PlayOptions & RegistrationOptions,
): Handlers<Pick<typeof rpcOperations, RpcOperationName>> => ({
  ...attachedMedia(ports, options),
  ...videoUploads(ports, options),
  ...videos(ports),
  ...videoChanges(ports),
  ...urlUploads(ports),
  ...play(ports, options),
  ...mezzanines(ports),
  ...registeredMedia(ports, options),
  ...uploadDetails(ports),
  ...images(ports, options),
  ...imageInfos(ports),
  ...categories(ports),
  ...watermarks(ports),
  ...searching(ports),
  ...callbacks(ports),
  ...applications(ports),
  ...applicationStorage(ports),
})
