import { DeleteMediaComplete, MediaBaseChangeComplete } from '#contracts/vod/change-events.ts'
import type { MediaRecord } from '../../ports/records/media.ts'
import type { VodMessage } from './reporting.ts'

type Value = string | number | readonly (string | number)[] | undefined

const writtenOf = (value: Value): string | number | undefined =>
  typeof value === 'object' ? value.join(',') || undefined : value

/** What a member was and is, as the service writes it; undefined when it has not changed. */
function change(before: Value, after: Value): string | undefined {
  const [OldValue, NewValue] = [writtenOf(before), writtenOf(after)]
  return OldValue === NewValue ? undefined : JSON.stringify({ OldValue, NewValue })
}

/** What is said of a media, by the names that events have for it. */
const saidOf = (media: MediaRecord): Readonly<Record<string, Value>> => ({
  Title: media.title,
  Description: media.description,
  CoverURL: media.kind === 'video' ? media.coverUrl : undefined,
  ...(media.kind === 'attached-media' ? { CateIds: media.cateIds } : { CateId: media.cateIds[0] }),
  Tags: media.tags,
})

const nothing: Readonly<Record<string, Value>> = {}

/** What has changed of what is said of a media, as events tell it; undefined when nothing has. */
function contentOf(before: MediaRecord | undefined, after: MediaRecord | undefined) {
  const was = before ? saidOf(before) : nothing
  const is = after ? saidOf(after) : nothing
  const names = Object.keys({ ...was, ...is })
  const changes = names.map((name) => [name, change(was[name], is[name])] as const)
  return changes.some(([, text]) => text !== undefined) ? Object.fromEntries(changes) : undefined
}

const mediaTypes = { 'attached-media': 'attached', image: 'image', video: 'video' } as const

function baseChange(
  { mediaId: MediaId, kind }: MediaRecord,
  OperateMode: 'create' | 'update' | 'delete',
  MediaContent: object = {},
): VodMessage {
  const body = { MediaId, MediaType: mediaTypes[kind], OperateMode, MediaContent }
  return { event: MediaBaseChangeComplete, body }
}

/** What callbacks receive when a media was made: of a video alone. */
export const creationMessages = (media: MediaRecord): readonly VodMessage[] =>
  media.kind === 'video' ? [baseChange(media, 'create', contentOf(undefined, media))] : []

/** What callbacks receive when something was changed of a media. */
export function updateMessages(before: MediaRecord, after: MediaRecord): readonly VodMessage[] {
  const content = contentOf(before, after)
  return content ? [baseChange(after, 'update', content)] : []
}

/** What callbacks receive when a media was deleted: of a video alone. */
export function deletionMessages(media: MediaRecord): readonly VodMessage[] {
  if (media.kind !== 'video') return []
  const body = { MediaId: media.mediaId, MediaType: mediaTypes[media.kind], DeleteType: 'all' }
  const changed = baseChange(media, 'delete', contentOf(media, undefined))
  return [changed, { event: DeleteMediaComplete, body }]
}
