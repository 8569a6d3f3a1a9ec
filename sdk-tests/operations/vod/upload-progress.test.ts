import { describe, expect } from 'vitest'
import type { Target } from '#contracts/target.ts'
import { uploadClient } from '../../clients/ali-oss.ts'
import { decodeUpload } from '../../clients/decode.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { send } from '../../clients/raw.ts'
import { succeeded } from '../../clients/rpc-driver.ts'
import { needsEmulator, test } from '../../setup/fixtures.ts'

/** What voduploadsdk 1.0.2 for Python posts, without AccessKeyId and Signature. */
const reported = {
  Action: 'ReportUploadProgress',
  Format: 'JSON',
  Version: '2017-03-21',
  Timestamp: '2026-11-22T13:35:04Z',
  SignatureNonce: '6d1b0b5c-0b1c-4b2e-8d7f-5b3c3f5d2a10',
  Source: 'PythonSDK',
  ClientId: 'vod-emulator',
  BusinessType: 'UploadVideo',
  TerminalType: 'PC',
  DeviceModel: 'Server',
  AppVersion: '1.0.2',
  AuthTimestamp: '1795354504',
  AuthInfo: '0123456789abcdef0123456789abcdef',
  FileName: 'a.mp4',
  FileHash: '0',
  FileSize: '300000',
  FileCreateTime: '1795354504',
  UploadRatio: '0',
  UploadId: '0',
  DonePartsCount: '0',
  PartSize: '1',
  UploadPoint: '{"upMethod":"multipart","partSize":102400,"doneBytes":102400}',
  UploadAddress: 'e30=',
} as const

type Form = Readonly<Record<string, string>>

async function post({ rpc: { protocol, host } }: Target, form: Form) {
  const body = new URLSearchParams(form).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await send(`${protocol}://${host}/`, {
    method: 'POST',
    headers,
    body: Buffer.from(body),
  })
  return answer
}

async function creating(target: Target) {
  const input = { FileName: 'a.mp4', Title: 'A' }
  const answer = await succeeded(openapiCore.call(target, 'CreateUploadVideo', input))
  return { videoId: String(answer.VideoId), upload: decodeUpload(answer) }
}

const detailsOf = async (target: Target, MediaIds: string) =>
  (await succeeded(openapiCore.call(target, 'GetUploadDetails', { MediaIds }))).UploadDetails

describe('a report that nobody has signed', () => {
  test('is answered, and tells of the upload of its video', async ({ target, skip }) => {
    needsEmulator(skip)
    const { videoId, upload } = await creating(target)
    const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
    const key = upload.address.FileName
    const { uploadId } = await client.initMultipartUpload(key)
    await client.uploadPart(key, uploadId, 1, Buffer.alloc(102_400), 0, 102_400)

    const { status, text, headers } = await post(target, { ...reported, VideoId: videoId })

    expect(status).toBe(200)
    expect(JSON.parse(text)).toEqual({ RequestId: expect.any(String) })
    expect(headers['x-vod-emulator-explanation']).toContain('tolerance upload-progress')
    expect(await detailsOf(target, videoId)).toMatchObject([
      {
        UploadSource: 'PythonSDK',
        DeviceModel: 'Server',
        UploadIP: '127.0.0.1',
        FileSize: 300_000,
        UploadSize: 102_400,
        UploadRatio: 0.341,
      },
    ])
  })

  test('is answered whatever it says, and nothing long is kept of it', async ({ target, skip }) => {
    needsEmulator(skip)
    const { videoId } = await creating(target)
    const signed = { AccessKeyId: 'of-the-sdk', Signature: 'x', SignatureMethod: 'HMAC-SHA1' }

    for (const VideoId of ['', 'nobody', videoId])
      expect(await post(target, { ...reported, VideoId, ...signed })).toMatchObject({ status: 200 })
    const long = { Source: '长'.repeat(10_000), FileSize: '1e3', VideoId: videoId }
    expect(await post(target, { ...reported, ...long })).toMatchObject({ status: 200 })

    const [details] = (await detailsOf(target, videoId)) as readonly [Form]
    expect(details.UploadSource).toBe('长'.repeat(42))
    expect(details).not.toHaveProperty('FileSize')
  })

  test('asks for progress in vain', async ({ target, skip }) => {
    needsEmulator(skip)

    const { status, text } = await post(target, { ...reported, Action: 'GetUploadProgress' })

    expect(status).toBe(200)
    expect(JSON.parse(text)).toEqual({
      RequestId: expect.any(String),
      UploadProgress: { UploadProgressList: [] },
    })
  })

  test.for([
    ['Version', '2015-01-01', 'InvalidVersion'],
    ['Format', 'YAML', 'InvalidParameter.Format'],
    ['Action', 'GetVideoInfo', 'MissingAccessKeyId'],
  ] as const)('still needs a proper %s', async ([name, value, code], { target, skip }) => {
    needsEmulator(skip)

    expect((await post(target, { ...reported, [name]: value })).text).toContain(code)
  })
})
