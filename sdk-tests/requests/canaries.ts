import { randomBytes } from 'node:crypto'

/** A value that must never show up again. */
export interface Canary {
  readonly name: string
  readonly value: string
  /** Places in which it is known for what it is; everywhere, when absent. */
  readonly only?: RegExp
}

export const letters = (): string => randomBytes(24).toString('hex')

/** A request in which a canary travels, as it goes over the wire. */
export interface Carrier {
  readonly place: string
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const encode = encodeURIComponent

const carrier = (place: string, parts: Partial<Omit<Carrier, 'place'>>): Carrier => ({
  place,
  method: 'GET',
  target: '/',
  headers: {},
  body: '',
  ...parts,
})

const common = 'Action=CreateUploadAttachedMedia&Version=2017-03-21&Format=JSON'

/** Names under which SDKs, and people who are mistaken, send a secret, a token or a signature. */
const parameters = [
  'Signature',
  'SecurityToken',
  'securityToken',
  'AccessKeyId',
  'AccessKeySecret',
  'SignatureNonce',
  'Timestamp',
  'Action',
  'Rand',
  'OSSAccessKeyId',
  'security-token',
  'x-oss-security-token',
  'x-oss-signature',
  'x-oss-credential',
  'UploadAuth',
  'PlayAuth',
  'AuthInfo',
]

const headers = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'user-agent',
  'referer',
  'x-acs-security-token',
  'x-acs-bearer-token',
  'x-acs-action',
  'x-acs-signature-nonce',
  'x-oss-security-token',
  'x-oss-meta-note',
  'content-md5',
]

const authorizations = (value: string, id: string): readonly string[] => [
  `OSS ${id}:${value}`,
  `OSS ${value}:${value}`,
  `OSS2 AccessKeyId:${id},Signature:${value}`,
  `OSS4-HMAC-SHA256 Credential=${id}/20260101/cn-shanghai/oss/aliyun_v4_request,Signature=${value}`,
  `OSS4-HMAC-SHA256 Credential=${value},Signature=${value}`,
  `ACS3-HMAC-SHA256 Credential=${id},SignedHeaders=host,Signature=${value}`,
  `ACS3-HMAC-SHA256 ${value}`,
  `Bearer ${value}`,
  `Basic ${value}`,
]

/** Every place in which a value can travel, in requests to every protocol. */
export function carriersOf(value: string, id: string): readonly Carrier[] {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const json = { 'content-type': 'application/json' }
  const dated = { date: new Date().toUTCString() }
  const rest = `AccessKeyId=${id}&SignatureMethod=HMAC-SHA1&SignatureVersion=1.0&SignatureNonce=${letters()}`
  return [
    ...parameters.flatMap((name) => [
      carrier(`query ${name}`, {
        target: `/?${common}&${rest}&Signature=x&${name}=${encode(value)}`,
      }),
      carrier(`form ${name}`, {
        method: 'POST',
        headers: form,
        body: `${common}&${rest}&Signature=x&${name}=${encode(value)}`,
      }),
      carrier(`JSON ${name}`, {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ [name]: value }),
      }),
      carrier(`OSS query ${name}`, {
        target: `/bucket/key?OSSAccessKeyId=${id}&Signature=x&Expires=9999999999&${name}=${encode(value)}`,
      }),
    ]),
    ...headers.flatMap((name) => [
      carrier(`RPC header ${name}`, {
        target: `/?${common}&${rest}&Signature=x`,
        headers: { [name]: value },
      }),
      carrier(`OSS header ${name}`, {
        method: 'PUT',
        target: '/bucket/key',
        headers: { authorization: `OSS ${id}:x`, ...dated, [name]: value },
      }),
      carrier(`control header ${name}`, { target: '/_emulator/info', headers: { [name]: value } }),
    ]),
    ...authorizations(value, id).flatMap((authorization) => [
      carrier(`RPC ${authorization.slice(0, 20)}`, { headers: { authorization } }),
      carrier(`OSS ${authorization.slice(0, 20)}`, {
        target: '/bucket/key',
        headers: { ...dated, authorization },
      }),
    ]),
    carrier('path', { target: `/bucket/${encode(value)}`, headers: dated }),
    carrier('control path', { target: `/_emulator/media/${encode(value)}` }),
    carrier('unknown control path', { target: `/_emulator/${encode(value)}` }),
    carrier('request id', { target: `/_emulator/requests/${encode(value)}` }),
  ]
}
