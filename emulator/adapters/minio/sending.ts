import type { IncomingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import { Client } from 'minio'
import type { ByteSource } from '../../ports/object-store.ts'
import { VersionlessAnswer } from './failure.ts'
import { inPieces, pieceSize } from './pieces.ts'
import { boundedTransport } from './transport.ts'

/** An S3 server and the key to it. */
export interface S3Options {
  /** Scheme, host and port. */
  readonly origin: string
  readonly accessKey: string
  readonly secretKey: string
}

/** A bucket and a key in it, which need not be the key that an OSS client uses. */
export interface S3Address {
  readonly bucket: string
  readonly key: string
}

export type S3Headers = Readonly<Record<string, string>>

/** Size of an object put in one request, bytes: 5 GiB. */
export const maxPutSize = 5 * 1024 ** 3

/** What a server answers to a put. */
export interface Put {
  readonly version: string
  /** The ETag, if it may be the MD5 of the bytes. */
  readonly md5: Buffer | undefined
}

/** The client of the `minio` package, with bounded waits. */
export function clientOf({ origin, accessKey, secretKey }: S3Options, idleMs: number) {
  const { hostname, port, protocol } = new URL(origin)
  const secure = protocol === 'https:'
  const { transport, agent } = boundedTransport(secure, idleMs)
  const client = new Client({
    endPoint: hostname.replace(/^\[|\]$/g, ''),
    ...(port !== '' && { port: Number(port) }),
    useSSL: secure,
    accessKey,
    secretKey,
    transport,
    transportAgent: agent,
    // The package would wait, repeat what must not be repeated, and write to the console.
    retryOptions: { disableRetry: true },
  })
  // It would have to be known before the first byte is sent.
  client.enableSHA256 = false
  return { client, close: () => agent.destroy() }
}

/** @throws VersionlessAnswer for an object that the next put would replace while somebody still reads it */
function requireVersion(version: unknown): string {
  if (typeof version === 'string' && version !== '' && version !== 'null') return version
  throw new VersionlessAnswer('no version')
}

/** An ETag that may be an MD5: of its form, and not of an object encrypted with a key of a KMS or of a client. */
function md5In(headers: IncomingHttpHeaders): Buffer | undefined {
  const [, hex] = /^"?([0-9a-f]{32})"?$/.exec(headers.etag ?? '') ?? []
  const { 'x-amz-server-side-encryption': encryption = 'AES256' } = headers
  return hex === undefined || encryption !== 'AES256' ? undefined : Buffer.from(hex, 'hex')
}

/** Puts a body of known size in one request. */
async function send(
  client: Client,
  address: S3Address,
  headers: S3Headers,
  size: number,
  body: Readable | Buffer,
): Promise<Put> {
  const request = {
    method: 'PUT',
    bucketName: address.bucket,
    objectName: address.key,
    headers: { ...headers, 'content-length': String(size) },
  }
  const response = await client.makeRequestStreamAsync(request, body, '', [200], '')
  response.resume()
  const { headers: answered } = response
  return { version: requireVersion(answered['x-amz-version-id']), md5: md5In(answered) }
}

/** Puts pieces in as many requests; nothing of the object is visible before the last. */
async function assemble(
  client: Client,
  { bucket, key }: S3Address,
  headers: S3Headers,
  pieces: AsyncIterable<Buffer>,
): Promise<Put> {
  const uploadID = await client.initiateNewMultipartUpload(bucket, key, { ...headers })
  try {
    const parts: { part: number; etag: string }[] = []
    for await (const piece of pieces) {
      const partNumber = parts.length + 1
      const part = { bucketName: bucket, objectName: key, uploadID, partNumber, headers: {} }
      const { etag } = await client.uploadPart(part, piece)
      parts.push({ part: partNumber, etag })
    }
    const { versionId } = await client.completeMultipartUpload(bucket, key, uploadID, parts)
    return { version: requireVersion(versionId), md5: undefined }
  } catch (error) {
    // Nobody waits for it; if it fails, servers do it by themselves after a day.
    client.abortMultipartUpload(bucket, key, uploadID).catch(() => undefined)
    throw error
  }
}

/** Puts bytes whose number is not known beforehand: in one request if they are few, else in pieces. */
async function sendUnmeasured(
  client: Client,
  address: S3Address,
  headers: S3Headers,
  bytes: ByteSource,
) {
  const pieces = inPieces(bytes)
  const { value: first = Buffer.alloc(0) } = await pieces.next()
  if (first.length < pieceSize) return send(client, address, headers, first.length, first)
  async function* all() {
    yield first
    yield* pieces
  }
  return assemble(client, address, headers, all())
}

/** Puts one object; nothing is visible before. */
export async function sendObject(
  client: Client,
  address: S3Address,
  headers: S3Headers,
  bytes: ByteSource,
): Promise<Put> {
  const { size } = bytes
  if (size === undefined || size > maxPutSize)
    return sendUnmeasured(client, address, headers, bytes)
  const body = Readable.from(bytes, { objectMode: false })
  try {
    return await send(client, address, headers, size, body)
  } finally {
    // After a refusal in the middle the rest is not read.
    body.destroy()
  }
}
