import type { Happening, ProcessingProfile } from '#contracts/vod/states/index.ts'
import { type Decision, together } from '../../kernel/events.ts'
import type { Ports } from '../../kernel/handler.ts'
import type { ObjectService } from '../../kernel/object-service.ts'
import type { VideoFacts } from '../../ports/media-probe.ts'
import type { DueWorkRecord } from '../../ports/records/due-work.ts'
import type { MediaRecord, VideoRecord } from '../../ports/records/media.ts'
import type { ObjectRecord } from '../../ports/records/objects.ts'
import { Conflict, type Expectation, type Stored } from '../../ports/records/records.ts'
import { StorageError } from '../../ports/storage-error.ts'
import { type Analysis, type AnalysisPorts, analyseImage, analyseVideo } from './analysis.ts'
import { consequenceOf, withoutFacts } from './life.ts'
import { addressKey, fileOf } from './media.ts'
import { type Course, courseFor } from './outcomes.ts'
import { putPlaceholderCover } from './placeholder-cover.ts'

export interface ProcessingPorts extends Pick<Ports, 'records' | 'events'>, AnalysisPorts {
  readonly objects: Pick<ObjectService, 'put'>
}

/**
 * The facts of a file; undefined when its bytes are of no such media, or lost.
 *
 * @throws Conflict when it was replaced or removed meanwhile
 */
async function factsOf<Facts>(
  { records }: ProcessingPorts,
  analysis: Analysis<Facts>,
  file: ObjectRecord,
): Promise<Facts | undefined> {
  if (analysis.outcome === 'good') return analysis.facts
  if (analysis.outcome === 'bad') return undefined
  const now = await fileOf(records, file)
  // Tried again, bytes that the store has lost would keep all other work waiting.
  if (now?.value.revision === file.revision) return undefined
  throw new Conflict({ kind: 'object', key: addressKey(file), version: now?.version })
}

/** What a store cannot read makes room for other work: the worker would wait for a StorageError to pass. */
async function unlessUnreadable<T>(reading: Promise<T>, file: ObjectRecord): Promise<T> {
  try {
    return await reading
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    throw new Error(`The file ${addressKey(file)} could not be read.`, { cause: error })
  }
}

const withFacts = (video: VideoRecord, facts: VideoFacts): VideoRecord => ({
  ...video,
  facts,
  ...(facts.duration !== undefined && { duration: facts.duration }),
})

/** A video with pictures, but without a cover of the caller's, gets one that is made. */
async function withCover(ports: ProcessingPorts, video: VideoRecord): Promise<VideoRecord> {
  if (video.coverUrl !== undefined || video.facts?.width === undefined) return video
  const cover = await putPlaceholderCover(ports, video)
  return cover ? { ...video, coverKey: cover.key } : video
}

/** A media with what its file tells; undefined when that is none of its kind. @throws Conflict when it was replaced meanwhile */
async function learnt(
  ports: ProcessingPorts,
  media: MediaRecord,
  file: ObjectRecord,
): Promise<MediaRecord | undefined> {
  switch (media.kind) {
    case 'attached-media':
      return media
    case 'image': {
      const facts = await factsOf(
        ports,
        await unlessUnreadable(analyseImage(ports, file), file),
        file,
      )
      return facts && { ...media, facts }
    }
    case 'video': {
      const facts = await factsOf(
        ports,
        await unlessUnreadable(analyseVideo(ports, file), file),
        file,
      )
      return facts && withCover(ports, withFacts(media, facts))
    }
  }
}

/** How a processing ended, with what is known of the media now. */
interface Result {
  readonly happening: Happening
  readonly known: MediaRecord
  readonly expected: readonly Expectation[]
}

/** A file that was removed before it was analysed is as one that is damaged. */
async function analysisOf(ports: ProcessingPorts, media: MediaRecord): Promise<Result> {
  const file = await fileOf(ports.records, media)
  const known = file && (await learnt(ports, media, file.value))
  const expected = file ? [{ kind: 'object', key: file.key, version: file.version } as const] : []
  return known
    ? { happening: 'analysed', known, expected }
    : { happening: 'damaged', known: withoutFacts(media), expected }
}

async function resultOf(
  ports: ProcessingPorts,
  { processing }: DueWorkRecord<'media.process'>,
  media: MediaRecord,
  { outcome }: Course,
): Promise<Result> {
  switch (processing) {
    case 'analysis':
      return analysisOf(ports, media)
    case 'transcoding': {
      const happening = outcome === 'TranscodeFail' ? 'transcodingFailed' : 'transcoded'
      return { happening, known: media, expected: [] }
    }
    case 'review': {
      const happening = outcome === 'Blocked' ? 'blocked' : 'passed'
      return { happening, known: media, expected: [] }
    }
  }
}

async function ended(
  ports: ProcessingPorts,
  profile: ProcessingProfile,
  work: DueWorkRecord<'media.process'>,
  media: Stored<'media'>,
): Promise<Decision> {
  const course = await courseFor(ports.records, media.value)
  const { happening, known, expected } = await resultOf(ports, work, media.value, course)
  const occurrence = { happening, plan: course.plan, atMs: work.dueAtMs, profile } as const
  const consequence = consequenceOf(media, { ...occurrence, entry: happening }, known)
  const decisions: Decision[] = [consequence, { changes: [], expected }]
  for (const event of consequence.events ?? []) decisions.push(await ports.events.decisionOn(event))
  return together(decisions)
}

/** Ends a processing of a media: what it leads to. The media may be gone by then. */
export const processMedia =
  (ports: ProcessingPorts, profile: ProcessingProfile) =>
  async (work: DueWorkRecord<'media.process'>): Promise<Decision> => {
    const media = await ports.records.get('media', work.mediaId)
    return media ? ended(ports, profile, work, media) : { changes: [], expected: [] }
  }
