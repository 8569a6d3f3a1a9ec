import { alarm } from '../../due-work/alarm.ts'
import { sharedRuns } from '../../due-work/shared-runs.ts'
import { type FetchingPorts, fetchFile } from './fetching.ts'
import { type TakingPorts, takeJob } from './taking.ts'

/** How many files one emulator fetches at once; the jobs of others wait. */
const maxAtOnce = 5

/** After a failure, ms. */
const retryAfterMs = 10_000

const never = Number.POSITIVE_INFINITY

export interface RunnerPorts extends FetchingPorts, TakingPorts {
  readonly report: (error: unknown, subject: string) => void
}

/** Fetches the files of jobs, beside the requests. */
export interface UrlUploads {
  /** Takes jobs that wait, if there is room for them. */
  wake(): void
  /** Gives up what is being fetched, as after a reset. */
  giveUpAll(): void
  /** Begins nothing more, gives up what is being fetched, and waits for its end. */
  stop(): Promise<void>
}

/** Several emulators may share records: a job is fetched by the one that has taken it. */
export function urlUploadRunner(ports: RunnerPorts): UrlUploads {
  const running = new Map<
    string,
    { readonly giveUp: AbortController; readonly end: Promise<void> }
  >()
  let isStopped = false

  async function fill(): Promise<void> {
    while (!isStopped && running.size < maxAtOnce) {
      const taken = await takeJob(ports, (jobId) => running.has(jobId))
      if ('nextAtMs' in taken) return timer.set(taken.nextAtMs - ports.clock.systemNow())
      const { job } = taken
      const giveUp = new AbortController()
      const end = fetchFile(ports, job, giveUp)
        .finally(() => running.delete(job.key))
        .then(wake, retryLater)
      running.set(job.key, { giveUp, end })
    }
  }
  const filling = sharedRuns(fill)
  const wake = () => void filling().catch(retryLater)
  const retryLater = (error: unknown) => {
    ports.report(error, 'UploadMediaByURL')
    timer.set(isStopped ? never : retryAfterMs)
  }
  const timer = alarm(wake)
  const giveUpAll = () => {
    for (const { giveUp } of running.values()) giveUp.abort()
  }
  return {
    wake,
    giveUpAll,
    async stop() {
      isStopped = true
      await filling().catch(() => undefined)
      giveUpAll()
      await Promise.all([...running.values()].map(({ end }) => end))
      timer.set(never)
    },
  }
}
