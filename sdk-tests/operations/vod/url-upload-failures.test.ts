import { beforeEach, describe, expect } from 'vitest'
import { accountClient } from '../../clients/ali-oss.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { bytes } from '../../setup/bytes.ts'
import { partOf, redirectTo, startFileServer } from '../../setup/file-server.ts'
import { needsEmulator, test } from '../../setup/fixtures.ts'
import { listed, startUrlUploads } from './url-upload-world.ts'

const content = bytes(200_000)

beforeEach(({ skip }) => needsEmulator(skip))

describe('a file that cannot be fetched', () => {
  test.for<[what: string, path: string, reason: RegExp]>([
    ['is not there', '/nothing.mp4', /answered 404/],
    ['is larger than 20 GB', '/large.mp4', /more than the 21474836480 that are allowed/],
    ['stalls', '/stalls.mp4', /sent nothing for 1 s/],
    ['breaks off', '/breaks.mp4', /broke/],
    ['is behind a redirect without end', '/loop.mp4', /redirected more than 5 times/],
  ])('because it %s leaves a failed video and no object', async ([, path, reason]) => {
    const world = await startUrlUploads({ idleSeconds: 1 })
    const { files, receiver, target, urlOf, submit, ends, infos } = world
    files.serve('/large.mp4', (_, response) => {
      response.writeHead(200, { 'content-length': 20 * 1024 ** 3 + 1 }).flushHeaders()
    })
    files.serve('/stalls.mp4', partOf(content, 100_000, 'stalls'))
    files.serve('/breaks.mp4', partOf(content, 100_000, 'breaks'))
    files.serve('/loop.mp4', redirectTo('/loop.mp4'))

    const jobs = await submit([path])
    const [end] = await ends(jobs)

    const [info] = await infos(jobs)
    const [JobId, time] = [jobs[0]?.JobId, expect.stringMatching(/Z$/)]
    const ErrorCode = 'URLInvalidError'
    const ErrorMessage = 'download video failed by the url, please check it'
    expect(info).toMatchObject({ Status: 'DOWNLOAD_FAIL', ErrorCode, ErrorMessage, JobId })
    expect(info).toMatchObject({ CompleteTime: time, UploadURL: urlOf(path) })
    expect(receiver.received).toEqual([end])
    expect(end?.body).toEqual({
      Status: 'fail',
      EventTime: time,
      EventType: 'UploadByURLComplete',
      ErrorCode,
      ErrorMessage,
      JobId,
      SourceURL: urlOf(path),
    })
    const media = await target.control.media(info?.MediaId ?? '')
    expect(media).toMatchObject({ status: 'UploadFail' })
    expect(JSON.stringify(media)).toMatch(reason)
    const { key } = media as { readonly key: string }
    const client = accountClient(target, { addressing: 'ip', region: `oss-${target.region}` })
    await expect(client.get(key)).rejects.toMatchObject({ code: 'NoSuchKey' })
  })

  test.for(['/a', '/a.exe', '/a.png', '/a.mp4/b'])('as %s is refused at once', async (path) => {
    const { files, target, urlOf } = await startUrlUploads()
    const UploadURLs = listed([urlOf('/good.mp4'), urlOf(path)])

    expect(await openapiCore.call(target, 'UploadMediaByURL', { UploadURLs })).toMatchObject({
      code: 'InvalidParameter.UploadURLs',
      status: 400,
    })
    expect(files.connections()).toBe(0)
  })
})

describe('a host that is not allowed', () => {
  // It leads to this machine, but is not loopback.
  const elsewhere = '0.0.0.0'

  test('is never contacted, not by a redirect either; one that is allowed is', async () => {
    await using other = await startFileServer()
    const url = `http://${elsewhere}:${other.port}/a.mp4`
    other.serve('/a.mp4', content)
    const outcomes = async (fetchHosts: readonly string[]) => {
      const { files, submit, ends, infos } = await startUrlUploads({ fetchHosts })
      files.serve('/old.mp4', redirectTo(url))
      const jobs = await submit([url, '/old.mp4'])
      await ends(jobs)
      return (await infos(jobs)).map(({ Status }) => Status)
    }

    expect(await outcomes([])).toEqual(['DOWNLOAD_FAIL', 'DOWNLOAD_FAIL'])
    expect(other.connections()).toBe(0)
    expect(await outcomes([elsewhere])).toEqual(['SUCCESS', 'SUCCESS'])
    expect(other.connections()).toBe(2)
  })
})
