import {
  type UrlUploadHappening,
  type UrlUploadState,
  urlUploadMachine,
} from '#contracts/vod/states/url-upload.ts'
import type { Decision } from '../../../kernel/events.ts'
import type { Records, Stored } from '../../../ports/records/records.ts'
import type { UrlUploadRecord } from '../../../ports/records/url-uploads.ts'
import { decide } from '../../records.ts'

export type StoredJob = Stored<'urlUpload'>

/** How long a dead emulator keeps others from its jobs, and how often a living one says that it lives, ms. */
export const leaseMs = 60_000
export const renewedEveryMs = 20_000

/** A job is not this emulator's any more: it was removed, or another one has taken it. */
export class JobLost extends Error {
  override readonly name = 'JobLost'
}

/** @throws TypeError where the state machine has no row */
function stateAfter(from: UrlUploadState, happening: UrlUploadHappening): UrlUploadState {
  const row = urlUploadMachine.find((one) => one.on === happening && one.from.includes(from))
  if (!row) throw new TypeError(`A job that is ${from} cannot be ${happening}.`)
  return row.to
}

export const advanced = (
  job: UrlUploadRecord,
  ...happenings: readonly UrlUploadHappening[]
): UrlUploadRecord => ({ ...job, status: happenings.reduce(stateAfter, job.status) })

/** A job that has ended: nobody takes it any more. */
export function ended(
  { takeableAtMs, holder, ...job }: UrlUploadRecord,
  completedAtMs: number,
): UrlUploadRecord {
  return { ...job, completedAtMs }
}

/** Replaces a job, if it is still as it was found. */
export const replacing = ({ key, version }: StoredJob, value: UrlUploadRecord): Decision => {
  const job = { kind: 'urlUpload', key } as const
  return { changes: [{ ...job, value }], expected: [{ ...job, version }] }
}

/** What this emulator holds. */
export interface Holding {
  readonly records: Records
  readonly holder: string
  readonly jobId: string
}

/** The job as it is now. @throws JobLost */
export async function heldJob({ records, holder, jobId }: Holding): Promise<StoredJob> {
  const job = await records.get('urlUpload', jobId)
  if (job?.value.holder !== holder) throw new JobLost()
  return job
}

/** Changes the job. @throws JobLost */
export const changeJob = (
  holding: Holding,
  change: (job: UrlUploadRecord) => UrlUploadRecord,
): Promise<void> =>
  decide(async () => {
    const job = await heldJob(holding)
    const { changes, expected } = replacing(job, change(job.value))
    await holding.records.commit(changes, expected)
  })
