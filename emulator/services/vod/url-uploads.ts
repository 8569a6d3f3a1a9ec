import type * as contract from '#contracts/vod/url-uploads.ts'
import type { Handler, Handlers } from '../../kernel/handler.ts'
import type { Change, Expectation } from '../../ports/records/records.ts'
import type { UrlUploadRecord } from '../../ports/records/url-uploads.ts'
import type { Account } from '../accounts.ts'
import { decide } from '../records.ts'
import { creatingIn } from './application-resources.ts'
import { destinationOf } from './creation.ts'
import { expiryOf, forgotten, yearMs } from './url-uploads/expiry.ts'
import type { StoredJob } from './url-uploads/jobs.ts'
import { newJob } from './url-uploads/new-job.ts'
import type { UrlUploads } from './url-uploads/runner.ts'
import type { VodPorts } from './vod-ports.ts'

export interface UrlUploadPorts extends VodPorts {
  readonly urlUploads: Pick<UrlUploads, 'wake'>
}

/** How long a SessionId may not be used again, ms. */
const sessionMs = 600_000

const maxListed = 100

/** What it takes to use a SessionId; undefined when it was used within ten minutes. */
async function sessionOf(
  { records, clock }: VodPorts,
  { accountId }: Account,
  sessionId: string | undefined,
): Promise<{ changes: readonly Change[]; expected: readonly Expectation[] } | undefined> {
  if (!sessionId) return { changes: [], expected: [] }
  const key = `${accountId}/${sessionId}`
  const at = { kind: 'urlUploadSession', key } as const
  const found = await records.get(at.kind, key)
  const usedAtMs = clock.now()
  const dueAtMs = usedAtMs + sessionMs
  if (found && found.value.usedAtMs + sessionMs > usedAtMs) return undefined
  return {
    changes: [{ ...at, value: { usedAtMs } }, expiryOf({ ...at, dueAtMs })],
    expected: [{ ...at, version: found?.version }],
  }
}

/** A new job, which can be asked for during a year. */
const added = (job: UrlUploadRecord): readonly Change[] => {
  const at = { kind: 'urlUpload', key: job.jobId } as const
  return [{ ...at, value: job }, expiryOf({ ...at, dueAtMs: job.createdAtMs + yearMs })]
}

const upload =
  (ports: UrlUploadPorts): Handler<typeof contract.UploadMediaByURL> =>
  async (input, { urls, principal: { accountId }, fault }) => {
    const account = ports.accounts.of(accountId, urls.region)
    const jobs = await decide(async () => {
      const destination = await destinationOf(account, input, fault)
      const made = input.UploadURLs.map((url) => newJob(ports, destination, input, url, urls))
      const wrong = made.indexOf(undefined)
      if (wrong >= 0)
        throw fault(
          'InvalidParameter.UploadURLs',
          {},
          { found: `URL ${wrong + 1} has no extension of a video or an audio.` },
        )
      const session = await sessionOf(ports, account, input.SessionId)
      if (!session) throw fault('InvalidParameter', { parameter: 'SessionId' })
      const all = made.filter((job) => job !== undefined)
      const inApplication = creatingIn(destination.application)
      await ports.records.commit(
        [...all.flatMap(added), ...session.changes, ...inApplication.changes],
        [...session.expected, ...inApplication.expected],
      )
      return all
    })
    ports.urlUploads.wake()
    return { UploadJobs: jobs.map(({ jobId, url }) => ({ JobId: jobId, SourceURL: url })) }
  }

interface Selected {
  readonly jobs: readonly StoredJob[]
  /** Ids or URLs of which there is none. */
  readonly missing: readonly string[]
}

/** Which jobs of an account in a region a call means: by their ids, else by their URLs. */
async function select(
  { records }: VodPorts,
  { accountId, region }: Account,
  jobIds: readonly string[] | undefined,
  urls: readonly string[],
): Promise<Selected> {
  const isOwn = ({ value }: StoredJob) => value.accountId === accountId && value.region === region
  const byId = async (jobId: string) => {
    const found = await records.get('urlUpload', jobId)
    return found && isOwn(found) ? [found] : []
  }
  const byUrl = async (url: string) => {
    const equal = { accountId, region, url }
    const query = { index: 'url', equal, order: 'descending' } as const
    return (await records.find('urlUpload', { ...query, limit: maxListed })).items
  }
  const names = jobIds ?? urls
  const found = await Promise.all(names.map(jobIds ? byId : byUrl))
  return {
    jobs: found.flat().slice(0, maxListed),
    missing: names.filter((_, i) => found[i]?.length === 0),
  }
}

const described = (job: UrlUploadRecord) => ({
  CreationTime: job.createdAtMs,
  Status: job.status,
  ...(job.errorCode !== undefined && { ErrorCode: job.errorCode, ErrorMessage: job.errorMessage }),
  ...(job.completedAtMs !== undefined && { CompleteTime: job.completedAtMs }),
  JobId: job.jobId,
  ...(job.video.userData !== undefined && { UserData: job.video.userData }),
  UploadURL: job.url,
  ...(job.status !== 'PENDING' && { MediaId: job.video.mediaId }),
  ...(job.fileSize !== undefined && { FileSize: String(job.fileSize) }),
})

const getInfos =
  (ports: VodPorts): Handler<typeof contract.GetURLUploadInfos> =>
  async ({ JobIds, UploadURLs = [] }, { urls, principal }) => {
    const account = ports.accounts.of(principal.accountId, urls.region)
    const { jobs, missing } = await select(ports, account, JobIds, UploadURLs)
    return { URLUploadInfoList: jobs.map(({ value }) => described(value)), NonExists: missing }
  }

const cancel =
  (ports: VodPorts): Handler<typeof contract.CancelUrlUploadJobs> =>
  ({ JobIds, UploadUrls = [] }, { urls, principal }) =>
    decide(async () => {
      const account = ports.accounts.of(principal.accountId, urls.region)
      const { jobs, missing } = await select(ports, account, JobIds, UploadUrls)
      const waiting = jobs.filter(({ value }) => value.status === 'PENDING')
      await ports.records.commit(
        waiting.flatMap(({ key }) => forgotten({ kind: 'urlUpload', key })),
        waiting.map(({ key, version }) => ({ kind: 'urlUpload', key, version })),
      )
      return { CanceledJobs: waiting.map(({ key }) => key), NonExists: missing }
    })

/** Operations that fetch files from other servers. */
export const urlUploads = (ports: UrlUploadPorts): Handlers<typeof contract> => ({
  UploadMediaByURL: upload(ports),
  GetURLUploadInfos: getInfos(ports),
  CancelUrlUploadJobs: cancel(ports),
})
