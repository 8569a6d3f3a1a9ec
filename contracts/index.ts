import type { OssOperation, RpcOperation } from './operation.ts'
import * as multipart from './oss/multipart.ts'
import * as object from './oss/object.ts'
import * as applicationStorage from './vod/application-storage.ts'
import * as applications from './vod/applications.ts'
import * as attachedMedia from './vod/attached-media.ts'
import * as callbacks from './vod/callbacks.ts'
import * as categories from './vod/categories.ts'
import * as imageInfos from './vod/image-infos.ts'
import * as images from './vod/images.ts'
import * as mezzanines from './vod/mezzanines.ts'
import * as play from './vod/play.ts'
import * as registerMedia from './vod/register-media.ts'
import * as search from './vod/search.ts'
import * as uploadDetails from './vod/upload-details.ts'
import * as urlUploads from './vod/url-uploads.ts'
import * as videoChanges from './vod/video-changes.ts'
import * as videoUploads from './vod/video-uploads.ts'
import * as videos from './vod/videos.ts'
import * as watermarks from './vod/watermarks.ts'

/** Every emulated operation of the RPC products, by name. */
export const rpcOperations = {
  ...attachedMedia,
  ...videoUploads,
  ...videos,
  ...videoChanges,
  ...urlUploads,
  ...play,
  ...mezzanines,
  ...registerMedia,
  ...uploadDetails,
  ...images,
  ...imageInfos,
  ...categories,
  ...watermarks,
  ...search,
  ...callbacks,
  ...applications,
  ...applicationStorage,
} as const satisfies Readonly<Record<string, RpcOperation>>

/** Every emulated operation of OSS, by name. */
export const ossOperations = { ...object, ...multipart } as const satisfies Readonly<
  Record<string, OssOperation>
>

export type RpcOperationName = keyof typeof rpcOperations
export type OssOperationName = keyof typeof ossOperations
