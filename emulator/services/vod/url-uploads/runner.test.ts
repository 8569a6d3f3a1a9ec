import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { memoryObjectStore } from '../../../adapters/memory/object-store.ts'
import { memoryRecords } from '../../../adapters/memory/records.ts'
import { FetchError, type Fetcher } from '../../../ports/fetcher.ts'
import type { ObjectStore } from '../../../ports/object-store.ts'
import type { Change, Records } from '../../../ports/records/records.ts'
import type { UrlUploadRecord } from '../../../ports/records/url-uploads.ts'
import { StorageError } from '../../../ports/storage-error.ts'
import { accountId } from '../../../testing/keyring.ts'
import { servicePorts } from '../../../testing/service-ports.ts'
import { accounts } from '../../accounts.ts'
import { clearRecords } from '../../installation.ts'
import { objects } from '../../oss/objects.ts'
import { mediaReactions } from '../media-files.ts'
import { urlUploadRunner } from './runner.ts'

const content = Buffer.from('a film')

const jobOf = (jobId: string, more: Partial<UrlUploadRecord> = {}): UrlUploadRecord => ({
  jobId,
  accountId,
  region: 'cn-shanghai',
  appId: '',
  url: `http://127.0.0.1/${jobId}.mp4`,
  status: 'PENDING',
  takeableAtMs: 0,
  createdAtMs: 0,
  video: {
    mediaId: `video of ${jobId}`,
    accountId,
    region: 'cn-shanghai',
    kind: 'video',
    lists: ['video'],
    status: 'Uploading',
    bucket: 'outin',
    key: `sv/${jobId}.mp4`,
    fileName: `${jobId}.mp4`,
    cateIds: [],
    appId: '',
    storageLocation: '',
    fileUrl: '',
    credentialExpiresAtMs: 0,
    createdAtMs: 0,
    modifiedAtMs: 0,
    history: [],
  },
  ...more,
})

/** A server whose files come when they are asked for, or when they are released. */
function fetching({ isHeld = false, breaksOff = false } = {}) {
  const fetched: string[] = []
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { promise: givenUp, resolve: giveUp } = Promise.withResolvers<void>()
  const fetcher: Fetcher = {
    maxBytes: 1000,
    async fetch(url, signal) {
      fetched.push(url)
      signal.addEventListener('abort', () => giveUp())
      async function* chunks() {
        if (isHeld) await Promise.race([released, givenUp])
        signal.throwIfAborted()
        if (breaksOff) throw new FetchError('The connection broke.')
        yield content
      }
      return { contentType: 'video/mp4', body: chunks() }
    },
  }
  return { fetched, fetcher, release, givenUp }
}

function emulator(
  records: Records,
  { fetcher }: ReturnType<typeof fetching>,
  { holder = 'this', store = memoryObjectStore() as ObjectStore } = {},
) {
  const reported: string[] = []
  const ports = { ...servicePorts(records, [mediaReactions(records, 'instant')]), store }
  const runner = urlUploadRunner({
    ...ports,
    accounts: accounts(records),
    objects: objects(ports),
    fetcher,
    holder,
    profile: 'instant',
    notice: (text) => void reported.push(text),
    report: (error) => void reported.push(String(error)),
  })
  onTestFinished(() => runner.stop())
  return { runner, reported }
}

const downloading = { status: 'DOWNLOADING', holder: 'another' } as const

/** Keeps jobs, and the videos of those that were taken. */
const submit = (records: Records, ...jobs: readonly UrlUploadRecord[]) =>
  records.commit(
    jobs.flatMap((value): readonly Change[] => {
      const { mediaId, key } = value.video
      const job = { kind: 'urlUpload', key: value.jobId, value } as const
      if (value.status === 'PENDING') return [job]
      const address = { kind: 'address', key: `outin/${key}`, value: { mediaId } } as const
      return [job, address, { kind: 'media', key: mediaId, value: value.video }]
    }),
  )

const statusOf = async (records: Records, jobId: string) =>
  (await records.get('urlUpload', jobId))?.value.status

const becomes = (records: Records, jobId: string, status: string) =>
  vi.waitFor(async () => expect(await statusOf(records, jobId)).toBe(status), 30_000)

describe('jobs', () => {
  test('whose file has the name of another one by chance get another name', async () => {
    const records = memoryRecords()
    const job = jobOf('a')
    const taken = `outin/${job.video.key}`
    await records.commit([{ kind: 'address', key: taken, value: { mediaId: 'another' } }])
    const { runner } = emulator(records, fetching())

    await submit(records, job)
    runner.wake()

    await becomes(records, 'a', 'SUCCESS')
    const { key, fileName } = (await records.get('media', job.video.mediaId))?.value ?? {}
    expect(key).toMatch(/^sv\/([0-9a-f-]{20})\/\1\.mp4$/)
    expect(key?.endsWith(`/${fileName}`)).toBe(true)
    expect((await records.get('address', taken))?.value.mediaId).toBe('another')
  })

  test('of two emulators are each fetched by one of them, new ones and those of a dead one', async () => {
    const records = memoryRecords()
    const files = fetching()
    const find: Records['find'] = async (...query) => {
      const page = await records.find(...query)
      // Both have looked before either takes one.
      await turn()
      return page
    }
    const both = ['one', 'other'].map(
      (holder) => emulator({ ...records, find }, files, { holder }).runner,
    )
    const jobs = Array.from({ length: 20 }, (_, i) =>
      jobOf(String(i).padStart(2, '0'), i < 10 ? {} : { ...downloading, takeableAtMs: 1 }),
    )
    await submit(records, ...jobs)

    for (const runner of both) runner.wake()
    for (const { jobId } of jobs) await becomes(records, jobId, 'SUCCESS')

    expect([...files.fetched].sort()).toEqual(jobs.map(({ url }) => url))
  })

  test('of an emulator that has died are taken when its lease has ended', async () => {
    const records = memoryRecords()
    const files = fetching()
    const { runner } = emulator(records, files)
    await submit(
      records,
      jobOf('dead', { ...downloading, takeableAtMs: Date.now() - 1 }),
      jobOf('alive', { ...downloading, takeableAtMs: Date.now() + 3_600_000 }),
      jobOf('own', { ...downloading, holder: 'this', takeableAtMs: Date.now() + 3_600_000 }),
      jobOf('new'),
    )

    runner.wake()
    for (const jobId of ['dead', 'own', 'new']) await becomes(records, jobId, 'SUCCESS')

    expect(await statusOf(records, 'alive')).toBe('DOWNLOADING')
    expect(files.fetched).not.toContain(jobOf('alive').url)
  })

  test('that were stopped are left to others at once', async () => {
    const records = memoryRecords()
    const held = fetching({ isHeld: true })
    const { runner, reported } = emulator(records, held, { holder: 'one' })
    await submit(records, jobOf('a'))
    runner.wake()
    await becomes(records, 'a', 'DOWNLOADING')

    await runner.stop()

    expect((await records.get('urlUpload', 'a'))?.value).toMatchObject({ takeableAtMs: 0 })
    expect((await records.get('urlUpload', 'a'))?.value).not.toHaveProperty('holder')
    expect(reported).toEqual([])
    emulator(records, fetching(), { holder: 'other' }).runner.wake()
    await becomes(records, 'a', 'SUCCESS')
  })
})

describe('while a file comes', () => {
  test('its job is kept from others, and given up once it is gone', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const records = memoryRecords()
    const held = fetching({ isHeld: true })
    const { runner } = emulator(records, held)
    await submit(records, jobOf('a'))
    runner.wake()
    await becomes(records, 'a', 'DOWNLOADING')
    const job = await records.get('urlUpload', 'a')
    if (!job) throw new Error('The job is gone.')
    const soon = Date.now() + 1000
    await records.commit([
      { kind: 'urlUpload', key: 'a', value: { ...job.value, takeableAtMs: soon } },
    ])

    vi.advanceTimersByTime(20_000)
    await vi.waitFor(async () => {
      const { takeableAtMs = 0 } = (await records.get('urlUpload', 'a'))?.value ?? {}
      expect(takeableAtMs).toBeGreaterThan(soon)
    })
    await records.commit([{ kind: 'urlUpload', key: 'a' }])
    vi.advanceTimersByTime(20_000)

    await held.givenUp
  })
})

describe('a file leaves nothing behind', () => {
  const held = async () => {
    const [records, store, files] = [
      memoryRecords(),
      memoryObjectStore(),
      fetching({ isHeld: true }),
    ]
    const all = emulator(records, files, { store })
    await submit(records, jobOf('a'))
    all.runner.wake()
    await becomes(records, 'a', 'DOWNLOADING')
    const job = await records.get('urlUpload', 'a')
    if (!job) throw new Error('The job is gone.')
    return { ...all, records, store, job, release: files.release }
  }

  test('when its video is deleted while it comes', async () => {
    const { records, store, job, release, reported } = await held()
    const { mediaId, key } = job.value.video
    await records.commit([
      { kind: 'media', key: mediaId },
      { kind: 'address', key: `outin/${key}` },
    ])

    release()
    await becomes(records, 'a', 'UPLOAD_FAIL')

    expect(await records.get('object', `outin/${key}`)).toBeUndefined()
    expect(await store.sweep({ revisions: new Set(), handles: new Set() })).toBe(0)
    expect(reported).toEqual([
      'UploadMediaByURL: the job a has failed. Its video was deleted in the meantime.',
    ])
  })

  test('when another emulator has taken its job', async () => {
    const { runner, records, store, job, release, reported } = await held()
    const value = { ...job.value, holder: 'another', takeableAtMs: Date.now() + 3_600_000 }
    await records.commit([{ kind: 'urlUpload', key: 'a', value }])

    release()
    await submit(records, jobOf('b'))
    runner.wake()
    await becomes(records, 'b', 'SUCCESS')
    await runner.stop()

    expect((await records.get('urlUpload', 'a'))?.value).toEqual(value)
    expect(await records.get('object', 'outin/sv/a.mp4')).toBeUndefined()
    const revision = (await records.get('object', 'outin/sv/b.mp4'))?.value.revision ?? ''
    const live = { revisions: new Set([revision]), handles: new Set<string>() }
    expect(await store.sweep(live)).toBe(0)
    expect(reported).toEqual([])
  })
})

test.for([{ breaksOff: true }, { breaksOff: false }])(
  'a job that is gone after a reset is no fault: %o',
  async ({ breaksOff }) => {
    const records = memoryRecords()
    const files = fetching({ isHeld: true, breaksOff })
    const { runner, reported } = emulator(records, files)
    await submit(records, jobOf('a'))
    runner.wake()
    await becomes(records, 'a', 'DOWNLOADING')
    await clearRecords(records, [])

    files.release()
    await submit(records, jobOf('b'))
    runner.wake()
    await vi.waitFor(() => expect(files.fetched).toHaveLength(2), 30_000)
    await runner.stop()

    expect(reported.filter((text) => !text.includes('job b'))).toEqual([])
  },
)

test('a store that is at fault fails the upload, not the download', async () => {
  const records = memoryRecords()
  const put = () => Promise.reject(new StorageError('The disk is full.'))
  const { runner, reported } = emulator(records, fetching(), {
    store: { ...memoryObjectStore(), put },
  })
  await submit(records, jobOf('a'))

  runner.wake()
  await becomes(records, 'a', 'UPLOAD_FAIL')

  expect((await records.get('urlUpload', 'a'))?.value).toMatchObject({ errorCode: 'InternalError' })
  await vi.waitFor(() =>
    expect(reported).toEqual(['UploadMediaByURL: the job a has failed. The disk is full.']),
  )
})
