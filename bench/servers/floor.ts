/**
 * The floor of a signed call: the same framework on the same server, and only what a `CreateUploadAttachedMedia` cannot do
 * without. It takes the nonce, verifies V1 or V3, limits the title, makes a credential with its token and a presigned
 * URL, and remembers the media. It knows one key, one operation and no explanation, and keeps no log.
 *
 * @module
 */
import {
  createHmac,
  createSecretKey,
  hash,
  type KeyObject,
  randomUUID,
  timingSafeEqual,
} from 'node:crypto'
import { serve } from '@hono/node-server'
import { type Context, Hono } from 'hono'

const [keyId = '', keySecret = ''] = process.argv.slice(2)
const [bucket, region] = ['bucket', 'cn-shanghai']

const keyOf = (secret: string) => createSecretKey(Buffer.from(secret, 'utf8'))
const keys = { v1: keyOf(`${keySecret}&`), bare: keyOf(keySecret), server: keyOf(randomUUID()) }

const hmac = (algorithm: 'sha1' | 'sha256', key: KeyObject, text: string) =>
  createHmac(algorithm, key).update(text)

const isSame = (expected: string, given: string) =>
  expected.length === given.length && timingSafeEqual(Buffer.from(expected), Buffer.from(given))

const marks = /[!'()*]/g
const encode = (text: string) =>
  encodeURIComponent(text).replace(
    marks,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )

const canonical = (parameters: URLSearchParams) =>
  [...parameters]
    .filter(([name]) => name !== 'Signature')
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&')

interface Call {
  readonly id: string
  readonly nonce: string
  readonly signature: string
  readonly expected: string
  readonly stringToSign: string
}

function callV1(method: string, parameters: URLSearchParams): Call {
  const stringToSign = `${method}&%2F&${encode(canonical(parameters))}`
  return {
    id: parameters.get('AccessKeyId') ?? '',
    nonce: parameters.get('SignatureNonce') ?? '',
    signature: parameters.get('Signature') ?? '',
    expected: hmac('sha1', keys.v1, stringToSign).digest('base64'),
    stringToSign,
  }
}

const authorizationForm = /^(\S+) Credential=([^,]*),SignedHeaders=([^,]*),Signature=(\w*)$/

function callV3(c: Context, authorization: string, parameters: URLSearchParams): Call {
  const [, algorithm, id = '', names = '', signature = ''] =
    authorizationForm.exec(authorization) ?? []
  const header = (name: string) => c.req.header(name) ?? ''
  const headers = names.split(';').map((name) => `${name}:${header(name).trim()}\n`)
  const request = `${c.req.method}\n/\n${canonical(parameters)}\n${headers.join('')}\n${names}\n${hash('sha256', '')}`
  const stringToSign = `${algorithm}\n${hash('sha256', request)}`
  return {
    id,
    nonce: header('x-acs-signature-nonce'),
    signature,
    expected: hmac('sha256', keys.bare, stringToSign).digest('hex'),
    stringToSign,
  }
}

const hex = () => randomUUID().replaceAll('-', '').toUpperCase()
const base64Json = (document: object) => Buffer.from(JSON.stringify(document)).toString('base64')

function credential(objectKey: string, nowMs: number) {
  const nonce = hex().slice(0, 15)
  const AccessKeyId = `STS.${nonce}${hmac('sha256', keys.server, nonce).digest('hex').slice(0, 10)}`
  const AccessKeySecret = hmac('sha256', keys.server, AccessKeyId).digest('base64url')
  const claims = JSON.stringify({ AccessKeyId, bucket, objectKey, nowMs })
  const tag = hmac('sha256', keys.server, claims).digest('binary')
  const SecurityToken = Buffer.from(`CAIS${tag}${claims}`, 'latin1').toString('base64')
  return { SecurityToken, AccessKeyId, AccessKeySecret, Expiration: '3000', Region: region }
}

function objectUrl(origin: string, objectKey: string, nowMs: number) {
  const expires = Math.floor(nowMs / 1000) + 3600
  const stringToSign = `GET\n\n\n${expires}\n/${bucket}/${objectKey}`
  const signature = encodeURIComponent(hmac('sha1', keys.bare, stringToSign).digest('base64'))
  return `${origin}/${bucket}/${objectKey}?Expires=${expires}&OSSAccessKeyId=${keyId}&Signature=${signature}`
}

const nonces = new Set<string>()
const media = new Map<string, object>()

function create(origin: string, parameters: URLSearchParams) {
  const [nowMs, MediaId] = [Date.now(), hex().toLowerCase()]
  const objectKey = `watermark/${hex()}-6-2.png`
  const record = { MediaId, objectKey, nowMs, ...Object.fromEntries(parameters) }
  media.set(MediaId, record)
  return {
    MediaId,
    UploadAddress: base64Json({ Endpoint: origin, Bucket: bucket, FileName: objectKey }),
    UploadAuth: base64Json(credential(objectKey, nowMs)),
    FileURL: `${origin}/${bucket}/${objectKey}`,
    MediaURL: objectUrl(origin, objectKey, nowMs),
  }
}

function answer(
  c: Context,
  status: 200 | 400 | 404,
  members: object,
  headers: Readonly<Record<string, string>> = {},
) {
  const RequestId = randomUUID().toUpperCase()
  const body = JSON.stringify({ RequestId, ...members })
  return c.body(body, status, {
    'content-type': 'application/json;charset=utf-8',
    vary: 'Accept-Encoding',
    'access-control-allow-origin': '*',
    'access-control-expose-headers': '*',
    'x-acs-request-id': RequestId,
    'x-acs-trace-id': hex().toLowerCase(),
    etag: hash('sha1', body, 'base64'),
    ...headers,
  })
}

const refuse = (c: Context, status: 400 | 404, Code: string, Message: string) =>
  answer(
    c,
    status,
    { Message, HostId: c.req.header('host'), Code },
    { 'x-explanation': encodeURIComponent(Message) },
  )

const maxTitle = 128

const app = new Hono()
app.all('/', (c) => {
  const { url } = c.req
  const parameters = new URLSearchParams(url.slice(url.indexOf('?') + 1))
  const authorization = c.req.header('authorization')
  const call = authorization
    ? callV3(c, authorization, parameters)
    : callV1(c.req.method, parameters)
  if (call.id !== keyId) return refuse(c, 404, 'InvalidAccessKeyId.NotFound', 'No such key.')
  if (!isSame(call.expected, call.signature))
    return refuse(c, 400, 'SignatureDoesNotMatch', `It should sign ${call.stringToSign}`)
  const nonce = hash('sha256', `${call.id}\n${call.nonce}`, 'base64')
  if (nonces.has(nonce)) return refuse(c, 400, 'SignatureNonceUsed', 'This nonce was used.')
  nonces.add(nonce)
  if ((parameters.get('Title')?.length ?? 0) > maxTitle)
    return refuse(c, 400, 'TitleTooLong', 'The title is too long.')
  return answer(c, 200, create(`http://${c.req.header('host')}`, parameters))
})
app.post('/_emulator/reset', (c) => {
  nonces.clear()
  media.clear()
  return c.body(null, 204)
})

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  process.stdout.write(`http://127.0.0.1:${port}\nReady.\n`)
})
process.on('SIGTERM', () => process.exit(0))
