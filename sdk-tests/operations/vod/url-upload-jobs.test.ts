import type { RequestListener } from 'node:http'
import { beforeEach, expect } from 'vitest'
import { accountClient } from '../../clients/ali-oss.ts'
import { bytes } from '../../setup/bytes.ts'
import { partOf } from '../../setup/file-server.ts'
import { needsEmulator, test } from '../../setup/fixtures.ts'
import { startUrlUploads } from './url-upload-world.ts'

const content = bytes(200_000)

beforeEach(({ skip }) => needsEmulator(skip))

/** Answers the first so many requests together, and all that come later at once. */
function together(count: number) {
  const { promise: arrived, resolve } = Promise.withResolvers<void>()
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  let inFlight = 0
  let most = 0
  const listener: RequestListener = (_, response) => {
    inFlight++
    most = Math.max(most, inFlight)
    if (inFlight === count) resolve()
    void released.then(() => {
      inFlight--
      response.writeHead(200, { 'content-length': content.length }).end(content)
    })
  }
  return { listener, arrived, release, most: () => most }
}

test('of twenty jobs five are fetched at once, and all succeed', async () => {
  const { files, receiver, submit, ends, infos } = await startUrlUploads()
  const paths = Array.from({ length: 20 }, (_, i) => `/${i}.mp4`)
  const held = together(5)
  for (const path of paths) files.serve(path, held.listener)

  const jobs = await submit(paths)
  await held.arrived

  const [early, late] = [await infos(jobs.slice(0, 10)), await infos(jobs.slice(10))]
  const before = [...early, ...late].map(({ Status, MediaId }) => ({ Status, MediaId }))
  expect(before.slice(0, 5)).toEqual(
    Array(5).fill({ Status: 'PROCESSING', MediaId: expect.any(String) }),
  )
  expect(before.slice(5)).toEqual(Array(15).fill({ Status: 'PENDING' }))
  held.release()
  await ends(jobs)
  expect(held.most()).toBe(5)
  const after = [...(await infos(jobs.slice(0, 10))), ...(await infos(jobs.slice(10)))]
  expect(new Set(after.map(({ Status }) => Status))).toEqual(new Set(['SUCCESS']))
  expect(receiver.received).toHaveLength(40)
})

test('a job that waits can be canceled, one that was taken cannot', async () => {
  const { files, call, urlOf, submit, ends, infos } = await startUrlUploads()
  const paths = Array.from({ length: 7 }, (_, i) => `/${i}.mp4`)
  const held = together(5)
  for (const path of paths) files.serve(path, held.listener)
  const jobs = await submit(paths)
  await held.arrived
  const [taken, waiting, last] = [jobs[0], jobs[5], jobs[6]].map((job) => job?.JobId ?? '')

  const byId = { JobIds: [taken, waiting, 'nobody'].join(',') }
  expect(await call('CancelUrlUploadJobs', byId)).toMatchObject({
    CanceledJobs: [waiting],
    NonExists: ['nobody'],
  })
  const byUrl = { UploadUrls: encodeURIComponent(urlOf('/6.mp4')) }
  expect(await call('CancelUrlUploadJobs', byUrl)).toMatchObject({
    CanceledJobs: [last],
    NonExists: [],
  })

  held.release()
  await ends(jobs.slice(0, 5))
  expect(await infos(jobs.slice(5))).toEqual([])
  expect(files.asked).not.toContain('/5.mp4')
})

test('a job can be asked for during a year, and is forgotten then', async () => {
  const { vod, files, submit, ends, infos, call, urlOf } = await startUrlUploads({
    clock: '2026-01-01T00:00:00Z',
    freezeClock: true,
  })
  files.serve('/a.mp4', (_, response) => void response.end(content))
  const jobs = await submit(['/a.mp4'])
  await ends(jobs)
  const days = 24 * 3600

  await vod.clock.advance(365 * days - 1)
  expect(await infos(jobs)).toMatchObject([{ Status: 'SUCCESS' }])
  await vod.clock.advance(1)
  expect(await infos(jobs)).toEqual([])
  const url = encodeURIComponent(urlOf('/a.mp4'))
  expect(await call('GetURLUploadInfos', { UploadURLs: url })).toMatchObject({
    URLUploadInfoList: [],
    NonExists: [urlOf('/a.mp4')],
  })
})

test('a file is not there before it is whole, nor is anything of it after a reset', async () => {
  const { vod, files, target, submit, infos } = await startUrlUploads()
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  files.serve('/a.mp4', (request, response) => {
    response.on('close', resolve)
    partOf(content, 100_000, 'stalls')(request, response)
  })
  const jobs = await submit(['/a.mp4'])

  await expect.poll(async () => (await infos(jobs))[0]?.Status).toBe('DOWNLOADING')

  const [info] = await infos(jobs)
  expect(info).toMatchObject({ FileSize: '200000' })
  const media = await target.control.media(info?.MediaId ?? '')
  expect(media).toMatchObject({ status: 'Uploading' })
  const { key } = media as { readonly key: string }
  const client = accountClient(target, { addressing: 'ip', region: `oss-${target.region}` })
  await expect(client.get(key)).rejects.toMatchObject({ code: 'NoSuchKey' })
  await vod.reset()
  await closed
  expect(await infos(jobs)).toEqual([])
})
