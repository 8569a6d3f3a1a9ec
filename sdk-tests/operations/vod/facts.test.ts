import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { uploadClient } from '../../clients/ali-oss.ts'
import { decodeUpload } from '../../clients/decode.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { test as base, needs } from '../../setup/fixtures.ts'

const fixture = (name: string) =>
  readFile(new URL(`../../../fixtures/media/${name}`, import.meta.url))

/** A video or an audio that was uploaded and processed. */
const test = base.extend(
  'processed',
  ({ target, skip }) =>
    async (
      FileName: string,
      content: Buffer,
      parameters: Readonly<Record<string, string>> = {},
    ) => {
      const { clock } = needs(target, 'clock', skip)
      const call = (action: string, given: Readonly<Record<string, string>>) =>
        succeeded(openapiCore.call(target, action, given))
      const asked = { FileName, Title: 'Facts', ...parameters }
      const created = await call('CreateUploadVideo', asked)
      const { address, auth } = decodeUpload(created)
      const client = uploadClient({ address, auth }, { addressing: 'ip', region: auth.Region })
      await client.put(address.FileName, content)
      await clock.advance(0)
      const VideoId = String(created.VideoId)
      const { Video } = await call('GetVideoInfo', { VideoId })
      return { call, VideoId, video: Video as Body }
    },
)

test('a video is as long as its file says, and gets a cover that goes with it', async ({
  processed,
}) => {
  const { call, VideoId, video } = await processed('film.mp4', await fixture('moov-last.mp4'))

  expect(video).toMatchObject({ Status: 'Normal', Duration: 2 })
  const cover = String(video.CoverURL)
  expect(cover).toContain(`/${VideoId}/snapshots/`)
  expect(new URL(cover).pathname).toMatch(/\/[0-9a-f]{32}-00001\.jpg$/)
  const response = await fetch(cover)
  expect(response.headers.get('content-type')).toBe('image/jpeg')
  expect(Buffer.from(await response.arrayBuffer()).subarray(0, 3)).toEqual(
    Buffer.from([0xff, 0xd8, 0xff]),
  )

  await call('DeleteVideo', { VideoIds: VideoId })
  expect((await fetch(cover)).status).toBe(404)
})

test('a cover that the caller named stays', async ({ processed }) => {
  const CoverURL = 'http://example.com/cover.png'
  const { video } = await processed('film.mp4', await fixture('moov-first.mp4'), { CoverURL })

  expect(video).toMatchObject({ Status: 'Normal', CoverURL, Snapshots: { Snapshot: [] } })
})

test('an audio has a duration and no cover', async ({ processed }) => {
  const { video } = await processed('sound.mp3', await fixture('sound.mp3'))

  expect(video).toMatchObject({ Status: 'Normal', Duration: 2.037 })
  expect(video).not.toHaveProperty('CoverURL')
})

test('a page under the name of a video is none', async ({ processed }) => {
  const { video } = await processed('film.mp4', Buffer.from('<!DOCTYPE html><title>404</title>'))

  expect(video.Status).toBe('TranscodeFail')
  expect(video).not.toHaveProperty('Duration')
  expect(video).not.toHaveProperty('CoverURL')
})
