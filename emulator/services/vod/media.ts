import { type Decision, together } from '../../kernel/events.ts'
import type { Ports } from '../../kernel/handler.ts'
import type { MultipartService, ObjectService } from '../../kernel/object-service.ts'
import type { ObjectAddress } from '../../ports/object-store.ts'
import type { MediaKind, MediaOf, MediaRecord, VideoRecord } from '../../ports/records/media.ts'
import type { Change, Records, Stored } from '../../ports/records/records.ts'
import type { Account } from '../accounts.ts'
import { decide } from '../records.ts'
import { withHistory } from './life.ts'

/** The services that remove files. */
export interface FilePorts {
  readonly objects: Pick<ObjectService, 'remove'>
  readonly multipart: Pick<MultipartService, 'abortAll'>
}

/** Where the media of an object is looked up. */
export const addressKey = ({ bucket, key }: ObjectAddress): string => `${bucket}/${key}`

/** The media whose file an object is. */
export const mediaOf = async (records: Records, at: ObjectAddress): Promise<string | undefined> =>
  (await records.get('address', addressKey(at)))?.value.mediaId

/** The file at the address of a media; undefined before it was uploaded, and after it was removed. */
export const fileOf = (
  records: Records,
  at: ObjectAddress,
): Promise<Stored<'object'> | undefined> => records.get('object', addressKey(at))

type Place = Pick<Account, 'accountId' | 'region'>

/** A media of a kind, as it was found. */
export interface StoredMedia<K extends MediaKind = MediaKind> extends Stored<'media'> {
  readonly value: MediaOf<K>
}

const isOf = <K extends MediaKind>(found: Stored<'media'>, kind: K): found is StoredMedia<K> =>
  found.value.kind === kind

/** A media of a kind, of an account in a region; in another one it does not exist. */
export async function findMedia<K extends MediaKind>(
  records: Records,
  { accountId, region }: Place,
  kind: K,
  mediaId: string,
): Promise<StoredMedia<K> | undefined> {
  const found = await records.get('media', mediaId)
  if (found?.value.accountId !== accountId || found.value.region !== region) return undefined
  return isOf(found, kind) ? found : undefined
}

/** Key of the record that says which video of an account has a ReferenceId. */
export const referenceKey = (accountId: string, referenceId: string): string =>
  `${accountId}/${referenceId}`

/** Key of the record that says which video of an account was registered of a file of a name. */
export const registrationKey = (accountId: string, fileName: string): string =>
  `${accountId}/${fileName}`

type NameChange = Extract<Change, { readonly kind: 'address' | 'reference' | 'registration' }>

/** Under what a media is found, besides its id. */
const namesOf = (media: MediaRecord): readonly NameChange[] => {
  const { mediaId, accountId } = media
  const address = { kind: 'address', key: addressKey(media), value: { mediaId } } as const
  if (media.kind !== 'video') return [address]
  const names: NameChange[] = [address]
  if (media.referenceId !== undefined) {
    const key = referenceKey(accountId, media.referenceId)
    names.push({ kind: 'reference', key, value: { mediaId } })
  }
  if (media.isRegistered) {
    const key = registrationKey(accountId, media.fileName)
    names.push({ kind: 'registration', key, value: { mediaId } })
  }
  return names
}

/** Makes a media known, by its id and its other names, together with other decisions. @throws Conflict when one is taken */
export async function addMedia(
  { records, events }: Ports,
  media: MediaRecord,
  ...besides: readonly Decision[]
): Promise<void> {
  const { mediaId, createdAtMs: atMs } = media
  const own: readonly Change[] = [{ kind: 'media', key: mediaId, value: media }, ...namesOf(media)]
  const { changes, expected } = together([
    { changes: own, expected: own.map(({ kind, key }) => ({ kind, key, version: undefined })) },
    await events.decisionOn({ type: 'media.created', mediaId, after: media, atMs }),
    ...besides,
  ])
  await records.commit(changes, expected)
}

/** What a caller may change of a media. */
export type MediaChanges = Partial<
  Pick<MediaRecord, 'title' | 'description' | 'tags' | 'cateIds' | 'userData'> &
    Pick<VideoRecord, 'coverUrl'>
>

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

/** Changes media of a kind, of an account in a region, all at once, and answers the ids of those that there are not. */
export const updateMedia = (
  ports: Ports,
  place: Place,
  kind: MediaKind,
  changes: ReadonlyMap<string, MediaChanges>,
): Promise<readonly string[]> =>
  decide(async () => {
    const missing: string[] = []
    const decisions: Decision[] = []
    for (const [mediaId, change] of changes) {
      const found = await findMedia(ports.records, place, kind, mediaId)
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
      changes: [media, ...namesOf(value).map(({ kind, key: name }) => ({ kind, key: name }))],
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

/** Forgets a media of a kind, of an account in a region, and answers what it was; undefined when there is none. */
export const removeMedia = <K extends MediaKind>(
  ports: Ports,
  place: Place,
  kind: K,
  mediaId: string,
): Promise<MediaOf<K> | undefined> =>
  decide(async () => {
    const found = await findMedia(ports.records, place, kind, mediaId)
    if (!found) return undefined
    const { changes, expected } = await removalOf(ports, found)
    await ports.records.commit(changes, expected)
    return found.value
  })
