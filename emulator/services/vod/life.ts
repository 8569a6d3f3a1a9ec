import {
  attachedMediaMachine,
  durations,
  type Happening,
  imageMachine,
  type Plan,
  type Processing,
  type ProcessingProfile,
  type StateMachine,
  videoMachine,
} from '#contracts/vod/states/index.ts'
import type { Consequence } from '../../kernel/events.ts'
import type { MediaKind, MediaRecord, MediaState } from '../../ports/records/media.ts'
import type { Change, Stored } from '../../ports/records/records.ts'

const machines: Readonly<Record<MediaKind, StateMachine<MediaState>>> = {
  'attached-media': attachedMediaMachine,
  video: videoMachine,
  image: imageMachine,
}

/** Maximum number of entries kept of a media's history. */
const maxHistory = 100

/** A media, to whose history an entry is added. */
export const withHistory = <M extends MediaRecord>(media: M, atMs: number, event: string): M => ({
  ...media,
  history: [...media.history.slice(1 - maxHistory), { atMs, event }],
})

/** A media without what is known of an earlier file. */
export function withoutFacts(media: MediaRecord): MediaRecord {
  const { facts, duration, ...others } = media
  if (others.kind !== 'video') return others
  const { isSourceDeleted, ...video } = others
  return video
}

/** The row of the state machine that says what a happening does to a media; undefined: nothing. */
const transitionOf = (
  { kind, status }: Pick<MediaRecord, 'kind' | 'status'>,
  happening: Happening,
  plan: Plan,
) =>
  machines[kind].find(
    ({ on, from, plans }) =>
      on === happening &&
      (from === undefined || from.includes(status)) &&
      (plans === undefined || plans.includes(plan)),
  )

/** What happened to a media. */
export interface Occurrence {
  readonly happening: Happening
  readonly plan: Plan
  readonly atMs: number
  /** How its history calls it. */
  readonly entry: string
  readonly profile: ProcessingProfile
}

/** The end of a processing, as work that is due. */
function processingWork(
  mediaId: string,
  processing: Processing,
  { atMs, profile }: Occurrence,
): Change {
  const dueAtMs = atMs + durations[profile][processing] * 1000
  const value = { type: 'media.process', mediaId, processing, dueAtMs } as const
  return { kind: 'dueWork', key: `media.process/${mediaId}`, value }
}

/** A new media to which something happened at once, and the work that comes next. */
export function begun<M extends MediaRecord>(media: M, occurrence: Occurrence) {
  const transition = transitionOf(media, occurrence.happening, occurrence.plan)
  const { status = media.status, next } = transition ? { ...transition, status: transition.to } : {}
  return {
    media: { ...withHistory(media, occurrence.atMs, occurrence.entry), status },
    work: next ? [processingWork(media.mediaId, next, occurrence)] : [],
  }
}

/**
 * What follows from something that happened to a media: its next state, what callbacks receive, the processing that comes
 * next. Work that was waiting for it is replaced.
 *
 * @param known the media with what is known of it now
 */
export function consequenceOf(
  { key, version, value: before }: Stored<'media'>,
  occurrence: Occurrence,
  known: MediaRecord = before,
): Consequence {
  const { happening, plan, atMs, entry } = occurrence
  const transition = transitionOf(before, happening, plan)
  const media = { kind: 'media', key } as const
  const expected = [{ ...media, version }]
  if (!transition) return { changes: [], expected }
  const { to: status, sends = [], next } = transition
  const after = { ...withHistory(known, atMs, entry), status, modifiedAtMs: atMs }
  const work = next ? [processingWork(key, next, occurrence)] : []
  return {
    changes: [{ ...media, value: after }, ...work],
    expected,
    events: [{ type: 'media.status', mediaId: key, before, after, atMs, sends }],
  }
}
