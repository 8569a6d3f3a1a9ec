import { beforeEach, describe, expect } from 'vitest'
import { accountClient } from '../../clients/ali-oss.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { bytes } from '../../setup/bytes.ts'
import { redirectTo } from '../../setup/file-server.ts'
import { needsEmulator, test } from '../../setup/fixtures.ts'
import { listed, startUrlUploads } from './url-upload-world.ts'

const content = bytes(200_000)

beforeEach(({ skip }) => needsEmulator(skip))

describe('a file at a URL', () => {
  test('becomes a video, and both events tell of it', async () => {
    const { files, receiver, target, urlOf, submit, ends, infos } = await startUrlUploads({
      clock: '2026-01-01T00:00:00Z',
      freezeClock: true,
    })
    files.serve('/a%20b.MP4?x=1,2', (_, response) => {
      response.writeHead(200, { 'content-type': 'video/mp4' }).end(content)
    })
    const metadata = { SourceURL: encodeURIComponent(urlOf('/a%20b.MP4?x=1,2')), Title: 'Mine' }

    const jobs = await submit(['/a%20b.MP4?x=1,2'], {
      UploadMetadatas: JSON.stringify([metadata]),
      UserData: '{"Extend":"x"}',
    })
    const [end] = await ends(jobs)

    const JobId = jobs[0]?.JobId ?? ''
    expect(jobs).toEqual([
      { JobId: expect.stringMatching(/^[0-9a-f]{32}$/), SourceURL: urlOf('/a%20b.MP4?x=1,2') },
    ])
    const [info] = await infos(jobs)
    const time = '2026-01-01T00:00:00Z'
    expect(info).toEqual({
      CreationTime: time,
      Status: 'SUCCESS',
      CompleteTime: time,
      JobId,
      UserData: '{"Extend":"x"}',
      UploadURL: urlOf('/a%20b.MP4?x=1,2'),
      MediaId: expect.stringMatching(/^[0-9a-f]{32}$/),
      FileSize: '200000',
    })
    expect(receiver.received.map(({ body }) => body.EventType)).toEqual([
      'FileUploadComplete',
      'UploadByURLComplete',
    ])
    expect(end?.text).toBe(
      JSON.stringify({
        Status: 'success',
        EventTime: time,
        EventType: 'UploadByURLComplete',
        VideoId: info?.MediaId,
        JobId,
        SourceURL: urlOf('/a%20b.MP4?x=1,2'),
        Size: '200000',
        Extend: 'x',
      }),
    )
    const media = await target.control.media(String(info?.MediaId))
    expect(media).toMatchObject({ title: 'Mine', fileName: expect.stringMatching(/\.mp4$/) })
    const { key } = media as { readonly key: string }
    const client = accountClient(target, { addressing: 'ip', region: `oss-${target.region}` })
    expect((await client.get(key)).content).toEqual(content)
  })

  test('has its name as a title, and the extension that its metadata name', async () => {
    const { files, target, urlOf, submit, ends, infos } = await startUrlUploads()
    files.serve('/%E8%A7%86%E9%A2%91.mp4', content)
    files.serve('/download', content)
    const metadata = [
      { SourceURL: urlOf('/download'), Title: 'Named', FileExtension: 'MP3', CateId: '12984346' },
      { SourceURL: urlOf('/nothing'), Title: 'without effect' },
    ]

    const jobs = await submit(['/%E8%A7%86%E9%A2%91.mp4', '/download'], {
      UploadMetadatas: JSON.stringify(metadata),
    })
    await ends(jobs)

    const media = (await infos(jobs)).map(({ MediaId = '' }) => target.control.media(MediaId))
    expect(await Promise.all(media)).toMatchObject([
      { title: '视频', fileName: expect.stringMatching(/\.mp4$/) },
      { title: 'Named', fileName: expect.stringMatching(/\.mp3$/), cateIds: [12984346] },
    ])
  })

  test('is fetched through redirects, and whatever its server says of its type', async () => {
    const { files, submit, ends, infos } = await startUrlUploads()
    files.serve('/old.mp4', redirectTo('/new.mp4'))
    files.serve('/new.mp4', (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>No video.</p>')
    })

    const jobs = await submit(['/old.mp4'])
    await ends(jobs)

    expect(await infos(jobs)).toMatchObject([{ Status: 'SUCCESS', FileSize: '16' }])
    expect(files.asked).toEqual(['/old.mp4', '/new.mp4'])
  })

  test('that was fetched twice has two jobs, the newest first', async () => {
    const { files, call, urlOf, submit, ends } = await startUrlUploads()
    files.serve('/a.mp4', content)
    const first = await submit(['/a.mp4'])
    await ends(first)
    const second = await submit(['/a.mp4'])
    await ends(second)

    const asked = { UploadURLs: listed([urlOf('/a.mp4'), urlOf('/b.mp4')]) }
    const { URLUploadInfoList, NonExists } = await call('GetURLUploadInfos', asked)

    expect(URLUploadInfoList).toMatchObject([...second, ...first].map(({ JobId }) => ({ JobId })))
    expect(NonExists).toEqual([urlOf('/b.mp4')])
  })
})

test('a SessionId can be used again after ten minutes', async () => {
  const { vod, target, urlOf, submit } = await startUrlUploads({ freezeClock: true })
  const parameters = { UploadURLs: listed([urlOf('/a.mp4')]), SessionId: 'once' }
  await submit(['/a.mp4'], { SessionId: 'once' })
  const again = () => openapiCore.call(target, 'UploadMediaByURL', parameters)

  await vod.clock.advance(599)
  expect(await again()).toMatchObject({ ok: false, code: 'InvalidParameter' })
  await vod.clock.advance(1)
  expect(await again()).toMatchObject({ ok: true })
})
