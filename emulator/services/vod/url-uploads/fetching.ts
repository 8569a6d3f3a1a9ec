import type { ObjectService } from '../../../kernel/object-service.ts'
import { FetchError, type FetchedFile, type Fetcher } from '../../../ports/fetcher.ts'
import type { ByteSource } from '../../../ports/object-store.ts'
import { StorageError } from '../../../ports/storage-error.ts'
import {
  advanced,
  changeJob,
  type Holding,
  heldJob,
  JobLost,
  leaseMs,
  renewedEveryMs,
  type StoredJob,
} from './jobs.ts'
import { type Failure, fail, type OutcomePorts, success, VideoGone } from './outcome.ts'

export interface FetchingPorts extends OutcomePorts {
  readonly objects: Pick<ObjectService, 'put'>
  readonly fetcher: Fetcher
  /** Says what people should know. */
  readonly notice: (text: string) => void
  readonly holder: string
}

/** The bytes of a file, and what goes wrong with them: a store shows its clients another error. */
function watched(body: ByteSource, whole: () => Promise<void>) {
  const chunks = body[Symbol.asyncIterator]()
  let error: unknown
  const next = async () => {
    try {
      const result = await chunks.next()
      if (result.done) await whole()
      return result
    } catch (thrown) {
      error = thrown
      throw thrown
    }
  }
  const stop = async () => {
    await chunks.return?.()
    return { done: true, value: undefined } as const
  }
  return {
    body: { size: body.size, [Symbol.asyncIterator]: () => ({ next, return: stop }) },
    causeOf: (thrown: unknown) => error ?? thrown,
  }
}

async function store(
  ports: FetchingPorts,
  holding: Holding,
  { video }: StoredJob['value'],
  { contentType, body: source }: FetchedFile,
): Promise<void> {
  const { bucket, key } = video
  const whole = () => changeJob(holding, (job) => advanced(job, 'downloaded', 'storing'))
  const { body, causeOf } = watched(source, whole)
  const object = {
    at: { bucket, key },
    body,
    headers: contentType === undefined ? {} : { 'content-type': contentType },
    forbidOverwrite: false,
    maxBytes: ports.fetcher.maxBytes,
  }
  try {
    await ports.objects.put(object, (record) => success(ports, holding, record))
  } catch (thrown) {
    throw causeOf(thrown)
  }
}

/** What a job fails with; undefined for what is not its own fault. */
function failureOf(error: unknown): Failure | undefined {
  if (error instanceof FetchError) return { happening: 'notDownloaded', reason: error.message }
  if (error instanceof VideoGone)
    return { happening: 'notStored', reason: 'Its video was deleted in the meantime.' }
  if (error instanceof StorageError) return { happening: 'notStored', reason: error.message }
  return undefined
}

async function fetchAndStore(
  ports: FetchingPorts,
  holding: Holding,
  { value: job }: StoredJob,
  signal: AbortSignal,
): Promise<void> {
  const file = await ports.fetcher.fetch(job.url, signal)
  const { size } = file.body
  await changeJob(holding, (now) => ({
    ...advanced(now, 'answered'),
    ...(size !== undefined && { fileSize: size }),
  }))
  await store(ports, holding, job, file)
}

/** Lets anybody take a job that was given up. */
const release = (holding: Holding): Promise<void> =>
  changeJob(holding, ({ holder, ...job }) => ({ ...job, takeableAtMs: 0 })).catch(
    (error: unknown) => {
      // Otherwise it can be taken when the lease ends.
      if (!(error instanceof JobLost || error instanceof StorageError)) throw error
    },
  )

/** Says now and then that this emulator still fetches a job. */
function keeping({ clock }: FetchingPorts, holding: Holding, lost: () => void) {
  const renew = () =>
    changeJob(holding, (job) => ({ ...job, takeableAtMs: clock.systemNow() + leaseMs })).catch(
      (error: unknown) => {
        // Records that cannot be written now can be later; a job that was taken is given up.
        if (error instanceof JobLost) lost()
      },
    )
  return setInterval(renew, renewedEveryMs).unref()
}

/** Ends a job that has failed. @throws JobLost; what is neither the fault of the job nor of its server */
async function failed(ports: FetchingPorts, holding: Holding, error: unknown): Promise<void> {
  // A job that is gone, as after a reset, may have failed by that.
  await heldJob(holding)
  const why = failureOf(error)
  if (!why) throw error
  await fail(ports, holding, why)
  ports.notice(`UploadMediaByURL: the job ${holding.jobId} has failed. ${why.reason}`)
}

const unlessLost = (error: unknown): void => {
  if (!(error instanceof JobLost)) throw error
}

/**
 * Fetches the file of a job that this emulator has taken, and ends the job. One that was given up stays as it is.
 *
 * @throws what is neither the fault of the job nor of its server
 */
export async function fetchFile(
  ports: FetchingPorts,
  taken: StoredJob,
  giveUp: AbortController,
): Promise<void> {
  const holding = { records: ports.records, holder: ports.holder, jobId: taken.key }
  const renewing = keeping(ports, holding, () => giveUp.abort())
  try {
    await fetchAndStore(ports, holding, taken, giveUp.signal)
  } catch (error) {
    if (giveUp.signal.aborted) return release(holding)
    await failed(ports, holding, error).catch(unlessLost)
  } finally {
    clearInterval(renewing)
  }
}
