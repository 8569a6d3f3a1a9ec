import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { EmulatorTarget } from '#contracts/target.ts'
import type { Upload } from '../../clients/decode.ts'
import { type Encoded, requestV1 } from '../../clients/hand-signed.ts'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** Called when a piece of a body was handed over, and when an answer has arrived whole. */
export type Tick = () => void

const pieceSize = 16 * 1024

function* pieces(body: Buffer, tick: Tick): Iterable<Buffer> {
  for (let at = 0; at < body.length; at += pieceSize) {
    yield body.subarray(at, at + pieceSize)
    tick()
  }
}

interface Sent {
  readonly method: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer
}

async function exchange(url: string, sent: Sent, tick: Tick): Promise<Answer> {
  const { method, headers = {}, body = Buffer.of() } = sent
  const length = { 'content-length': String(body.length) }
  const outgoing = request(url, { method, headers: { ...headers, ...length }, agent: false })
  const [arrived] = await Promise.all([
    once(outgoing, 'response'),
    pipeline(Readable.from(pieces(body, tick)), outgoing),
  ])
  const [response] = arrived as [IncomingMessage]
  const answer = await buffer(response)
  tick()
  return { status: response.statusCode ?? 0, headers: response.headers, body: answer }
}

/** One RPC call, signed under V1. */
export function rpc(target: EmulatorTarget, parameters: Encoded, tick: Tick): Promise<Answer> {
  return exchange(requestV1(target, parameters).url, { method: 'GET' }, tick)
}

export interface OssRequest {
  readonly method: string
  readonly key: string
  /** `?…` as it is signed; empty for the object itself. */
  readonly resource?: string
  readonly body?: Buffer
}

/** One OSS request, signed under V1 with the credential of an upload, else with the account's key. */
export function oss(
  { bucket, keys }: EmulatorTarget,
  { method, key, resource = '', body }: OssRequest,
  tick: Tick,
  auth?: Upload['auth'],
): Promise<Answer> {
  const { accessKeyId, accessKeySecret } = keys
  const [id, secret] = auth
    ? [auth.AccessKeyId, auth.AccessKeySecret]
    : [accessKeyId, accessKeySecret]
  const token: Record<string, string> = auth ? { 'x-oss-security-token': auth.SecurityToken } : {}
  const signedHeaders = Object.entries(token).map(([name, value]) => `${name}:${value}\n`)
  const date = new Date().toUTCString()
  const path = `/${bucket.name}/${key}${resource}`
  const text = `${method}\n\n\n${date}\n${signedHeaders.join('')}${path}`
  const signature = createHmac('sha1', secret).update(text).digest('base64')
  const headers = { date, authorization: `OSS ${id}:${signature}`, ...token }
  return exchange(`${bucket.endpoint}${path}`, { method, headers, ...(body && { body }) }, tick)
}
