import { serialise } from '#contracts/derive/serialise.ts'
import type { VodEvent } from '#contracts/vod/events.ts'
import type { Decision } from '../../kernel/events.ts'
import type { Ports } from '../../kernel/handler.ts'
import type { Ids } from '../../ports/ids.ts'
import type { MessageCallbackRecord } from '../../ports/records/callbacks.ts'
import type { DeliveryRecord } from '../../ports/records/deliveries.ts'
import type { MediaRecord } from '../../ports/records/media.ts'
import { callbackKey } from './callbacks.ts'
import { callbackOf, extendOf } from './user-data.ts'

export interface ReportPorts extends Pick<Ports, 'records'> {
  readonly ids: Pick<Ids, 'eventId'>
}

/** An event, and its members beside those that all events have. */
export interface VodMessage {
  readonly event: VodEvent
  readonly body: object
}

/** Where something happened, and when. */
interface Source {
  readonly media: MediaRecord
  readonly atMs: number
}

const selects = ({ eventTypes }: MessageCallbackRecord, name: string): boolean =>
  eventTypes.includes('ALL') || eventTypes.includes(name)

/** A callback of UserData takes effect only where the account has one of HTTP. */
const targetOf = ({ target }: MessageCallbackRecord, { userData }: MediaRecord) =>
  target.type === 'HTTP' ? (callbackOf(userData) ?? target) : target

/** The members of all events; a failure has a Status of its own. */
function bodyOf({ media: { userData }, atMs }: Source, { event, body }: VodMessage): string {
  const Extend = extendOf(userData)
  const common = { EventType: event.name, EventTime: atMs, Status: 'success' }
  const members = { ...common, ...(Extend !== undefined && { Extend }), ...body }
  return JSON.stringify(serialise(event.body, members))
}

function waiting(
  id: string,
  callback: MessageCallbackRecord,
  source: Source,
  message: VodMessage,
): DeliveryRecord {
  const { accountId, region, appId, mediaId } = source.media
  const { isSigned, authKey } = callback
  return {
    id,
    accountId,
    region,
    appId,
    mediaId,
    type: message.event.name,
    happenedAtMs: source.atMs,
    target: targetOf(callback, source.media),
    ...(isSigned && authKey !== undefined && { authKey }),
    body: bodyOf(source, message),
    status: 'waiting',
    attempts: [],
    failures: 0,
    dueAtMs: 0,
    lane: mediaId,
  }
}

/** Has those of some events delivered, in their order, that the callback of the media's application wants. */
export async function report(
  { records, ids }: ReportPorts,
  source: Source,
  messages: readonly VodMessage[],
): Promise<Decision> {
  if (messages.length === 0) return { changes: [], expected: [] }
  const at = { kind: 'messageCallback', key: callbackKey(source.media) } as const
  const callback = await records.get(at.kind, at.key)
  const expected = [{ ...at, version: callback?.version }]
  if (!callback) return { changes: [], expected }
  const wanted = messages.filter(({ event }) => selects(callback.value, event.name))
  const changes = wanted.map((message) => {
    const key = ids.eventId()
    return { kind: 'delivery', key, value: waiting(key, callback.value, source, message) } as const
  })
  return { changes, expected }
}
