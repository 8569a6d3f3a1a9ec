import { createHash, createHmac, randomUUID } from 'node:crypto'
import {
  type ByteString,
  encode,
  encodePath,
  type Key,
  type Pairs,
  queryOf,
  sorted,
} from './request.ts'

// Written down from the manuals and not from the emulator, on bytes, so that bytes that are not text can be signed too.

const bytes = (text: ByteString) => Buffer.from(text, 'latin1')
const sha256 = (text: ByteString) => createHash('sha256').update(bytes(text)).digest('hex')
const isoNow = () => `${new Date().toISOString().slice(0, 19)}Z`

/** Parameters of a V1 call with what signs them; of several values of a name the last one counts. */
export function signedV1(method: string, parameters: Pairs, { id, secret, token }: Key): Pairs {
  const all: Pairs = [
    ['AccessKeyId', id],
    ['SignatureMethod', 'HMAC-SHA1'],
    ['SignatureVersion', '1.0'],
    ['SignatureNonce', randomUUID()],
    ['Timestamp', isoNow()],
    ...(token ? [['SecurityToken', token] as const] : []),
    ...parameters,
  ]
  const canonical = queryOf(sorted([...new Map(all)]))
  const text = `${method}&%2F&${encode(canonical)}`
  const signature = createHmac('sha1', `${secret}&`).update(text).digest('base64')
  return [...all, ['Signature', signature]]
}

interface CallV3 {
  readonly method: string
  readonly query: Pairs
  /** Further ones, all signed, lower case. */
  readonly headers: Pairs
  readonly body: ByteString
}

/** All headers of a V3 call. */
export function signedV3(
  { method, query, headers, body }: CallV3,
  { id, secret, token }: Key,
): Pairs {
  const signed = sorted([
    ...headers,
    ['x-acs-content-sha256', sha256(body)],
    ['x-acs-date', isoNow()],
    ['x-acs-signature-nonce', randomUUID()],
    ...(token ? [['x-acs-security-token', token] as const] : []),
  ])
  const names = signed.map(([name]) => name).join(';')
  const block = signed.map(([name, value]) => `${name}:${value.trim()}\n`).join('')
  const canonicalQuery = queryOf(
    [...query].sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1)),
  )
  const canonical = `${method}\n/\n${canonicalQuery}\n${block}\n${names}\n${sha256(body)}`
  const text = `ACS3-HMAC-SHA256\n${sha256(canonical)}`
  const signature = createHmac('sha256', secret).update(text).digest('hex')
  const authorization = `ACS3-HMAC-SHA256 Credential=${id},SignedHeaders=${names},Signature=${signature}`
  return [...signed, ['authorization', authorization]]
}

/** One request to OSS before it is signed. */
export interface OssCall {
  readonly method: string
  readonly bucket: string
  readonly key: ByteString
  /** An empty value stands for none. */
  readonly query: Pairs
  /** Lower case. */
  readonly headers: Pairs
}

const bare = (pairs: Pairs): ByteString =>
  pairs.map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('&')

const encodedQuery = (pairs: Pairs): string =>
  pairs
    .map(([name, value]) => (value === '' ? encode(name) : `${encode(name)}=${encode(value)}`))
    .join('&')

const valueIn = (pairs: Pairs, wanted: string) =>
  pairs.find(([name]) => name === wanted)?.[1].trim() ?? ''

const blockOf = (headers: Pairs, covers: (name: string) => boolean): ByteString =>
  sorted(headers.filter(([name]) => covers(name)))
    .map(([name, value]) => `${name}:${value.trim()}\n`)
    .join('')

const isOwn = (name: string) => name.startsWith('x-oss-')

function signatureV1(call: OssCall, date: string, secret: string): string {
  const { method, bucket, key, query, headers } = call
  const resource = `/${bucket}/${key}${query.length > 0 ? `?${bare(sorted(query))}` : ''}`
  const lines = [method, valueIn(headers, 'content-md5'), valueIn(headers, 'content-type'), date]
  const text = `${lines.join('\n')}\n${blockOf(headers, isOwn)}${resource}`
  return createHmac('sha1', secret).update(bytes(text)).digest('base64')
}

function signatureV4(call: OssCall, timestamp: string, secret: string): string {
  const { method, bucket, key, query, headers } = call
  const isCovered = (name: string) =>
    isOwn(name) || name === 'content-type' || name === 'content-md5'
  const canonical = [
    method,
    encodePath(`/${bucket}/${key}`),
    encodedQuery(sorted(query)),
    blockOf(headers, isCovered),
    '',
    'UNSIGNED-PAYLOAD',
  ].join('\n')
  const parts = scopeOf(timestamp).split('/')
  const signingKey = parts.reduce<Buffer | string>(
    (outer, part) => createHmac('sha256', outer).update(part).digest(),
    `aliyun_v4${secret}`,
  )
  const text = `OSS4-HMAC-SHA256\n${timestamp}\n${parts.join('/')}\n${sha256(canonical)}`
  return createHmac('sha256', signingKey).update(text).digest('hex')
}

const scopeOf = (timestamp: string) => `${timestamp.slice(0, 8)}/cn-shanghai/oss/aliyun_v4_request`

/** Query and headers with a signature in them. */
interface SignedOss {
  readonly query: string
  readonly headers: Pairs
}

function inHeaderV1(call: OssCall, { id, secret }: Key): SignedOss {
  const date = new Date().toUTCString()
  const authorization = `OSS ${id}:${signatureV1(call, date, secret)}`
  const headers: Pairs = [...call.headers, ['date', date], ['authorization', authorization]]
  return { query: encodedQuery(call.query), headers }
}

function inUrlV1(call: OssCall, { id, secret }: Key): SignedOss {
  const expires = String(Math.floor(Date.now() / 1000) + 600)
  const signed: Pairs = [
    ...call.query,
    ['OSSAccessKeyId', id],
    ['Expires', expires],
    ['Signature', signatureV1(call, expires, secret)],
  ]
  return { query: encodedQuery(signed), headers: call.headers }
}

const basicNow = () => isoNow().replace(/[:-]/g, '')

function inHeaderV4(call: OssCall, { id, secret }: Key): SignedOss {
  const timestamp = basicNow()
  const dated: Pairs = [
    ...call.headers,
    ['x-oss-content-sha256', 'UNSIGNED-PAYLOAD'],
    ['x-oss-date', timestamp],
  ]
  const signature = signatureV4({ ...call, headers: dated }, timestamp, secret)
  const authorization = `OSS4-HMAC-SHA256 Credential=${id}/${scopeOf(timestamp)},Signature=${signature}`
  return {
    query: encodedQuery(call.query),
    headers: [...dated, ['authorization', authorization]],
  }
}

function inUrlV4(call: OssCall, { id, secret }: Key): SignedOss {
  const timestamp = basicNow()
  const signed: Pairs = [
    ...call.query,
    ['x-oss-signature-version', 'OSS4-HMAC-SHA256'],
    ['x-oss-credential', `${id}/${scopeOf(timestamp)}`],
    ['x-oss-date', timestamp],
    ['x-oss-expires', '600'],
  ]
  const signature = signatureV4({ ...call, query: signed }, timestamp, secret)
  return {
    query: encodedQuery([...signed, ['x-oss-signature', signature]]),
    headers: call.headers,
  }
}

const schemes = {
  'V1 header': { tokenName: 'x-oss-security-token', inUrl: false, sign: inHeaderV1 },
  'V1 URL': { tokenName: 'security-token', inUrl: true, sign: inUrlV1 },
  'V4 header': { tokenName: 'x-oss-security-token', inUrl: false, sign: inHeaderV4 },
  'V4 URL': { tokenName: 'x-oss-security-token', inUrl: true, sign: inUrlV4 },
} as const

export type OssScheme = keyof typeof schemes

/** Signs a request; the token of a temporary key is part of what is signed. */
export function signedOss(call: OssCall, key: Key, scheme: OssScheme): SignedOss {
  const { tokenName, inUrl, sign } = schemes[scheme]
  const token: Pairs = key.token ? [[tokenName, key.token]] : []
  const [query, headers] = inUrl
    ? [[...call.query, ...token], call.headers]
    : [call.query, [...call.headers, ...token]]
  return sign({ ...call, query, headers }, key)
}
