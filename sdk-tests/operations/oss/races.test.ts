import { describe, expect } from 'vitest'
import type { OssClient } from '../../clients/ali-oss.ts'
import { sendHalf } from '../../clients/raw.ts'
import { bytes } from '../../setup/bytes.ts'
import { test } from './account.ts'

const body = bytes(120_000)

const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown }).code ?? error

/** `ok`, or the code of the refusal. */
const outcome = (call: Promise<unknown>): Promise<unknown> => call.then(() => 'ok', codeOf)

const part = (client: OssClient, key: string, uploadId: string, number: number, file = body) =>
  client.uploadPart(key, uploadId, number, file, 0, file.length)

/** An upload of one part, ready to be completed. */
async function ready(client: OssClient, key: string, file = body) {
  const { uploadId } = await client.initMultipartUpload(key)
  const { etag } = await part(client, key, uploadId, 1, file)
  return { uploadId, parts: [{ number: 1, etag }] }
}

describe('an upload in parts, while parts still come', () => {
  test('that is given up refuses them', async ({ account, key }) => {
    const client = account()
    const { uploadId } = await client.initMultipartUpload(key)

    const parts = Array.from({ length: 12 }, (_, i) => outcome(part(client, key, uploadId, i + 1)))
    await client.abortMultipartUpload(key, uploadId)

    // ali-oss turns any 404 of a part into an abortion without a code.
    for (const result of await Promise.all(parts))
      expect(
        result === 'ok' || (result as Error).name === 'abort' || result === 'NoSuchUpload',
      ).toBe(true)
    expect(await outcome(client.head(key))).toBe('NoSuchKey')
  })

  test('that is completed while a part is sent again is whole', async ({
    account,
    key: folder,
  }) => {
    const client = account()
    for (let round = 0; round < 8; round++) {
      const key = `${folder}/${round}`
      const { uploadId, parts } = await ready(client, key)

      const again = Array.from({ length: 6 }, () => outcome(part(client, key, uploadId, 1)))
      const completed = await outcome(client.completeMultipartUpload(key, uploadId, parts))
      await Promise.all(again)

      expect(completed).toBe('ok')
      expect((await client.get(key)).content).toEqual(body)
    }
  })
})

const forbidding = { headers: { 'x-oss-forbid-overwrite': 'true' } }

describe('of those who forbid to overwrite one key, the first wins', () => {
  test('among completions', async ({ account, key }) => {
    const client = account()
    const files = Array.from({ length: 6 }, (_, i) => bytes(1000, i))
    const uploads = await Promise.all(files.map((file) => ready(client, key, file)))

    const outcomes = await Promise.all(
      uploads.map(({ uploadId, parts }) =>
        outcome(client.completeMultipartUpload(key, uploadId, parts, forbidding)),
      ),
    )

    const refused = outcomes.filter((result) => result === 'FileAlreadyExists')
    expect(outcomes.filter((result) => result === 'ok')).toHaveLength(1)
    expect(refused).toHaveLength(files.length - 1)
    expect((await client.get(key)).content).toEqual(files[outcomes.indexOf('ok')])
    for (const { uploadId } of uploads.filter((_, i) => outcomes[i] !== 'ok'))
      expect(await client.listParts(key, uploadId)).toMatchObject({ parts: { PartNumber: '1' } })
  })

  test('among completions and puts', async ({ account, key: folder }) => {
    const client = account()
    for (let round = 0; round < 8; round++) {
      const key = `${folder}/${round}`
      const uploads = await Promise.all(
        [1, 2, 3].map((kind) => ready(client, key, bytes(1000, kind))),
      )

      const outcomes = await Promise.all([
        ...uploads.map(({ uploadId, parts }) =>
          outcome(client.completeMultipartUpload(key, uploadId, parts, forbidding)),
        ),
        ...[4, 5, 6].map((kind) => outcome(client.put(key, bytes(1000, kind), forbidding))),
      ])

      const refused = outcomes.filter((result) => result === 'FileAlreadyExists')
      expect(refused).toHaveLength(outcomes.length - 1)
      expect((await client.get(key)).content).toEqual(bytes(1000, outcomes.indexOf('ok') + 1))
    }
  })

  test.for([
    { other: 'a put', land: (client: OssClient, key: string) => client.put(key, Buffer.from('x')) },
    {
      other: 'a completion',
      land: async (client: OssClient, key: string) => {
        const { uploadId, parts } = await ready(client, key, Buffer.from('x'))
        await client.completeMultipartUpload(key, uploadId, parts)
      },
    },
  ])(
    'when $other lands while the body of a put comes',
    async ({ land }, { account, key, signedUrl }) => {
      const finish = await sendHalf(await signedUrl('PUT', key, forbidding), {
        ...forbidding,
        method: 'PUT',
        body,
      })

      await land(account(), key)

      expect(await finish()).toMatchObject({
        status: 409,
        text: expect.stringContaining('<Code>FileAlreadyExists</Code>'),
      })
      expect(String((await account().get(key)).content)).toBe('x')
    },
  )
})
