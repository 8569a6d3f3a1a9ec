import { serialise } from '#contracts/derive/serialise.ts'
import {
  AttachedMediaUploadComplete,
  MediaBaseChangeComplete,
  type VodEvent,
} from '#contracts/vod/events.ts'
import type { Consequence, Reactions } from '../../kernel/events.ts'
import type { Ports } from '../../kernel/handler.ts'
import type { Ids } from '../../ports/ids.ts'
import type { MessageCallbackRecord } from '../../ports/records/callbacks.ts'
import type { DeliveryRecord } from '../../ports/records/deliveries.ts'
import type { MediaRecord } from '../../ports/records/media.ts'
import { callbackKey } from './callbacks.ts'
import { callbackOf, extendOf } from './user-data.ts'

interface ReportPorts extends Pick<Ports, 'records'> {
  readonly ids: Pick<Ids, 'eventId'>
}

interface Happening {
  readonly event: VodEvent
  readonly media: MediaRecord
  readonly atMs: number
  /** As the event declares it. */
  readonly body: object
}

const selects = ({ eventTypes }: MessageCallbackRecord, name: string): boolean =>
  eventTypes.includes('ALL') || eventTypes.includes(name)

/** A callback of UserData takes effect only where the account has one of HTTP. */
const targetOf = ({ target }: MessageCallbackRecord, { userData }: MediaRecord) =>
  target.type === 'HTTP' ? (callbackOf(userData) ?? target) : target

function waiting(
  id: string,
  callback: MessageCallbackRecord,
  { event: { name, body: schema }, media, atMs, body }: Happening,
): DeliveryRecord {
  const { accountId, region, appId, mediaId } = media
  const { isSigned, authKey } = callback
  return {
    id,
    accountId,
    region,
    appId,
    mediaId,
    type: name,
    happenedAtMs: atMs,
    target: targetOf(callback, media),
    ...(isSigned && authKey !== undefined && { authKey }),
    body: JSON.stringify(serialise(schema, body)),
    status: 'waiting',
    attempts: [],
    failures: 0,
    dueAtMs: 0,
    lane: mediaId,
  }
}

/** Has an event delivered, if the callback of the media's application wants it. */
async function report({ records, ids }: ReportPorts, happening: Happening): Promise<Consequence> {
  const at = { kind: 'messageCallback', key: callbackKey(happening.media) } as const
  const callback = await records.get(at.kind, at.key)
  const expected = [{ ...at, version: callback?.version }]
  if (!callback || !selects(callback.value, happening.event.name)) return { changes: [], expected }
  const id = ids.eventId()
  const value = waiting(id, callback.value, happening)
  return { changes: [{ kind: 'delivery', key: id, value }], expected }
}

const textOf = (value: string | readonly (string | number)[] | undefined): string | undefined =>
  typeof value === 'object' ? value.join(',') || undefined : value

/** What a member was and is, as the service writes it; undefined when it has not changed. */
function change(before: Parameters<typeof textOf>[0], after: typeof before): string | undefined {
  const [OldValue, NewValue] = [textOf(before), textOf(after)]
  return OldValue === NewValue ? undefined : JSON.stringify({ OldValue, NewValue })
}

/** What has changed of what is said of a media. */
const contentOf = (before: MediaRecord, after: MediaRecord) => ({
  Title: change(before.title, after.title),
  Description: change(before.description, after.description),
  CateIds: change(before.cateIds, after.cateIds),
  Tags: change(before.tags, after.tags),
})

/** What all events say of a media, beside their own members. */
function common({ userData }: MediaRecord, atMs: number, EventType: string) {
  const Extend = extendOf(userData)
  return { EventType, EventTime: atMs, Status: 'success', ...(Extend !== undefined && { Extend }) }
}

/** Which events callbacks receive of what happens to media. */
export const callbackReactions = (ports: ReportPorts): Reactions => ({
  'media.uploaded': ({ after: media, atMs }) => {
    const event = AttachedMediaUploadComplete
    const body = {
      ...common(media, atMs, event.name),
      AttachedMediaId: media.mediaId,
      Size: media.size ?? 0,
      FileURL: media.fileUrl,
    }
    return report(ports, { event, media, atMs, body })
  },
  'media.updated': async ({ before, after: media, atMs }) => {
    const event = MediaBaseChangeComplete
    const MediaContent = contentOf(before, media)
    if (Object.values(MediaContent).every((value) => value === undefined))
      return { changes: [], expected: [] }
    const body = {
      ...common(media, atMs, event.name),
      MediaId: media.mediaId,
      MediaType: 'attached',
      OperateMode: 'update',
      MediaContent,
    }
    return report(ports, { event, media, atMs, body })
  },
})
