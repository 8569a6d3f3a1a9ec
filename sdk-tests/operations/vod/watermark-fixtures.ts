import { uploadClient } from '../../clients/ali-oss.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { bytes } from '../../setup/bytes.ts'
import { test as base } from '../../setup/fixtures.ts'
import { startUpload } from './chain.ts'

export type Parameters = Readonly<Record<string, string>>
export type Info = Readonly<Record<string, string>>

export const file = bytes(1000)

/** Each of its numbers is at a limit. */
export const corner = { Dx: 8, Dy: '4096', Width: 0.5, Height: '0.0001', ReferPos: 'TopRight' }
export const image = { Name: 'logo', Type: 'Image', WatermarkConfig: JSON.stringify(corner) }
export const text = { Name: 'text', Type: 'Text', WatermarkConfig: '{"Content":"x"}' }

export const infoOf = (body: Body) => body.WatermarkInfo as Info
export const listOf = (body: Body) => body.WatermarkInfos as readonly Info[]

/** A test with one client; the watermarks that it adds are removed at its end: an account has room for 20. */
export const test = base
  .extend(
    'tried',
    ({ target }) =>
      (action: string, parameters: Parameters) =>
        openapiCore.call(target, action, parameters),
  )
  .extend(
    'call',
    ({ tried }) =>
      (action: string, parameters: Parameters) =>
        succeeded(tried(action, parameters)),
  )
  .extend('add', async ({ tried, call }, { onCleanup }) => {
    const ids: string[] = []
    onCleanup(async () => {
      for (const WatermarkId of ids) await tried('DeleteWatermark', { WatermarkId })
    })
    return async (parameters: Parameters) => {
      const info = infoOf(await call('AddWatermark', parameters))
      ids.push(info.WatermarkId ?? '')
      return info
    }
  })
  .extend('start', ({ target }) => async (parameters?: Parameters) => {
    const { upload, ...started } = await startUpload(openapiCore, target, parameters)
    const { address, auth } = upload
    const client = uploadClient(upload, { addressing: 'ip', region: auth.Region })
    const put = () => client.put(address.FileName, file)
    return { ...started, address, region: auth.Region, put }
  })
  .extend('upload', ({ start }) => async (parameters?: Parameters) => {
    const started = await start(parameters)
    await started.put()
    return started
  })
