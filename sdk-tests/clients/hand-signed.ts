import { createHash, createHmac, randomUUID } from 'node:crypto'
import type { Target } from '#contracts/target.ts'

/** Parameters by name, their values percent-encoded as they go over the wire; `undefined` leaves one out. */
export type Encoded = Readonly<Record<string, string | undefined>>

const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )

const present = (parameters: Encoded): readonly (readonly [string, string])[] =>
  Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  )

const query = (parameters: Encoded): string =>
  present(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')

const nowText = (offsetSeconds = 0): string =>
  `${new Date(Date.now() + offsetSeconds * 1000).toISOString().slice(0, 19)}Z`

export const signedAt = (offsetSeconds: number): string => encode(nowText(offsetSeconds))

/** What V1 signs, written down from the manual and not from the emulator. */
const stringToSign = (method: string, parameters: Encoded): string =>
  `${method}&%2F&${encode(query(Object.fromEntries([...present(parameters)].sort(([a], [b]) => (a < b ? -1 : 1)))))}`

/** A V1 request as it goes over the wire; `changes` are signed, what `unsigned` says is not. */
export function requestV1(
  target: Target,
  changes: Encoded = {},
  {
    method = 'GET',
    unsigned = {},
    appended = '',
  }: { method?: string; unsigned?: Encoded; appended?: string } = {},
): { readonly url: string; readonly init: RequestInit; readonly stringToSign: string } {
  const { accessKeyId, accessKeySecret } = target.keys
  const parameters = {
    Action: 'CreateUploadAttachedMedia',
    BusinessType: 'watermark',
    Format: 'JSON',
    Version: '2017-03-21',
    AccessKeyId: accessKeyId,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: randomUUID(),
    Timestamp: signedAt(0),
    ...changes,
  }
  const text = stringToSign(method, parameters)
  const signature = createHmac('sha1', `${accessKeySecret}&`).update(text).digest('base64')
  const sent = query({ ...parameters, Signature: encode(signature), ...unsigned })
  const { protocol, host } = target.rpc
  return { url: `${protocol}://${host}/?${sent}${appended}`, init: { method }, stringToSign: text }
}

/** A V3 request; `headers` replace what is signed, `unsigned` what is sent. */
export function requestV3(
  target: Target,
  headers: Encoded = {},
  { body = '', unsigned = {} }: { body?: string | Buffer; unsigned?: Encoded } = {},
): { readonly url: string; readonly init: RequestInit } {
  const { accessKeyId, accessKeySecret } = target.keys
  const hash = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')
  const signed: Record<string, string | undefined> = {
    host: target.rpc.host,
    'x-acs-action': 'CreateUploadAttachedMedia',
    'x-acs-content-sha256': hash(body),
    'x-acs-date': nowText(),
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-version': '2017-03-21',
    ...headers,
  }
  const lines = [...present(signed)].sort(([a], [b]) => (a < b ? -1 : 1))
  const names = lines.map(([name]) => name).join(';')
  const block = lines.map(([name, value]) => `${name}:${value}\n`).join('')
  const canonical = `POST\n/\nBusinessType=watermark\n${block}\n${names}\n${hash(body)}`
  const key = createHmac('sha256', accessKeySecret)
  const signature = key.update(`ACS3-HMAC-SHA256\n${hash(canonical)}`).digest('hex')
  const authorization = `ACS3-HMAC-SHA256 Credential=${accessKeyId},SignedHeaders=${names},Signature=${signature}`
  const sent = Object.fromEntries(present({ ...signed, authorization, ...unsigned }))
  const { protocol, host } = target.rpc
  return {
    url: `${protocol}://${host}/?BusinessType=watermark`,
    init: { method: 'POST', headers: sent, ...(body && { body: Buffer.from(body) }) },
  }
}
