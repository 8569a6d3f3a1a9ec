import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { describe, test } from 'vitest'
import type { OssClient } from '../../clients/ali-oss.ts'
import { bytes } from '../../setup/bytes.ts'
import { clientOf, ownPlace } from './place.ts'

const refusal = { status: 503, code: 'ServiceUnavailable' }

/** Longer than MinIO may leave a request alone, and shorter than a client may. */
const pauseMs = 5000

/** A body in two halves with something between them. */
async function* halves(file: Buffer, between: () => Promise<unknown>) {
  const middle = file.length / 2
  for (let at = 0; at < file.length; at += 65_536) {
    if (at === middle) await between()
    yield file.subarray(at, at + 65_536)
  }
}

/** Downloads with a pause after the first bytes. @throws when the connection breaks */
async function download(client: OssClient, between: () => Promise<unknown>): Promise<Buffer> {
  const { body } = await fetch(client.signatureUrl('large'))
  if (!body) throw new Error('The answer has no body.')
  const chunks: Uint8Array[] = []
  for await (const chunk of body) {
    if (chunks.length === 0) await between()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

describe('a client that pauses', { concurrent: true }, () => {
  const file = bytes(32 * 1024 * 1024, 5)
  const length = { contentLength: file.length }

  test('longer than MinIO may is served', async ({ skip, expect }) => {
    await using place = await ownPlace(skip)
    const client = clientOf(place)
    await client.put('large', file)
    const pause = () => setTimeout(pauseMs)

    const [downloaded] = await Promise.all([
      download(client, pause),
      client.put('a', Readable.from(halves(file, pause)), length),
      client.put('b', Readable.from(halves(file, pause))),
    ])

    expect(downloaded.equals(file)).toBe(true)
    expect((await place.bucket.get('a')).equals(file)).toBe(true)
    expect((await place.bucket.get('b')).equals(file)).toBe(true)
  })

  test('is let go in time when MinIO stops in the meantime', async ({ skip, expect }) => {
    await using place = await ownPlace(skip)
    const { minio, bucket } = place
    const client = clientOf(place)
    await client.put('large', file)
    const pause = async () => {
      await setTimeout(pauseMs)
      process.kill(minio.pid, 'SIGSTOP')
    }

    const [downloaded, put, chunked] = await Promise.allSettled([
      download(client, pause),
      client.put('a', Readable.from(halves(file, pause)), length),
      client.put('b', Readable.from(halves(file, pause))),
    ])

    expect(downloaded.status).toBe('rejected')
    expect([put, chunked]).toMatchObject([{ reason: refusal }, { reason: refusal }])
    process.kill(minio.pid, 'SIGCONT')
    await client.put('c', bytes(1000))
    await expect.poll(bucket.everything).toEqual(['c', 'large'])
  })
})
