import { expect } from 'vitest'
import type { Target } from '#contracts/target.ts'
import { uploadClient } from '../../clients/ali-oss.ts'
import { decodeUpload } from '../../clients/decode.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { succeeded } from '../../clients/rpc-driver.ts'
import { mediaInfo } from '../../operations/vod/chain.ts'
import { bytes } from '../../setup/bytes.ts'

/** The program as its users know it: by its API alone, like the service. */
const targetAt = (port: number): Target => ({
  name: 'real',
  capabilities: { clock: false, control: false, bucket: false },
  rpc: { protocol: 'http', host: `127.0.0.1:${port}` },
  keys: { accessKeyId: 'vod-emulator', accessKeySecret: 'vod-emulator-secret' },
  region: 'cn-shanghai',
})

/** An ordinary upload by the official clients, whole and in parts, read back and found Normal. */
export async function uploadAsEver(port: number): Promise<void> {
  const target = targetAt(port)
  const parameters = { BusinessType: 'watermark', Title: 'as ever' }
  const body = await succeeded(openapiCore.call(target, 'CreateUploadAttachedMedia', parameters))
  const upload = decodeUpload(body)
  const client = uploadClient(upload, { v4: true, addressing: 'ip', region: upload.auth.Region })
  const file = bytes(300 * 1024)

  await client.put(upload.address.FileName, Buffer.from('replaced by'))
  await client.multipartUpload(upload.address.FileName, file, { partSize: 100 * 1024 })

  const url = String(body.MediaURL).replace('http://', `http://127.0.0.1:${port}/_emulator/cdn/`)
  const response = await fetch(url)
  expect(Buffer.from(await response.arrayBuffer()).equals(file)).toBe(true)
  expect(await mediaInfo(openapiCore, target, String(body.MediaId))).toMatchObject({
    Status: 'Normal',
  })
}
