import type { ProcessingProfile } from '#contracts/vod/states/index.ts'
import type { Reaction, Reactions } from '../../kernel/events.ts'
import type { ObjectAddress } from '../../ports/object-store.ts'
import type { Expectation, Records, Stored } from '../../ports/records/records.ts'
import { consequenceOf, withHistory, withoutFacts } from './life.ts'
import { addressKey } from './media.ts'
import { courseFor } from './outcomes.ts'

interface Located {
  readonly media: Stored<'media'> | undefined
  /** Expects that the file still belongs to this media, or to none. */
  readonly expected: Expectation
}

async function locate(records: Records, at: ObjectAddress): Promise<Located> {
  const address = { kind: 'address', key: addressKey(at) } as const
  const found = await records.get(address.kind, address.key)
  const media = found && (await records.get('media', found.value.mediaId))
  return { media, expected: { ...address, version: found?.version } }
}

/** A file arrived at the address of a media, with the size that really arrived. */
const fileArrived =
  (records: Records, profile: ProcessingProfile): Reaction<'object.created'> =>
  async ({ bucket, key, size, etag, atMs }) => {
    const { media, expected } = await locate(records, { bucket, key })
    if (!media) return { changes: [], expected: [expected] }
    const { plan, outcome } = await courseFor(records, media.value)
    const happening = outcome === 'UploadFail' ? 'uploadFailed' : 'uploaded'
    const entry = media.value.status === 'Uploading' ? 'uploaded' : 'replaced'
    const occurrence = { happening, plan, atMs, entry, profile } as const
    const known = withoutFacts({ ...media.value, size, etag })
    const consequence = consequenceOf(media, occurrence, known)
    return { ...consequence, expected: [expected, ...consequence.expected] }
  }

/** The file of a media was removed: VOD does not notice, so only the media's history records it. */
const fileRemoved =
  (records: Records): Reaction<'object.removed'> =>
  async ({ bucket, key: objectKey, atMs }) => {
    const { media, expected } = await locate(records, { bucket, key: objectKey })
    if (!media) return { changes: [], expected: [expected] }
    const { key, version, value } = media
    const change = { kind: 'media', key } as const
    return {
      changes: [{ ...change, value: withHistory(value, atMs, 'file removed') }],
      expected: [expected, { ...change, version }],
    }
  }

/** How media react to what happens to their files. */
export const mediaReactions = (records: Records, profile: ProcessingProfile): Reactions => ({
  'object.created': fileArrived(records, profile),
  'object.removed': fileRemoved(records),
})
