import { extensionOf } from '#contracts/derive/measure.ts'
import { together } from '../../../kernel/events.ts'
import type { Ports } from '../../../kernel/handler.ts'
import type { VideoRecord } from '../../../ports/records/media.ts'
import type { UrlUploadRecord } from '../../../ports/records/url-uploads.ts'
import type { Accounts } from '../../accounts.ts'
import { decide } from '../../records.ts'
import { creatingIn } from '../application-resources.ts'
import { siblingUrl } from '../file-url.ts'
import { addMedia, addressKey } from '../media.ts'
import { advanced, leaseMs, replacing, type StoredJob } from './jobs.ts'

export interface TakingPorts extends Ports {
  readonly accounts: Accounts
  readonly holder: string
}

/** How many open jobs are looked at: those that nobody has taken come first. */
const pageSize = 100

/** A job that was taken, or when the next can be, by the system's clock. */
export type Taken = { readonly job: StoredJob } | { readonly nextAtMs: number }

/** A job in the hands of this emulator. */
const inHand = ({ holder, clock }: TakingPorts, job: UrlUploadRecord): UrlUploadRecord => ({
  ...advanced(job, 'taken'),
  holder,
  takeableAtMs: clock.systemNow() + leaseMs,
})

/** A draft whose file is at no other media's address: two short names may be the same by chance. */
async function withOwnAddress(ports: TakingPorts, draft: VideoRecord): Promise<VideoRecord> {
  const { records, ids, clock } = ports
  if (!(await records.get('address', addressKey(draft)))) return draft
  const name = ids.videoName(clock.now())
  const fileName = `${name}.${extensionOf(draft.fileName)}`
  const key = `sv/${name}/${fileName}`
  return withOwnAddress(ports, { ...draft, fileName, key, fileUrl: siblingUrl(draft, key) })
}

/** Makes the video of a job that is taken for the first time. */
async function begin(ports: TakingPorts, stored: StoredJob): Promise<void> {
  const { accountId, region, video: draft } = stored.value
  const nowMs = ports.clock.now()
  const history = [{ atMs: nowMs, event: 'created' }]
  const own = await withOwnAddress(ports, draft)
  const video = { ...own, createdAtMs: nowMs, modifiedAtMs: nowMs, history }
  const application = await ports.accounts.of(accountId, region).application(draft.appId)
  const inApplication = application ? creatingIn(application) : { changes: [], expected: [] }
  await addMedia(
    ports,
    video,
    replacing(stored, inHand(ports, { ...stored.value, video })),
    inApplication,
  )
}

async function resume(ports: TakingPorts, stored: StoredJob): Promise<void> {
  const { changes, expected } = together([replacing(stored, inHand(ports, stored.value))])
  await ports.records.commit(changes, expected)
}

/**
 * Takes the next job: the first that nobody has taken, else one whose emulator has died.
 *
 * @param isRunning whether this emulator fetches a job; another one of its own is left over from a process that was killed
 */
export const takeJob = (
  ports: TakingPorts,
  isRunning: (jobId: string) => boolean,
): Promise<Taken> =>
  decide(async () => {
    const { records, clock, holder } = ports
    const { items } = await records.find('urlUpload', { index: 'open', limit: pageSize })
    const others = items.filter(({ key }) => !isRunning(key))
    const nowMs = clock.systemNow()
    const next = others.find(
      ({ value: { takeableAtMs = 0, ...job } }) => takeableAtMs <= nowMs || job.holder === holder,
    )
    if (!next) return { nextAtMs: others[0]?.value.takeableAtMs ?? Number.POSITIVE_INFINITY }
    if (next.value.status === 'PENDING') await begin(ports, next)
    else await resume(ports, next)
    const job = await records.get('urlUpload', next.key)
    return job ? { job } : { nextAtMs: nowMs }
  })
