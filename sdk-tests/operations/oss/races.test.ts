import { describe, expect } from 'vitest'
import type { OssClient } from '../../clients/ali-oss.ts'
import { accountClient } from '../../clients/ali-oss.ts'
import { bytes } from '../../setup/bytes.ts'
import { needs, test } from '../../setup/fixtures.ts'

const options = { addressing: 'ip', region: 'oss-cn-shanghai' } as const
const body = bytes(120_000)

const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown }).code ?? error

/** `ok`, or the code of the refusal. */
const outcome = (call: Promise<unknown>): Promise<unknown> => call.then(() => 'ok', codeOf)

const part = (client: OssClient, key: string, uploadId: string, number: number) =>
  client.uploadPart(key, uploadId, number, body, 0, body.length)

describe('an upload in parts, while parts still come', () => {
  test('that is given up refuses them', async ({ target, skip }) => {
    const client = accountClient(needs(target, 'bucket', skip), options)
    const { uploadId } = await client.initMultipartUpload('races/abort')

    const parts = Array.from({ length: 12 }, (_, i) =>
      outcome(part(client, 'races/abort', uploadId, i + 1)),
    )
    await client.abortMultipartUpload('races/abort', uploadId)

    // ali-oss turns any 404 of a part into an abortion without a code.
    for (const result of await Promise.all(parts))
      expect(
        result === 'ok' || (result as Error).name === 'abort' || result === 'NoSuchUpload',
      ).toBe(true)
    expect(await outcome(client.head('races/abort'))).toBe('NoSuchKey')
  })

  test('that is completed while a part is sent again is whole', async ({ target, skip }) => {
    const client = accountClient(needs(target, 'bucket', skip), options)
    for (let round = 0; round < 8; round++) {
      const key = `races/complete-${round}`
      const { uploadId } = await client.initMultipartUpload(key)
      const { etag } = await part(client, key, uploadId, 1)

      const again = Array.from({ length: 6 }, () => outcome(part(client, key, uploadId, 1)))
      const completed = await outcome(
        client.completeMultipartUpload(key, uploadId, [{ number: 1, etag }]),
      )
      await Promise.all(again)

      expect(completed).toBe('ok')
      expect((await client.get(key)).content).toEqual(body)
    }
  })
})
