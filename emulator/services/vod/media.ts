import type { Reaction } from '../../kernel/events.ts'
import type { ObjectAddress } from '../../ports/object-store.ts'
import type { MediaRecord } from '../../ports/records/media.ts'
import type { Change, Expectation, Records } from '../../ports/records/records.ts'

/** Most entries that are kept of a media's history. */
const maxHistory = 100

/** Where a media of an object is found again. */
const addressKey = ({ bucket, key }: ObjectAddress): string => `${bucket}/${key}`

/** The media whose file an object is. */
export const mediaOf = async (records: Records, at: ObjectAddress): Promise<string | undefined> =>
  (await records.get('address', addressKey(at)))?.value.mediaId

/** Makes a media known, by its id and by the address of its object. */
export function addMedia(records: Records, media: MediaRecord): Promise<void> {
  const { mediaId } = media
  const changes: readonly Change[] = [
    { kind: 'media', key: mediaId, value: media },
    { kind: 'address', key: addressKey(media), value: { mediaId } },
  ]
  return records.commit(
    changes,
    changes.map(({ kind, key }) => ({ kind, key, version: undefined })),
  )
}

/** A file arrived at the address of a media: it is `Normal` from now on, with the size that really arrived. */
export const completeUploads =
  (records: Records): Reaction =>
  async ({ size, etag, atMs, ...at }) => {
    const address = await records.get('address', addressKey(at))
    const known: Expectation = { kind: 'address', key: addressKey(at), version: address?.version }
    const found = address && (await records.get('media', address.value.mediaId))
    if (!found) return { changes: [], expected: [known] }
    const { key, value: media, version } = found
    const event = media.status === 'Uploading' ? 'uploaded' : 'replaced'
    const value: MediaRecord = {
      ...media,
      status: 'Normal',
      size,
      etag,
      modifiedAtMs: atMs,
      history: [...media.history.slice(1 - maxHistory), { atMs, event }],
    }
    return {
      changes: [{ kind: 'media', key, value }],
      expected: [known, { kind: 'media', key, version }],
    }
  }
