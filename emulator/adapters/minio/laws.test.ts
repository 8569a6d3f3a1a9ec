import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'minio'
import { afterAll, describe, inject, vi } from 'vitest'
import { objectStoreLaws } from '../../ports/object-store.laws.ts'
import { minioObjectStore } from './object-store.ts'

vi.setConfig({ testTimeout: 120_000 })

const buckets = ['laws-one', 'laws-two']
const folders: string[] = []

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

async function versionsIn(client: Client, bucket: string) {
  if (!(await client.bucketExists(bucket))) return []
  const listed = client.listObjects(bucket, '', true, { IncludeVersion: true })
  return (await listed.toArray()) as { name: string; versionId: string }[]
}

describe.each(['minio', 'seaweedfs'] as const)('on %s', (name) => {
  const server = inject(name)
  if (!server) return
  const { hostname, port } = new URL(server.url)
  const client = new Client({ endPoint: hostname, port: Number(port), useSSL: false, ...server })

  objectStoreLaws(`on ${name}`, async () => {
    for (const bucket of buckets) {
      const versions = await versionsIn(client, bucket)
      await client.removeObjects(bucket, versions)
    }
    const folder = await mkdtemp(join(tmpdir(), 'vod-emulator-laws-'))
    folders.push(folder)
    const open = async () =>
      minioObjectStore({
        ...server,
        origin: server.url,
        buckets,
        ledger: join(folder, 'ledger.jsonl'),
      })
    return {
      store: await open(),
      leftovers: async () =>
        (await Promise.all(buckets.map((bucket) => versionsIn(client, bucket))))
          .flat()
          .map(({ name, versionId }) => `${name} ${versionId}`)
          .sort(),
      reopen: open,
    }
  })
})
