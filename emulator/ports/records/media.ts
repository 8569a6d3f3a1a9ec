import { kind } from './kind.ts'

/** A media of VOD. */
export interface MediaRecord {
  readonly mediaId: string
  readonly accountId: string
  readonly region: string
  readonly kind: 'attached-media'
  readonly businessType: string
  readonly status: 'Uploading' | 'Normal'
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
}

/** Key: MediaId. */
export const media = kind<MediaRecord>()(
  {
    created: ['accountId', 'region', 'createdAtMs'],
    modified: ['accountId', 'region', 'modifiedAtMs'],
    status: ['accountId', 'region', 'status', 'createdAtMs'],
    category: ['accountId', 'region', 'cateIds', 'createdAtMs'],
    application: ['accountId', 'appId', 'createdAtMs'],
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
  ],
  { counted: ['created', 'modified', 'status', 'category'] },
)

/** Which media has its file at an address. */
export interface AddressRecord {
  readonly mediaId: string
}

/** Key: `bucket/key`. */
export const address = kind<AddressRecord>()({})
