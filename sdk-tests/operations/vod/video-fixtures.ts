import { onTestFinished } from 'vitest'
import type { Target } from '#contracts/target.ts'
import { uploadClient } from '../../clients/ali-oss.ts'
import { decodeUpload } from '../../clients/decode.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { bytes } from '../../setup/bytes.ts'
import { test as base } from '../../setup/fixtures.ts'

export type Parameters = Readonly<Record<string, string>>

export const file = bytes(1000)

/** Asks for the upload of a video, which is stored as it is. */
export async function startVideo(target: Target, parameters: Parameters = {}) {
  const asked = { FileName: 'a.mp4', Title: 'a video', TemplateGroupId: 'VOD_NO_TRANSCODE' }
  const body = await succeeded(
    openapiCore.call(target, 'CreateUploadVideo', { ...asked, ...parameters }),
  )
  const videoId = String(body.VideoId)
  if (target.name === 'real')
    onTestFinished(async () => {
      await openapiCore.call(target, 'DeleteVideo', { VideoIds: videoId })
    })
  const { address, auth } = decodeUpload(body)
  const client = uploadClient({ address, auth }, { addressing: 'ip', region: auth.Region })
  return {
    videoId,
    address,
    client,
    put: (content = file) => client.put(address.FileName, content),
  }
}

/** A test with one client, which makes videos. */
export const test = base
  .extend(
    'tried',
    ({ target }) =>
      (action: string, parameters: Parameters = {}) =>
        openapiCore.call(target, action, parameters),
  )
  .extend(
    'call',
    ({ tried }) =>
      (action: string, parameters: Parameters = {}): Promise<Body> =>
        succeeded(tried(action, parameters)),
  )
  .extend(
    'start',
    ({ target }) =>
      (parameters?: Parameters) =>
        startVideo(target, parameters),
  )
  .extend('info', ({ call }) => async (VideoId: string) => {
    const { Video } = await call('GetVideoInfo', { VideoId })
    return Video as Body
  })
