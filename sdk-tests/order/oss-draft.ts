import { createHash, createHmac } from 'node:crypto'
import { encode, type OtherToken, sorted, tokenOf, type Values } from './values.ts'
import type { World } from './worlds.ts'

/** A request to OSS before it is signed. What is undefined is left out. */
export interface OssDraft {
  method: string
  bucket: string | undefined
  /** In the bucket of another account. */
  isForeign: boolean
  key: string | undefined
  /** Query parameters besides those of a signature; an empty value goes without `=`. */
  query: Record<string, string>
  headers: Record<string, string>
  /** What is written after the query, as it is. */
  appended: string
  /** How many parameters to send besides. */
  padding: number
  isTemporary: boolean
  isExpired: boolean
  id: string | undefined
  token: OtherToken
  secret: string | undefined
  /** ms since 1970; `null` for none. */
  at: number | null
  /** Instead of the time as it should be written. */
  writtenAt: string | undefined
  /** What replaces the signature; empty for none. */
  signature: string | undefined
  /** What replaces the Authorization header; empty for none. */
  authorization: string | undefined
  /** V4: what follows the key id in the credential, as it is sent. */
  scope: string | undefined
  /** V4 header. */
  additional: string | undefined
  /** In a URL: seconds since 1970 under V1, of life under V4; `null` for none. */
  expires: string | null | undefined
}

export const ossDraft = (): OssDraft => ({
  method: 'PUT',
  bucket: undefined,
  isForeign: false,
  key: undefined,
  query: {},
  headers: {},
  appended: '',
  padding: 0,
  isTemporary: false,
  isExpired: false,
  id: undefined,
  token: undefined,
  secret: undefined,
  at: Date.now(),
  writtenAt: undefined,
  signature: undefined,
  authorization: undefined,
  scope: undefined,
  additional: undefined,
  expires: undefined,
})

const queryOf = (values: Values): string =>
  sorted(values)
    .map(([name, value]) => (value === '' ? encode(name) : `${encode(name)}=${encode(value)}`))
    .join('&')

/** What is signed, by whom, after everything that was left open is settled. */
function settled(draft: OssDraft, world: World) {
  const signer = draft.isTemporary ? world.mine : world.key
  return {
    id: draft.id ?? signer.id,
    secret: draft.secret ?? signer.secret,
    token: tokenOf(draft, world),
    bucket: draft.bucket ?? (draft.isForeign ? world.foreignBucket : world.mine.bucket),
    key: draft.key ?? world.mine.key,
  }
}

const paddedQuery = (draft: OssDraft): Values => ({
  ...draft.query,
  ...Object.fromEntries(Array.from({ length: draft.padding }, (_, i) => [`padding${i}`, ''])),
})

function requestOf(draft: OssDraft, bucket: string, key: string, query: Values, headers: Values) {
  const signed = queryOf({ ...query, ...paddedQuery(draft) })
  const text = [signed, draft.appended].filter((piece) => piece !== '').join('&')
  const url = `http://${bucket}.oss-cn-shanghai.aliyuncs.com/${key}${text && `?${text}`}`
  const sent = { ...draft.headers, ...headers }
  return new Request(url, {
    method: draft.method,
    headers: Object.fromEntries(sorted(sent).filter(([, value]) => value !== '')),
  })
}

const blockOf = (headers: Values): string =>
  sorted(headers)
    .filter(([name]) => name.startsWith('x-oss-'))
    .map(([name, value]) => `${name}:${value}\n`)
    .join('')

const subresources = ['tagging', 'uploads', 'security-token']

/** What V1 signs, written down from the manual. */
function signatureV1(draft: OssDraft, world: World, date: string, headers: Values, query: Values) {
  const { secret, bucket, key } = settled(draft, world)
  const all = sorted({ ...draft.query, ...query }).filter(([name]) => subresources.includes(name))
  const signed = all.map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('&')
  const resource = `/${bucket}/${key}${signed && `?${signed}`}`
  const type = draft.headers['content-type'] ?? ''
  const md5 = draft.headers['content-md5'] ?? ''
  const text = `${draft.method}\n${md5}\n${type}\n${date}\n${blockOf({ ...draft.headers, ...headers })}${resource}`
  return draft.signature ?? createHmac('sha1', secret).update(text).digest('base64')
}

const writtenDate = ({ at, writtenAt }: OssDraft, write: (at: number) => string) =>
  writtenAt ?? (at === null ? undefined : write(at))

export function signedHeaderV1(draft: OssDraft, world: World): Request {
  const { id, token, bucket, key } = settled(draft, world)
  const date = writtenDate(draft, (at) => new Date(at).toUTCString())
  const headers = { 'x-oss-security-token': token }
  const signature = signatureV1(draft, world, date ?? '', headers, {})
  const authorization = draft.authorization ?? `OSS ${id}:${signature}`
  return requestOf(draft, bucket, key, {}, { ...headers, date, authorization })
}

export function signedUrlV1(draft: OssDraft, world: World): Request {
  const { id, token, bucket, key } = settled(draft, world)
  const Expires =
    draft.expires === undefined ? String(Math.floor(Date.now() / 1000) + 7200) : draft.expires
  const query = { 'security-token': token }
  const signature = signatureV1(draft, world, Expires ?? '', {}, query)
  const own = {
    OSSAccessKeyId: id || undefined,
    Signature: signature || undefined,
    Expires: Expires ?? undefined,
  }
  return requestOf(draft, bucket, key, { ...query, ...own }, { authorization: draft.authorization })
}

export const basic = (at: number) =>
  new Date(at)
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d{3}/, '')

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** What V4 signs, written down from the manual. */
function signatureV4(draft: OssDraft, world: World, date: string, headers: Values, query: Values) {
  const { secret, bucket, key } = settled(draft, world)
  const scope = draft.scope ?? scopeOf(draft)
  const block = blockOf({ ...draft.headers, ...headers })
  const { 'content-md5': md5, 'content-type': type } = draft.headers
  const canonical = [
    draft.method,
    `/${bucket}/${encode(key).replaceAll('%2F', '/')}`,
    queryOf({ ...query, ...paddedQuery(draft) }),
    `${md5 ? `content-md5:${md5}\n` : ''}${type ? `content-type:${type}\n` : ''}${block}`,
    '',
    'UNSIGNED-PAYLOAD',
  ].join('\n')
  const text = `OSS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`
  const key4 = scope
    .split('/')
    .reduce<string | Buffer>(
      (outer, part) => createHmac('sha256', outer).update(part).digest(),
      `aliyun_v4${secret}`,
    )
  return draft.signature ?? createHmac('sha256', key4).update(text).digest('hex')
}

const scopeOf = ({ at }: OssDraft) =>
  `${basic(at ?? 0).slice(0, 8)}/cn-shanghai/oss/aliyun_v4_request`

export function signedHeaderV4(draft: OssDraft, world: World): Request {
  const { id, token, bucket, key } = settled(draft, world)
  const date = writtenDate(draft, basic)
  const headers = { 'x-oss-date': date, 'x-oss-security-token': token }
  const signature = signatureV4(draft, world, date ?? '', headers, {})
  const { additional, scope = scopeOf(draft) } = draft
  const fields = [
    `Credential=${id}/${scope}`,
    ...(additional === undefined ? [] : [`AdditionalHeaders=${additional}`]),
    `Signature=${signature}`,
  ]
  const authorization = draft.authorization ?? `OSS4-HMAC-SHA256 ${fields.join(',')}`
  return requestOf(draft, bucket, key, {}, { ...headers, authorization })
}

export function signedUrlV4(draft: OssDraft, world: World): Request {
  const { id, token, bucket, key } = settled(draft, world)
  const date = writtenDate(draft, basic)
  const query = {
    'x-oss-signature-version': 'OSS4-HMAC-SHA256',
    'x-oss-credential': `${id}/${draft.scope ?? scopeOf(draft)}`,
    'x-oss-date': date,
    'x-oss-expires': draft.expires === undefined ? '7200' : (draft.expires ?? undefined),
    'x-oss-security-token': token,
  }
  const signature = signatureV4(draft, world, date ?? '', {}, query)
  const own = { ...query, 'x-oss-signature': signature || undefined }
  return requestOf(draft, bucket, key, own, { authorization: draft.authorization })
}
