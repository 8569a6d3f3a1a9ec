import type { IncomingMessage } from 'node:http'
import { type Client, S3Error } from 'minio'
import { codeOf } from '../../kernel/error-code.ts'
import type { ByteRange, ByteSource } from '../../ports/object-store.ts'
import {
  clientOf,
  type Put,
  type S3Address,
  type S3Headers,
  type S3Options,
  sendObject,
} from './sending.ts'

export interface Version extends S3Address {
  readonly version: string
}

/** What a store needs of an S3 server with versioning. Every method rejects with the error of the server or the network. */
export interface S3 {
  /** Creates a bucket unless it exists, and turns its versioning on. */
  createBucket(bucket: string): Promise<void>
  /** Puts one object; nothing is visible before. `mark` names this attempt. */
  put(address: S3Address, headers: S3Headers, mark: string, bytes: ByteSource): Promise<Put>
  get(version: Version, range?: ByteRange): Promise<IncomingMessage | undefined>
  /** Removes a version if it exists. */
  remove(version: Version): Promise<void>
  /**
   * Removes versions of one bucket in one request, each the only version of its key: where others stay, MinIO rewrites their
   * metadata in place, and loses them if it is killed while doing so.
   */
  removeLast(bucket: string, versions: readonly Version[]): Promise<void>
  /** The version that an attempt created, if any. */
  createdBy(mark: string, address: S3Address): Promise<Version | undefined>
  close(): void
}

/** The tag that says which attempt at a put created a version. */
const markTag = 'vod-emulator'

/** A key usually has one version; an attempt is not looked for among more than these. */
const maxVersions = 100

const absent: ReadonlySet<string> = new Set([
  'NoSuchKey',
  'NoSuchVersion',
  'NoSuchBucket',
  'NotFound',
])

async function unlessAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (absent.has(codeOf(error))) return undefined
    throw error
  }
}

/** The server may close an idle connection just as a request is sent on it. Only what is idempotent may be repeated. */
async function repeated<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send()
  } catch (error) {
    if (!['ECONNRESET', 'EPIPE'].includes(codeOf(error))) throw error
    return send()
  }
}

async function createBucket(client: Client, bucket: string, region?: string): Promise<void> {
  try {
    await client.makeBucket(bucket, region)
  } catch (error) {
    // A server with a region of its own accepts no other, and says which it is.
    if (region === undefined && error instanceof S3Error && error.region)
      return createBucket(client, bucket, error.region)
    if (!['BucketAlreadyOwnedByYou', 'BucketAlreadyExists'].includes(codeOf(error))) throw error
  }
  await client.setBucketVersioning(bucket, { Status: 'Enabled' })
}

async function removeLast(client: Client, bucket: string, versions: readonly Version[]) {
  const listed = versions.map(({ key, version }) => ({ name: key, versionId: version }))
  const failures = await unlessAbsent(client.removeObjects(bucket, listed))
  // The package's types omit what is answered: codes and messages of what could not be removed.
  for (const failure of (failures ?? []) as readonly { readonly Code?: string }[]) {
    const code = String(failure.Code)
    if (!absent.has(code)) throw Object.assign(new Error('not removed'), { code })
  }
}

/** What the package's types omit from a listing of versions. */
interface Listed {
  readonly versionId?: string
}

async function createdBy(client: Client, mark: string, { bucket, key }: S3Address) {
  const isCreated = async (version: string) => {
    const tags = await unlessAbsent(client.getObjectTagging(bucket, key, { versionId: version }))
    return tags?.some(({ Key, Value }) => Key === markTag && Value === mark)
  }
  // The latest first: MinIO lists nothing of `x/y` beside `x`.
  const latest = await unlessAbsent(client.statObject(bucket, key))
  if (latest?.versionId && (await isCreated(latest.versionId)))
    return { bucket, key, version: latest.versionId }
  // One page: a page that the package's stream cannot parse would crash the process.
  const query = { Delimiter: '', MaxKeys: maxVersions, IncludeVersion: true }
  const page = await unlessAbsent(client.listObjectsQuery(bucket, key, '', query))
  // Not every server lists keys correctly; versions are right, and the key is known.
  for (const { versionId: version } of (page?.objects ?? []) as readonly Listed[])
    if (version && (await isCreated(version))) return { bucket, key, version }
  return undefined
}

/** Talks to an S3 server through the `minio` package. @param idleMs how long the server may stay silent in a request, ms */
export function s3(options: S3Options, idleMs: number): S3 {
  const { client, close } = clientOf(options, idleMs)
  return {
    createBucket: (bucket) => repeated(() => createBucket(client, bucket)),
    put: (address, headers, mark, bytes) =>
      sendObject(client, address, { ...headers, 'x-amz-tagging': `${markTag}=${mark}` }, bytes),
    get({ bucket, key, version }, range) {
      const { first, last } = range ?? { first: 0, last: -1 }
      const send = () =>
        client.getPartialObject(bucket, key, first, last - first + 1, { versionId: version })
      // A length of 0 means everything. What the package calls a stream is Node's own answer.
      return unlessAbsent(repeated(send)) as Promise<IncomingMessage | undefined>
    },
    async remove({ bucket, key, version }) {
      const send = () => client.removeObject(bucket, key, { versionId: version })
      await unlessAbsent(repeated(send))
    },
    removeLast: (bucket, versions) => repeated(() => removeLast(client, bucket, versions)),
    createdBy: (mark, address) => repeated(() => createdBy(client, mark, address)),
    close,
  }
}
