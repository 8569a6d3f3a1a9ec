import { type Decision, type Reaction, type Reactions, together } from '../../kernel/events.ts'
import type { Ports } from '../../kernel/handler.ts'
import type { MultipartService, ObjectService } from '../../kernel/object-service.ts'
import type { ObjectAddress } from '../../ports/object-store.ts'
import type { MediaRecord } from '../../ports/records/media.ts'
import type { Change, Expectation, Records, Stored } from '../../ports/records/records.ts'
import type { Account } from '../accounts.ts'
import { decide } from '../records.ts'

/** The services that remove files. */
export interface FilePorts {
  readonly objects: Pick<ObjectService, 'remove'>
  readonly multipart: Pick<MultipartService, 'abortAll'>
}

/** Maximum number of entries kept of a media's history. */
const maxHistory = 100

/** Where the media of an object is looked up. */
const addressKey = ({ bucket, key }: ObjectAddress): string => `${bucket}/${key}`

/** The media whose file an object is. */
export const mediaOf = async (records: Records, at: ObjectAddress): Promise<string | undefined> =>
  (await records.get('address', addressKey(at)))?.value.mediaId

/** The file at the address of a media; undefined before it was uploaded, and after it was removed. */
export const fileOf = (
  records: Records,
  at: ObjectAddress,
): Promise<Stored<'object'> | undefined> => records.get('object', addressKey(at))

type Place = Pick<Account, 'accountId' | 'region'>

/** A media of an account in a region; in another one it does not exist. */
export async function findMedia(
  records: Records,
  { accountId, region }: Place,
  mediaId: string,
): Promise<Stored<'media'> | undefined> {
  const found = await records.get('media', mediaId)
  return found?.value.accountId === accountId && found.value.region === region ? found : undefined
}

/** Makes a media known, by its id and by the address of its object, together with other decisions. */
export async function addMedia(
  { records, events }: Ports,
  media: MediaRecord,
  ...besides: readonly Decision[]
): Promise<void> {
  const { mediaId, createdAtMs: atMs } = media
  const own: readonly Change[] = [
    { kind: 'media', key: mediaId, value: media },
    { kind: 'address', key: addressKey(media), value: { mediaId } },
  ]
  const { changes, expected } = together([
    { changes: own, expected: own.map(({ kind, key }) => ({ kind, key, version: undefined })) },
    await events.decisionOn({ type: 'media.created', mediaId, after: media, atMs }),
    ...besides,
  ])
  await records.commit(changes, expected)
}

const withHistory = (media: MediaRecord, atMs: number, event: string): MediaRecord => ({
  ...media,
  history: [...media.history.slice(1 - maxHistory), { atMs, event }],
})

/** What a caller may change of a media. */
export type MediaChanges = Partial<Pick<MediaRecord, 'title' | 'description' | 'tags' | 'cateIds'>>

async function changed(
  { events }: Ports,
  { key, value: before, version }: Stored<'media'>,
  changes: MediaChanges,
  atMs: number,
): Promise<readonly Decision[]> {
  const after = withHistory({ ...before, ...changes, modifiedAtMs: atMs }, atMs, 'updated')
  const media = { kind: 'media', key } as const
  return [
    { changes: [{ ...media, value: after }], expected: [{ ...media, version }] },
    await events.decisionOn({ type: 'media.updated', mediaId: key, atMs, before, after }),
  ]
}

/** Changes media of an account in a region, all at once, and answers the ids of those that there are not. */
export const updateMedia = (
  ports: Ports,
  place: Place,
  changes: ReadonlyMap<string, MediaChanges>,
): Promise<readonly string[]> =>
  decide(async () => {
    const missing: string[] = []
    const decisions: Decision[] = []
    for (const [mediaId, change] of changes) {
      const found = await findMedia(ports.records, place, mediaId)
      if (!found) missing.push(mediaId)
      else if (Object.keys(change).length > 0)
        decisions.push(...(await changed(ports, found, change, ports.clock.now())))
    }
    const { changes: all, expected } = together(decisions)
    if (all.length > 0) await ports.records.commit(all, expected)
    return missing
  })

/** What it takes to forget a media. */
export async function removalOf(
  { events, clock }: Ports,
  { key, version, value }: Stored<'media'>,
): Promise<Decision> {
  const media = { kind: 'media', key } as const
  return together([
    {
      changes: [media, { kind: 'address', key: addressKey(value) }],
      expected: [{ ...media, version }],
    },
    await events.decisionOn({
      type: 'media.deleted',
      mediaId: key,
      before: value,
      atMs: clock.now(),
    }),
  ])
}

/** Removes the file of a media that was forgotten, and aborts uploads to it. */
export async function removeFile(
  { multipart, objects }: FilePorts,
  media: MediaRecord,
): Promise<void> {
  await multipart.abortAll(media)
  await objects.remove(media)
}

/** Forgets a media of an account in a region and answers what it was; undefined when there is none. */
export const removeMedia = (
  ports: Ports,
  place: Place,
  mediaId: string,
): Promise<MediaRecord | undefined> =>
  decide(async () => {
    const found = await findMedia(ports.records, place, mediaId)
    if (!found) return undefined
    const { changes, expected } = await removalOf(ports, found)
    await ports.records.commit(changes, expected)
    return found.value
  })

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

/** A file arrived at the address of a media: it is `Normal` from now on, with the size that really arrived. */
const fileArrived =
  (records: Records): Reaction<'object.created'> =>
  async ({ bucket, key: objectKey, size, etag, atMs }) => {
    const { media, expected } = await locate(records, { bucket, key: objectKey })
    if (!media) return { changes: [], expected: [expected] }
    const { key, version, value: before } = media
    const isFirst = before.status === 'Uploading'
    const known = withHistory(before, atMs, isFirst ? 'uploaded' : 'replaced')
    const after: MediaRecord = { ...known, status: 'Normal', size, etag, modifiedAtMs: atMs }
    const change = { kind: 'media', key } as const
    const happened = { mediaId: key, before, after, atMs }
    return {
      changes: [{ ...change, value: after }],
      expected: [expected, { ...change, version }],
      events: [
        { type: 'media.uploaded', ...happened },
        ...(isFirst ? [{ type: 'media.status', ...happened } as const] : []),
      ],
    }
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
export const mediaReactions = (records: Records): Reactions => ({
  'object.created': fileArrived(records),
  'object.removed': fileRemoved(records),
})
