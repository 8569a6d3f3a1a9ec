import type { IncomingMessage } from 'node:http'
import { type Client, S3Error } from 'minio'
import type { ByteRange, ByteSource } from '../../ports/object-store.ts'
import { codeOf } from './failure.ts'
import { clientOf, type Headers, type Place, type S3Options, sendObject } from './sending.ts'

export interface Version extends Place {
  readonly version: string
}

/** What a store asks of an S3 server with versions. Every method rejects with what the server or the network says. */
export interface S3 {
  /** Makes a bucket, unless it is there, and has it keep versions. */
  makeBucket(bucket: string): Promise<void>
  /** Puts one object and answers its version; nothing is visible before. `mark` names this attempt. */
  put(place: Place, headers: Headers, mark: string, bytes: ByteSource): Promise<string>
  get(version: Version, range?: ByteRange): Promise<IncomingMessage | undefined>
  /** Removes a version, whether it is there or not. */
  remove(version: Version): Promise<void>
  /**
   * Removes versions of one bucket at once, each the only one of its key: where others stay, MinIO writes what it knows of
   * them anew in place, and killed in the middle it loses them.
   */
  removeLast(bucket: string, versions: readonly Version[]): Promise<void>
  /** The version that an attempt made, if it made one. */
  madeBy(mark: string, place: Place): Promise<Version | undefined>
  close(): void
}

/** The tag that says which attempt at a put made a version. */
const markTag = 'vod-emulator'

/** A key has one version but for moments and what people do; an attempt is not looked for any further. */
const maxVersions = 100

const absent: ReadonlySet<string> = new Set([
  'NoSuchKey',
  'NoSuchVersion',
  'NoSuchBucket',
  'NotFound',
])

async function unlessAbsent<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (absent.has(codeOf(error))) return undefined
    throw error
  }
}

/** The server may end a connection at rest in the moment of its next request. What changes nothing twice is repeated. */
async function repeated<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!['ECONNRESET', 'EPIPE'].includes(codeOf(error))) throw error
    return ask()
  }
}

async function makeBucket(client: Client, bucket: string, region?: string): Promise<void> {
  try {
    await client.makeBucket(bucket, region)
  } catch (error) {
    // A server that is told its region takes no other, and says which.
    if (region === undefined && error instanceof S3Error && error.region)
      return makeBucket(client, bucket, error.region)
    if (!['BucketAlreadyOwnedByYou', 'BucketAlreadyExists'].includes(codeOf(error))) throw error
  }
  await client.setBucketVersioning(bucket, { Status: 'Enabled' })
}

async function removeLast(client: Client, bucket: string, versions: readonly Version[]) {
  const listed = versions.map(({ key, version }) => ({ name: key, versionId: version }))
  const failures = await unlessAbsent(client.removeObjects(bucket, listed))
  // The types of the package do not know what is answered: codes and messages of what could not be removed.
  for (const failure of (failures ?? []) as readonly { readonly Code?: string }[]) {
    const code = String(failure.Code)
    if (!absent.has(code)) throw Object.assign(new Error('not removed'), { code })
  }
}

/** What the types of the package leave out of a listing of versions. */
interface Listed {
  readonly versionId?: string
}

async function madeBy(client: Client, mark: string, { bucket, key }: Place) {
  const isMade = async (version: string) => {
    const tags = await unlessAbsent(client.getObjectTagging(bucket, key, { versionId: version }))
    return tags?.some(({ Key, Value }) => Key === markTag && Value === mark)
  }
  // The latest first: MinIO lists nothing of `x/y` beside `x`.
  const latest = await unlessAbsent(client.statObject(bucket, key))
  if (latest?.versionId && (await isMade(latest.versionId)))
    return { bucket, key, version: latest.versionId }
  // One page: the stream of the package breaks the process by a page that it cannot read.
  const query = { Delimiter: '', MaxKeys: maxVersions, IncludeVersion: true }
  const page = await unlessAbsent(client.listObjectsQuery(bucket, key, '', query))
  // Names in listings are not to be trusted on every server; a version and the key asked for are.
  for (const { versionId: version } of (page?.objects ?? []) as readonly Listed[])
    if (version && (await isMade(version))) return { bucket, key, version }
  return undefined
}

/** Speaks to an S3 server by the `minio` package. @param idleMs how long the server may leave a request alone */
export function s3(options: S3Options, idleMs: number): S3 {
  const { client, close } = clientOf(options, idleMs)
  return {
    makeBucket: (bucket) => repeated(() => makeBucket(client, bucket)),
    put: (place, headers, mark, bytes) =>
      sendObject(client, place, { ...headers, 'x-amz-tagging': `${markTag}=${mark}` }, bytes),
    get({ bucket, key, version }, range) {
      const { first, last } = range ?? { first: 0, last: -1 }
      const ask = () =>
        client.getPartialObject(bucket, key, first, last - first + 1, { versionId: version })
      // A length of 0 is all of it: the answers of Node are what the package calls streams.
      return unlessAbsent(repeated(ask)) as Promise<IncomingMessage | undefined>
    },
    async remove({ bucket, key, version }) {
      const ask = () => client.removeObject(bucket, key, { versionId: version })
      await unlessAbsent(repeated(ask))
    },
    removeLast: (bucket, versions) => repeated(() => removeLast(client, bucket, versions)),
    madeBy: (mark, place) => repeated(() => madeBy(client, mark, place)),
    close,
  }
}
