import type { SearchType } from '#contracts/vod/search-fields.ts'
import type { Urls } from '../../../kernel/urls.ts'
import type { MediaRecord } from '../../../ports/records/media.ts'
import type { Account } from '../../accounts.ts'
import { type AccessUrlPorts, accessUrl } from '../access-urls.ts'
import { coverOf, snapshotOf } from '../covers.ts'
import { categoriesOf, categoryOf, mediaMembers } from '../media-answer.ts'

/** What is the same of all videos and audios here. */
export const constants = { MediaSource: 'general', PreprocessStatus: 'UnPreprocess' } as const

interface Answering {
  readonly account: Account
  readonly urls: Urls
  /** What is asked for besides id and time. */
  readonly fields: ReadonlySet<string>
}

const picked = <T extends object>(members: T, names: ReadonlySet<string>): Partial<T> =>
  Object.fromEntries(Object.entries(members).filter(([name]) => names.has(name))) as Partial<T>

/** What videos and audios alone have. */
const playedMembers = ({ size, duration }: MediaRecord) => ({
  ...constants,
  ...(size !== undefined && { Size: size }),
  ...(duration !== undefined && { Duration: duration }),
  SpriteSnapshots: [],
  DownloadSwitch: 'on',
  TranscodeMode: 'NoTranscode',
})

/** The cover of a video, and the one snapshot that it may have. */
async function pictures(ports: AccessUrlPorts, media: MediaRecord, urls: Urls) {
  if (media.kind !== 'video') return {}
  const CoverURL = await coverOf(ports, media, urls)
  const snapshot = await snapshotOf(ports, media, urls)
  return {
    ...(CoverURL !== undefined && { CoverURL }),
    Snapshots: snapshot === undefined ? [] : [snapshot],
  }
}

/** What is asked for of a media; a search can ask for what its type of media has. */
async function askedMembers(ports: AccessUrlPorts, media: MediaRecord, answering: Answering) {
  const { account, urls, fields } = answering
  const asksFor = (...names: readonly string[]) => names.some((name) => fields.has(name))
  return {
    ...picked({ ...mediaMembers(media), ...playedMembers(media) }, fields),
    ...(asksFor('BusinessType') && { BusinessType: media.businessType ?? '' }),
    ...(asksFor('URL') && { URL: await accessUrl(ports, media, urls) }),
    ...(asksFor('Categories') && { Categories: await categoriesOf(media, account) }),
    ...(asksFor('CoverURL', 'Snapshots') && picked(await pictures(ports, media, urls), fields)),
    ...(asksFor('CateId', 'CateName') && picked({ ...(await categoryOf(media, account)) }, fields)),
  }
}

/** A media that was found, as an answer tells of it. */
export async function describe(
  ports: AccessUrlPorts,
  media: MediaRecord,
  type: SearchType,
  answering: Answering,
) {
  const { mediaId: MediaId, createdAtMs: CreationTime } = media
  const found = { CreationTime, MediaType: type, MediaId }
  const members = { ...(await askedMembers(ports, media, answering)), CreationTime }
  switch (type) {
    case 'video':
      return { ...found, Video: { ...members, VideoId: MediaId } }
    case 'audio':
      return { ...found, Audio: { ...members, AudioId: MediaId } }
    case 'image':
      return { ...found, Image: { ...members, ImageId: MediaId } }
    case 'attached':
      return { ...found, AttachedMedia: { ...members, MediaId } }
  }
}
