import type { Target } from '#contracts/target.ts'
import { uploadClient } from '../../clients/ali-oss.ts'
import { decodeUpload } from '../../clients/decode.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { bytes } from '../../setup/bytes.ts'
import { test as base } from '../../setup/fixtures.ts'

export type Parameters = Readonly<Record<string, string>>

export const file = bytes(1000)

/** Asks for the upload of an image. */
export async function startImage(target: Target, parameters: Parameters = {}) {
  const asked = { ImageType: 'default', ...parameters }
  const body = await succeeded(openapiCore.call(target, 'CreateUploadImage', asked))
  const { address, auth } = decodeUpload(body)
  const client = uploadClient({ address, auth }, { addressing: 'ip', region: auth.Region })
  return {
    imageId: String(body.ImageId),
    imageUrl: String(body.ImageURL),
    fileUrl: String(body.FileURL),
    address,
    client,
    put: (content = file) => client.put(address.FileName, content),
  }
}

/** A test with one client, which makes images. */
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
      (action: string, parameters: Parameters): Promise<Body> =>
        succeeded(tried(action, parameters)),
  )
  .extend(
    'start',
    ({ target }) =>
      (parameters?: Parameters) =>
        startImage(target, parameters),
  )
  .extend('upload', ({ start }) => async (parameters?: Parameters) => {
    const started = await start(parameters)
    await started.put()
    return started
  })
  .extend('info', ({ call }) => async (ImageId: string, parameters: Parameters = {}) => {
    const { ImageInfo } = await call('GetImageInfo', { ImageId, ...parameters })
    return ImageInfo as Body & { readonly Mezzanine?: Body }
  })
