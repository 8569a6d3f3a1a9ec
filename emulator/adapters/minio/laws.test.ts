import { Client } from 'minio'
import { describe, inject, vi } from 'vitest'
import type { ServerOfTheRun } from '../../../sdk-tests/setup/servers/of-the-run.ts'
import { objectStoreLaws } from '../../testing/object-store/laws.ts'
import type { ObjectStoreUnderTest } from '../../testing/object-store/subject.ts'
import { memoryRecords } from '../memory/records.ts'
import { minioObjectStore } from './object-store.ts'

vi.setConfig({ testTimeout: 120_000 })

const buckets = ['laws-one', 'laws-two']

interface Listed {
  readonly name: string
  readonly versionId: string
}

/** What an S3 client sees, old versions included. */
async function versionsIn(client: Client, bucket: string): Promise<Listed[]> {
  if (!(await client.bucketExists(bucket))) return []
  return client.listObjects(bucket, '', true, { IncludeVersion: true }).toArray()
}

async function clear(client: Client): Promise<void> {
  for (const bucket of buckets) {
    const versions = await versionsIn(client, bucket)
    await client.removeObjects(bucket, versions)
  }
}

async function storeOn({ url, ...keys }: ServerOfTheRun): Promise<ObjectStoreUnderTest> {
  const { hostname, port } = new URL(url)
  const client = new Client({ ...keys, endPoint: hostname, port: Number(port), useSSL: false })
  await clear(client)
  const records = memoryRecords()
  const options = { ...keys, origin: url, buckets, records, recordsOf: 'successors' } as const
  const open = async () => minioObjectStore(options, { idleMs: 60_000, healthMs: 60_000 })
  return {
    store: await open(),
    leftovers: async () => {
      const versions = await Promise.all(buckets.map((bucket) => versionsIn(client, bucket)))
      return versions.flat().map(({ name, versionId }) => `${name} ${versionId}`)
    },
    reopen: open,
  }
}

describe.each(['minio', 'seaweedfs'] as const)('a server of the run,', (name) => {
  const server = inject(name)

  // Without one, the set-up of the run says how to get it.
  describe.skipIf(server === undefined)(name, () => {
    objectStoreLaws(`on ${name}`, () => storeOn(server as ServerOfTheRun))
  })
})
