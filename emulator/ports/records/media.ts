import type { AttachedMediaState, ImageState, VideoState } from '#contracts/vod/states/index.ts'
import type { ImageFacts, VideoFacts } from '../media-probe.ts'
import { kind } from './kind.ts'

/** Lists of media: those of SearchMedia by their SearchType, and that of GetVideoList. */
export type MediaList = 'attached' | 'image' | 'video' | 'audio' | 'GetVideoList'

export type MediaState = AttachedMediaState | ImageState | VideoState

/** What media of all kinds have in common. */
interface CommonMedia {
  readonly mediaId: string
  readonly accountId: string
  readonly region: string
  readonly status: MediaState
  /** The lists in which it stands. */
  readonly lists: readonly MediaList[]
  readonly bucket: string
  readonly key: string
  /** Last part of the key. */
  readonly fileName: string
  readonly title?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly cateIds: readonly number[]
  readonly appId: string
  readonly storageLocation: string
  /** URL of its file in OSS as the answer that created it had it, unsigned. */
  readonly fileUrl: string
  readonly userData?: string
  /** Size that the caller announced, bytes. */
  readonly fileSize?: string
  /** Size of the uploaded file, bytes. */
  readonly size?: number
  readonly etag?: string
  readonly credentialExpiresAtMs: number
  readonly createdAtMs: number
  readonly modifiedAtMs: number
  readonly history: readonly { readonly atMs: number; readonly event: string }[]
  /** Of an auxiliary media: watermark, subtitle or material. */
  readonly businessType?: string
  /** Of a video or an audio whose file was analysed: seconds. */
  readonly duration?: number
}

/** An auxiliary media. */
export interface AttachedMediaRecord extends CommonMedia {
  readonly kind: 'attached-media'
  readonly businessType: string
  readonly facts?: never
}

/** A video or an audio. */
export interface VideoRecord extends CommonMedia {
  readonly kind: 'video'
  readonly referenceId?: string
  /** Whether RegisterMedia has made it of a file that was there. */
  readonly isRegistered?: boolean
  /** The picture that the caller named; without it that of `cover`. */
  readonly coverUrl?: string
  /** Key of the cover that was made of it, in the bucket of its file. */
  readonly coverKey?: string
  readonly templateGroupId?: string
  readonly workflowId?: string
  /** Whether the source file was deleted, and the video kept. */
  readonly isSourceDeleted?: boolean
  /** What its bytes told; absent before they were analysed, and when they are no video or audio. */
  readonly facts?: VideoFacts
}

/** An image. */
export interface ImageRecord extends CommonMedia {
  readonly kind: 'image'
  readonly imageType: string
  readonly originalFileName?: string
  readonly facts?: ImageFacts
}

/** A media of VOD. */
export type MediaRecord = AttachedMediaRecord | VideoRecord | ImageRecord

export type MediaKind = MediaRecord['kind']

/** The media of a kind. */
export type MediaOf<K extends MediaKind> = Extract<MediaRecord, { readonly kind: K }>

/** Key: MediaId. */
export const media = kind<MediaRecord>()(
  {
    created: ['accountId', 'region', 'lists', 'createdAtMs'],
    modified: ['accountId', 'region', 'lists', 'modifiedAtMs'],
    status: ['accountId', 'region', 'lists', 'status', 'createdAtMs'],
    category: ['accountId', 'region', 'lists', 'cateIds', 'createdAtMs'],
    application: ['accountId', 'appId', 'createdAtMs'],
    // What GetVideoList can be narrowed to besides, so that each combination is found as a whole.
    categoryStatus: ['accountId', 'region', 'kind', 'cateIds', 'status', 'createdAtMs'],
    storage: ['accountId', 'region', 'kind', 'storageLocation', 'createdAtMs'],
    storageStatus: ['accountId', 'region', 'kind', 'storageLocation', 'status', 'createdAtMs'],
    storageCategory: ['accountId', 'region', 'kind', 'storageLocation', 'cateIds', 'createdAtMs'],
    storageCategoryStatus: [
      'accountId',
      'region',
      'kind',
      'storageLocation',
      'cateIds',
      'status',
      'createdAtMs',
    ],
  },
  [
    'mediaId',
    'businessType',
    'fileName',
    'title',
    'tags',
    'description',
    'storageLocation',
    'appId',
    'size',
    'duration',
  ],
  {
    counted: [
      'created',
      'modified',
      'status',
      'category',
      'categoryStatus',
      'storage',
      'storageStatus',
      'storageCategory',
      'storageCategoryStatus',
    ],
  },
)

/** Which media has its file at an address. */
export interface AddressRecord {
  readonly mediaId: string
}

/** Key: `bucket/key`. */
export const address = kind<AddressRecord>()({})

/** Which video has a ReferenceId. */
export interface ReferenceRecord {
  readonly mediaId: string
}

/** Key: `AccountId/ReferenceId`. */
export const reference = kind<ReferenceRecord>()({})

/** Which video was registered of a file of a name. */
export interface RegistrationRecord {
  readonly mediaId: string
}

/** Key: `AccountId/name of the file`. */
export const registration = kind<RegistrationRecord>()({})
