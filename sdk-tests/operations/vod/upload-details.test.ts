import { describe, expect } from 'vitest'
import type { Target } from '#contracts/target.ts'
import { uploadClient } from '../../clients/ali-oss.ts'
import { decodeUpload } from '../../clients/decode.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { succeeded } from '../../clients/rpc-driver.ts'
import { bytes } from '../../setup/bytes.ts'
import { test } from '../../setup/fixtures.ts'

const partSize = 102_400

/** A new video, and a client that may upload its file. */
async function creating(target: Target, parameters: Readonly<Record<string, string>> = {}) {
  const input = { FileName: 'a.mp4', Title: 'A', ...parameters }
  const answer = await succeeded(openapiCore.call(target, 'CreateUploadVideo', input))
  const upload = decodeUpload(answer)
  const key = upload.address.FileName
  const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
  return { videoId: String(answer.VideoId), key, client }
}

const detailsOf = async (target: Target, ids: string) =>
  succeeded(openapiCore.call(target, 'GetUploadDetails', { MediaIds: ids, MediaType: 'video' }))

const deleteParts = (target: Target, MediaId: string) =>
  openapiCore.call(target, 'DeleteMultipartUpload', { MediaId, MediaType: 'video' })

describe('an upload in parts', () => {
  test('shows how far it has come, and can be removed', async ({ target }) => {
    const { videoId, key, client } = await creating(target, { FileSize: String(4 * partSize) })
    const { uploadId } = await client.initMultipartUpload(key)
    const file = bytes(4 * partSize)
    await client.uploadPart(key, uploadId, 1, file, 0, partSize)

    expect(await detailsOf(target, `${videoId},nobody`)).toEqual({
      RequestId: expect.any(String),
      UploadDetails: [
        {
          Status: 'Uploading',
          UploadSize: partSize,
          UploadStatus: 'UPLOADING',
          CreationTime: expect.stringMatching(/Z$/),
          Title: 'A',
          FileSize: 4 * partSize,
          ModificationTime: expect.stringMatching(/Z$/),
          UploadRatio: 0.25,
          MediaId: videoId,
        },
      ],
      NonExistMediaIds: ['nobody'],
      ForbiddenMediaIds: [],
    })
    expect(await deleteParts(target, videoId)).toMatchObject({ ok: true })
    expect(await deleteParts(target, videoId)).toMatchObject({
      code: 'InvalidMultipartUpload.NotFound',
      status: 400,
    })
    const { UploadDetails } = await detailsOf(target, videoId)
    expect(UploadDetails).toMatchObject([{ UploadSize: 0, UploadRatio: 0 }])
  })
})

test('an upload that is done shows its file', async ({ target }) => {
  const { videoId, key, client } = await creating(target)
  expect((await detailsOf(target, videoId)).UploadDetails).toMatchObject([{ UploadRatio: 0 }])

  await client.put(key, bytes(1000))

  expect((await detailsOf(target, videoId)).UploadDetails).toMatchObject([
    {
      UploadStatus: 'UPLOAD_SUCCESS',
      UploadSize: 1000,
      FileSize: 1000,
      UploadRatio: 1,
      CompletionTime: expect.stringMatching(/Z$/),
    },
  ])
})
