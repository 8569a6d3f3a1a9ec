import { createHash, createHmac, randomUUID } from 'node:crypto'
import {
  encode,
  encodePath,
  type Key,
  type Octets,
  type Pairs,
  queryOf,
  sorted,
} from './request.ts'

// Written down from the manuals and not from the emulator, on octets, so that what is no text can be signed too.

const octets = (text: Octets) => Buffer.from(text, 'latin1')
const sha256 = (text: Octets) => createHash('sha256').update(octets(text)).digest('hex')
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
  readonly body: Octets
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
  readonly key: Octets
  /** An empty value stands for none. */
  readonly query: Pairs
  /** Lower case. */
  readonly headers: Pairs
}

export type OssScheme = 'V1 header' | 'V1 URL' | 'V4 header' | 'V4 URL'

const bare = (pairs: Pairs): Octets =>
  pairs.map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('&')

const encodedQuery = (pairs: Pairs): string =>
  pairs
    .map(([name, value]) => (value === '' ? encode(name) : `${encode(name)}=${encode(value)}`))
    .join('&')

const valueOf = (pairs: Pairs, wanted: string) =>
  pairs.find(([name]) => name === wanted)?.[1].trim() ?? ''

const blockOf = (headers: Pairs, covers: (name: string) => boolean): Octets =>
  sorted(headers.filter(([name]) => covers(name)))
    .map(([name, value]) => `${name}:${value.trim()}\n`)
    .join('')

const isOwn = (name: string) => name.startsWith('x-oss-')

function signatureV1(call: OssCall, date: string, secret: string): string {
  const { method, bucket, key, query, headers } = call
  const resource = `/${bucket}/${key}${query.length > 0 ? `?${bare(sorted(query))}` : ''}`
  const lines = [method, valueOf(headers, 'content-md5'), valueOf(headers, 'content-type'), date]
  const text = `${lines.join('\n')}\n${blockOf(headers, isOwn)}${resource}`
  return createHmac('sha1', secret).update(octets(text)).digest('base64')
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

/** Query and headers with the signature in them. */
export function signedOss(
  call: OssCall,
  { id, secret, token }: Key,
  scheme: OssScheme,
): { readonly query: string; readonly headers: Pairs } {
  const inUrl = scheme.endsWith('URL')
  const timestamp = isoNow().replace(/[:-]/g, '')
  const tokenIn: Pairs = token
    ? [[scheme === 'V1 URL' ? 'security-token' : 'x-oss-security-token', token]]
    : []
  const query = inUrl ? [...call.query, ...tokenIn] : call.query
  const headers = inUrl ? call.headers : [...call.headers, ...tokenIn]
  switch (scheme) {
    case 'V1 header': {
      const date = new Date().toUTCString()
      const signature = signatureV1({ ...call, headers }, date, secret)
      const added: Pairs = [
        ['date', date],
        ['authorization', `OSS ${id}:${signature}`],
      ]
      return { query: encodedQuery(query), headers: [...headers, ...added] }
    }
    case 'V1 URL': {
      const expires = String(Math.floor(Date.now() / 1000) + 600)
      const Signature = signatureV1({ ...call, query }, expires, secret)
      const added: Pairs = [
        ['OSSAccessKeyId', id],
        ['Expires', expires],
        ['Signature', Signature],
      ]
      return { query: encodedQuery([...query, ...added]), headers }
    }
    case 'V4 header': {
      const dated: Pairs = [
        ...headers,
        ['x-oss-content-sha256', 'UNSIGNED-PAYLOAD'],
        ['x-oss-date', timestamp],
      ]
      const signature = signatureV4({ ...call, headers: dated }, timestamp, secret)
      const authorization = `OSS4-HMAC-SHA256 Credential=${id}/${scopeOf(timestamp)},Signature=${signature}`
      return { query: encodedQuery(query), headers: [...dated, ['authorization', authorization]] }
    }
    case 'V4 URL': {
      const signed: Pairs = [
        ...query,
        ['x-oss-signature-version', 'OSS4-HMAC-SHA256'],
        ['x-oss-credential', `${id}/${scopeOf(timestamp)}`],
        ['x-oss-date', timestamp],
        ['x-oss-expires', '600'],
      ]
      const signature = signatureV4({ ...call, query: signed }, timestamp, secret)
      return { query: encodedQuery([...signed, ['x-oss-signature', signature]]), headers }
    }
  }
}
