import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type OSS from 'ali-oss'
import { describe, expect, test, vi } from 'vitest'
import { bytes } from '../../setup/bytes.ts'
import { type Item, settle } from '../kills/ledger.ts'
import { type Process, startProcess } from '../kills/process.ts'
import { diceOf, seed, work } from '../kills/work.ts'
import { type Bucket, bucketOf } from './bucket.ts'
import { clientOf, ownMinio, ownPlace, type Place } from './place.ts'
import { thousandUploads } from './uploads.ts'

// For hangs only.
vi.setConfig({ testTimeout: 600_000 })

const partSize = 1024 * 1024
const unavailable = { status: 503, code: 'ServiceUnavailable' }

/** Uploads in parts that nobody goes on with are given up after a week. */
const eightDays = 8 * 24 * 3600

/** Looks at the bucket when the emulator has tidied up. */
const tidied = ({ target, bucket }: Pick<Place, 'target' | 'bucket'>) =>
  expect.poll(
    async () => {
      await target.clock.advance(eightDays)
      return bucket.everything()
    },
    { interval: 200 },
  )

describe('when MinIO is killed', () => {
  test('in the middle of an upload in parts, the client resumes it', async ({ skip }) => {
    await using place = await ownPlace(skip)
    const { minio, bucket } = place
    const [key, file] = ['films/a.mov', bytes(5 * partSize + 321, 3)]
    let kept: OSS.Checkpoint = { uploadId: '', doneParts: [] }
    const begun = clientOf(place).multipartUpload(key, file, {
      partSize,
      parallel: 1,
      progress: async (_, checkpoint) => {
        kept = checkpoint ?? kept
        if (kept.doneParts.length === 2) await minio.kill()
      },
    })
    await expect(begun).rejects.toMatchObject({ code: 'ServiceUnavailable' })
    expect(kept.doneParts).toHaveLength(2)

    await minio.restart()
    await clientOf(place).multipartUpload(key, file, { partSize, checkpoint: kept })

    expect((await clientOf(place).get(key)).content.equals(file)).toBe(true)
    expect((await bucket.get(key)).equals(file)).toBe(true)
    await tidied(place).toEqual([key])
  })

  const file = bytes(24 * partSize, 1)

  /** A body that has MinIO killed in its middle. */
  async function* killing({ minio }: Place) {
    const middle = file.length / 2
    for (let at = 0; at < file.length; at += 65_536) {
      if (at === middle) await minio.kill()
      yield file.subarray(at, at + 65_536)
    }
  }

  describe.each([
    { way: 'of known length', options: { contentLength: file.length } },
    { way: 'in chunks', options: {} },
  ])('in the middle of a put $way', ({ options }) => {
    test('the client is told to come again, and there is no object', async ({ skip }) => {
      await using place = await ownPlace(skip)
      const client = clientOf(place)

      const put = client.put('a', Readable.from(killing(place)), options)
      await expect(put).rejects.toMatchObject(unavailable)
      await expect(client.head('a')).rejects.toMatchObject({ status: 404 })

      await place.minio.restart()
      await expect(client.head('a')).rejects.toMatchObject({ status: 404 })
      await tidied(place).toEqual([])
      await client.put('a', file)
      expect((await place.bucket.get('a')).equals(file)).toBe(true)
    })

    test('the object that was to be replaced stays', async ({ skip }) => {
      await using place = await ownPlace(skip)
      const [client, before] = [clientOf(place), bytes(100_000, 2)]
      await client.put('a', before)

      const put = client.put('a', Readable.from(killing(place)), options)
      await expect(put).rejects.toMatchObject(unavailable)

      await place.minio.restart()
      expect((await client.get('a')).content.equals(before)).toBe(true)
      expect((await place.bucket.get('a')).equals(before)).toBe(true)
      await tidied(place).toEqual(['a'])
    })
  })

  test(`ten times during a thousand uploads, all that was acknowledged is there (seed ${seed})`, async ({
    skip,
  }) => {
    await using place = await ownPlace(skip)

    const { acknowledged, failures } = await thousandUploads(place, 10)

    expect(failures).toBeGreaterThanOrEqual(10)
    const client = clientOf(place)
    for (const [key, file] of acknowledged) {
      const found = await Promise.all([client.get(key), place.bucket.get(key)])
      expect([found[0].content.equals(file), found[1].equals(file)]).toEqual([true, true])
    }
    await tidied(place).toEqual([...acknowledged.keys()].sort())
  })
})

describe('when the emulator is killed', () => {
  const partsOf = ({ parts }: Item) => parts?.stored.size ?? 0

  /** The bucket has what is known, and nothing else. */
  async function expectNoOrphans({ target }: Process, bucket: Bucket, items: readonly Item[]) {
    const objects = items.filter(({ object }) => object)
    const keys = objects.map(({ upload }) => upload.address.FileName).sort()
    const parts = items.reduce((sum, item) => sum + partsOf(item), 0)
    const counted = async () => {
      await fetch(`${target.bucket.endpoint}/_emulator/ready`)
      const all = await bucket.everything()
      const own = all.filter((key) => key.startsWith('.vod-emulator/'))
      return { keys: all.filter((key) => !own.includes(key)), parts: own.length }
    }
    await expect.poll(counted).toEqual({ keys, parts })
  }

  test(`what was acknowledged is there, and nothing else (seed ${seed})`, async ({ skip }) => {
    await using minio = await ownMinio(skip)
    const dataDir = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
    await using _ = { [Symbol.asyncDispose]: () => rm(dataDir, { recursive: true }) }
    const start = () => startProcess(dataDir, { args: ['--store', minio.storeUrl] })
    const history = { dice: diceOf(1), items: [] as Item[] }
    const { items } = history
    let touched: Iterable<Item> = []
    for (let kills = 0; kills < 5; kills++) {
      await using running = await start()
      const bucket = bucketOf(minio, running.target.bucket.name)
      for (const item of touched) await settle(running.target, item)
      await expectNoOrphans(running, bucket, items)
      touched = await work(history, running, 400)
    }
    await using running = await start()
    for (const item of items) await settle(running.target, item)
    await expectNoOrphans(running, bucketOf(minio, running.target.bucket.name), items)
    expect(items.filter(({ object }) => object).length).toBeGreaterThan(5)
  })
})
