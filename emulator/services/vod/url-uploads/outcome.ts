import type { ProcessingProfile } from '#contracts/vod/states/index.ts'
import { UploadByURLComplete } from '#contracts/vod/url-upload-events.ts'
import { type Consequence, type Decision, together } from '../../../kernel/events.ts'
import type { Ports } from '../../../kernel/handler.ts'
import type { MediaRecord } from '../../../ports/records/media.ts'
import type { ObjectRecord } from '../../../ports/records/objects.ts'
import type { Stored } from '../../../ports/records/records.ts'
import type { UrlUploadRecord } from '../../../ports/records/url-uploads.ts'
import { decide } from '../../records.ts'
import { consequenceOf } from '../life.ts'
import { courseFor } from '../outcomes.ts'
import { report } from '../reporting.ts'
import { advanced, ended, type Holding, heldJob, replacing, type StoredJob } from './jobs.ts'

export interface OutcomePorts extends Pick<Ports, 'records' | 'events' | 'ids' | 'clock'> {
  readonly profile: ProcessingProfile
}

/** Why a job has failed. */
export interface Failure {
  readonly happening: 'notDownloaded' | 'notStored'
  /** One sentence, for people. */
  readonly reason: string
}

/** The video of a job was deleted while its file came. */
export class VideoGone extends Error {
  override readonly name = 'VideoGone'
}

/** What the service tells of a job that failed: one code and one text are documented, for what could not be downloaded. */
const errors = {
  notDownloaded: {
    errorCode: 'URLInvalidError',
    errorMessage: 'download video failed by the url, please check it',
  },
  notStored: {
    errorCode: 'InternalError',
    errorMessage: 'The request processing has failed due to some unknown error.',
  },
} as const

const told = (ports: OutcomePorts, job: UrlUploadRecord, media: MediaRecord, atMs: number) => {
  const { jobId: JobId, url: SourceURL, video, errorCode: ErrorCode, fileSize } = job
  const outcome =
    ErrorCode === undefined
      ? { VideoId: video.mediaId, Size: String(fileSize) }
      : { Status: 'fail', ErrorCode, ErrorMessage: job.errorMessage }
  const body = { JobId, SourceURL, ...outcome }
  return report(ports, { media, atMs }, [{ event: UploadByURLComplete, body }])
}

/** What is committed with the file of a job: its success. @throws JobLost, VideoGone */
export async function success(
  ports: OutcomePorts,
  holding: Holding,
  { size }: ObjectRecord,
): Promise<Decision> {
  const stored = await heldJob(holding)
  const media = await ports.records.get('media', stored.value.video.mediaId)
  if (!media) throw new VideoGone()
  // Nothing but its UserData, or a rule of its account, wants the upload to have failed.
  const isToFail = (await courseFor(ports.records, media.value)).outcome === 'UploadFail'
  const happened = isToFail
    ? { ...advanced(stored.value, 'notStored'), ...errors.notStored }
    : advanced(stored.value, 'stored', 'told')
  const atMs = ports.clock.now()
  const job = ended({ ...happened, fileSize: size }, atMs)
  return together([
    replacing(stored, job),
    { changes: [], expected: [{ kind: 'media', key: media.key, version: media.version }] },
    await told(ports, job, media.value, atMs),
  ])
}

/** What becomes of a video whose file could not be fetched. */
function failedVideo(
  { profile }: OutcomePorts,
  media: Stored<'media'> | undefined,
  reason: string,
  atMs: number,
): Consequence {
  if (media?.value.status !== 'Uploading') return { changes: [], expected: [] }
  const plan = 'storing'
  const entry = `not fetched: ${reason}`
  return consequenceOf(media, { happening: 'uploadFailed', plan, atMs, entry, profile })
}

async function failure(
  ports: OutcomePorts,
  stored: StoredJob,
  { happening, reason }: Failure,
): Promise<Decision> {
  const atMs = ports.clock.now()
  const media = await ports.records.get('media', stored.value.video.mediaId)
  const job = ended({ ...advanced(stored.value, happening), ...errors[happening] }, atMs)
  const consequence = failedVideo(ports, media, reason, atMs)
  const decisions: Decision[] = [replacing(stored, job), consequence]
  for (const event of consequence.events ?? []) decisions.push(await ports.events.decisionOn(event))
  decisions.push(await told(ports, job, media?.value ?? job.video, atMs))
  return together(decisions)
}

/** Ends a job that has failed. @throws JobLost */
export const fail = (ports: OutcomePorts, holding: Holding, why: Failure): Promise<void> =>
  decide(async () => {
    const { changes, expected } = await failure(ports, await heldJob(holding), why)
    await ports.records.commit(changes, expected)
  })
