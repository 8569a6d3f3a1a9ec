import { buffer } from 'node:stream/consumers'
import { Client } from 'minio'
import type { S3Address } from '../../setup/servers/s3-server.ts'

/** A bucket as every S3 client sees it, through the plain `minio` client. */
export interface Bucket {
  put(key: string, bytes: Buffer): Promise<void>
  get(key: string): Promise<Buffer>
  /** Size, ETag and headers of an object. */
  stat(key: string): ReturnType<Client['statObject']>
  /** The key of each version and delete marker there is, sorted: whatever takes room, visible or not. */
  everything(): Promise<readonly string[]>
}

/** Looks into a bucket of a server. */
export function bucketOf({ url, accessKey, secretKey }: S3Address, name: string): Bucket {
  const { hostname, port } = new URL(url)
  const at = { endPoint: hostname, port: Number(port), useSSL: false }
  const client = new Client({ ...at, accessKey, secretKey })
  return {
    async put(key, bytes) {
      await client.putObject(name, key, bytes)
    },
    get: async (key) => buffer(await client.getObject(name, key)),
    stat: (key) => client.statObject(name, key),
    async everything() {
      const listed = client.listObjects(name, '', true, { IncludeVersion: true })
      const versions = (await listed.toArray()) as readonly { readonly name: string }[]
      return versions.map((version) => version.name).sort()
    },
  }
}
