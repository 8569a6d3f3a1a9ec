import { describe, expect } from 'vitest'
import type { OssClient } from '../../clients/ali-oss.ts'
import { bytes } from '../../setup/bytes.ts'
import { test } from './account.ts'

/** An upload of parts of these sizes, and how to complete it with some of them. */
async function uploaded(client: OssClient, key: string, sizes: readonly number[]) {
  const { uploadId } = await client.initMultipartUpload(key)
  const parts: { number: number; etag: string }[] = []
  for (const [index, size] of sizes.entries()) {
    const { etag } = await client.uploadPart(key, uploadId, index + 1, bytes(size), 0, size)
    parts.push({ number: index + 1, etag })
  }
  return { uploadId, parts }
}

describe('the completion of an upload in parts', () => {
  test('refuses a part below 100 KiB that is not the last', async ({ account, key }) => {
    const client = account()
    const { uploadId, parts } = await uploaded(client, key, [102_399, 10])

    await expect(client.completeMultipartUpload(key, uploadId, parts)).rejects.toMatchObject({
      status: 400,
      code: 'EntityTooSmall',
    })
  })

  test('takes parts of 100 KiB and a last one of any size', async ({ account, key }) => {
    const client = account()
    const { uploadId, parts } = await uploaded(client, key, [102_400, 1])

    await client.completeMultipartUpload(key, uploadId, parts)

    const { res } = await client.head(key)
    expect(res.headers).toMatchObject({
      'content-length': '102401',
      etag: expect.stringMatching(/^"[0-9A-F]{32}-2"$/),
    })
  })

  test('refuses a part that was never sent, and one with another ETag', async ({
    account,
    key,
  }) => {
    const client = account()
    const { uploadId, parts } = await uploaded(client, key, [10])
    const wrong = { number: 1, etag: `"${'0'.repeat(32)}"` }

    for (const list of [[...parts, { number: 2, etag: wrong.etag }], [wrong]])
      await expect(client.completeMultipartUpload(key, uploadId, list)).rejects.toMatchObject({
        status: 400,
        code: 'InvalidPart',
      })
  })
})
