import type { Reaction } from '../../kernel/events.ts'
import type { Change, MediaRecord, MetadataStore } from '../../ports/metadata-store.ts'
import type { ObjectAddress } from '../../ports/object-store.ts'

/** Most entries that are kept of a media's history. */
const maxHistory = 100

/** Where a media of an object is found again. */
const addressKey = (bucket: string, key: string): string => `${bucket}/${key}`

/** The media whose file an object is. */
export const mediaOf = (
  records: MetadataStore,
  { bucket, key }: ObjectAddress,
): string | undefined => records.get('address', addressKey(bucket, key))

/** The changes that make a media known, by its id and by the address of its object. */
export const newMedia = (media: MediaRecord): readonly Change[] => [
  { kind: 'media', key: media.mediaId, value: media },
  { kind: 'address', key: addressKey(media.bucket, media.key), value: media.mediaId },
]

/** A file arrived at the address of a media: it is `Normal` from now on, with the size that really arrived. */
export const completeUploads =
  (records: MetadataStore): Reaction =>
  ({ bucket, key, size, etag, atMs }) => {
    const mediaId = mediaOf(records, { bucket, key })
    const media = mediaId === undefined ? undefined : records.get('media', mediaId)
    if (!media) return []
    const event = media.status === 'Uploading' ? 'uploaded' : 'replaced'
    const value: MediaRecord = {
      ...media,
      status: 'Normal',
      size,
      etag,
      modifiedAtMs: atMs,
      history: [...media.history.slice(1 - maxHistory), { atMs, event }],
    }
    return [{ kind: 'media', key: media.mediaId, value }]
  }
