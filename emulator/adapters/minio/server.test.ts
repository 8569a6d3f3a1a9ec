import { randomBytes } from 'node:crypto'
import { Client } from 'minio'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import type { ServerOfTheRun } from '../../../sdk-tests/setup/servers/of-the-run.ts'
import { bodyOf, bytesOf, measured } from '../../testing/object-store/bodies.ts'
import { memoryRecords } from '../memory/records.ts'
import { probeKey } from './keys.ts'
import { type MinioObjectStore, minioObjectStore } from './object-store.ts'
import { type S3, s3 } from './s3.ts'
import type { S3Address } from './sending.ts'

describe.each(['minio', 'seaweedfs'] as const)('on a server of the run,', (name) => {
  const server = inject(name)

  // Without one, the set-up of the run says how to get it.
  describe.skipIf(server === undefined)(name, () => {
    const { url = '', accessKey = '', secretKey = '' } = (server ?? {}) as Partial<ServerOfTheRun>
    const options = { origin: url, accessKey, secretKey }
    let bucket: string
    let client: Client
    let store: MinioObjectStore
    let s3Server: S3

    beforeEach(async () => {
      bucket = `server-${randomBytes(8).toString('hex')}`
      const { hostname, port } = new URL(url)
      client = new Client({ ...options, endPoint: hostname, port: Number(port), useSSL: false })
      store = minioObjectStore(
        { ...options, buckets: [bucket], records: memoryRecords(), recordsOf: 'process' },
        { idleMs: 60_000, healthMs: 60_000 },
      )
      s3Server = s3(options, 60_000)
      await store.probe()
    })
    afterEach(async () => {
      await store.close()
      s3Server.close()
      await client.removeBucket(bucket)
    })

    test('a bucket that somebody removed exists again after a health check', async () => {
      await client.removeBucket(bucket)

      expect(await store.health()).toEqual([expect.stringMatching(/has lost|keeps no versions/)])

      expect(await store.health()).toEqual([])
    })

    test('a bucket whose versioning was suspended keeps versions again', async () => {
      await client.setBucketVersioning(bucket, { Status: 'Suspended' })

      expect(await store.health()).toEqual([expect.stringContaining('keeps no versions')])

      expect(await store.health()).toEqual([])
      await client.removeObject(bucket, probeKey, { versionId: 'null' })
    })

    test('a probe whose answer was lost is removed with the next one', async () => {
      const address = { bucket, key: probeKey }
      await s3Server.put(address, {}, 'probe', measured(bodyOf(bytesOf(3)), 3))

      expect(await store.health()).toEqual([])

      expect(await s3Server.createdBy('probe', address)).toBeUndefined()
    })

    test.for(['x/y', 'x/%zz', 'x/a+b'])('what was put as %s is found by its mark', async (key) => {
      const put = async (address: S3Address, mark: string) => {
        const { version } = await s3Server.put(address, {}, mark, measured(bodyOf(bytesOf(3)), 3))
        return { ...address, version }
      }
      const parent = await put({ bucket, key: 'x' }, 'other')
      const sought = await put({ bucket, key }, 'sought')

      expect(await s3Server.createdBy('sought', { bucket, key })).toEqual(sought)

      for (const version of [sought, parent]) await s3Server.remove(version)
    })
  })
})
