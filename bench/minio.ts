import { join } from 'node:path'
import { env, platform } from 'node:process'
import { Client } from 'minio'
import { findMinio } from '../sdk-tests/setup/servers/find.ts'
import { startMinio } from '../sdk-tests/setup/servers/minio.ts'
import type { S3Server } from '../sdk-tests/setup/servers/s3-server.ts'
import { growths } from './growth.ts'
import { type Case, compare, mebibyte, type Side } from './objects.ts'
import { type Launched, launchNode } from './servers/launch.ts'
import { built } from './servers/programs.ts'
import { emulatorSide } from './signed-objects.ts'
import type { Row } from './table.ts'

// Without any hashing it reaches 0.74 to 0.91 and 0.47 to 0.66.
const aims = { put: '≥ 0.65', get: '≥ 0.5' }
const medium = { name: '1 MiB, MinIO', block: mebibyte, blocks: 1, turns: 9, aims }
const large = { name: '256 MiB, MinIO', block: mebibyte, blocks: 256, aims }

const cases: readonly Case[] = [
  { ...medium, clients: 1, objects: 64 },
  { ...medium, clients: 8, objects: 128 },
  { ...large, clients: 1, objects: 1, turns: 7 },
]

const bucket = 'straight'
const expirySeconds = 3600

const requestLine = (method: string, url: string): string => {
  const { host, pathname, search } = new URL(url)
  return `${method} ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nConnection: keep-alive\r\n`
}

/** MinIO itself, in a bucket without versions, by URLs that were signed before the clock started. */
async function straightTo({ url, accessKey, secretKey, pid }: S3Server): Promise<Side> {
  const { hostname, port } = new URL(url)
  const keys = { accessKey, secretKey }
  const client = new Client({ endPoint: hostname, port: Number(port), useSSL: false, ...keys })
  await client.makeBucket(bucket)
  const start = async (method: 'PUT' | 'GET', key: string) =>
    requestLine(method, await client.presignedUrl(method, bucket, key, expirySeconds))
  return {
    port: Number(port),
    pids: [pid],
    async putOf(key, block, blocks) {
      const head = `${await start('PUT', key)}Content-Length: ${block.length * blocks}\r\n\r\n`
      return { head: Buffer.from(head), block, blocks }
    },
    getOf: async (key) => ({ head: Buffer.from(`${await start('GET', key)}\r\n`) }),
    async empty() {
      const objects = await client.listObjects(bucket, '', true).toArray()
      await client.removeObjects(bucket, objects)
    },
  }
}

/** By the environment, since every user of the machine sees the arguments. */
const onMinio = ({ storeUrl }: S3Server, args: readonly string[] = []): Promise<Launched> =>
  launchNode([...built, ...args], { VOD_EMULATOR_STORE: storeUrl })

async function speeds(minio: S3Server): Promise<readonly Row[]> {
  await using emulator = await onMinio(minio)
  const theirs = await straightTo(minio)
  const ours = { ...emulatorSide(emulator), pids: [emulator.pid, minio.pid] }
  const rows: Row[] = []
  for (const kind of cases) rows.push(...(await compare(ours, theirs, kind)))
  return rows
}

/** Object bodies through the emulator into MinIO and out of it, beside the same straight to that MinIO. */
export async function minio(folder: string): Promise<readonly Row[]> {
  const { bin } = findMinio(env)
  if (bin === undefined) {
    process.stdout.write(
      'No MinIO was found: puts and gets through one were not measured. Name the program in MINIO_BIN, or put it on the PATH.\n',
    )
    return []
  }
  await using server = await startMinio({ bin })
  const data = join(folder, 'minio-data')
  const start = () => onMinio(server, ['--data', data])
  const memory = platform === 'linux' ? await growths('256 MiB, MinIO', start) : []
  return [...memory, ...(await speeds(server))]
}
