import { createHash, createHmac, randomUUID } from 'node:crypto'
import { encode, type OtherToken, type Signers, sorted, tokenOf, type Values } from './values.ts'

/** A call before it is signed. What is undefined is left out. */
export interface RpcDraft {
  method: string
  path: string
  action: string | undefined
  version: string | undefined
  format: string
  businessType: string | undefined
  timestamp: string | undefined
  nonce: string | undefined
  isTemporary: boolean
  isExpired: boolean
  id: string | undefined
  token: OtherToken
  secret: string | undefined
  body: 'none' | 'large' | 'broken'
  /** V1: parameters besides. */
  parameters: Record<string, string | undefined>
  headers: Record<string, string>
  /** How many parameters to send besides. */
  padding: number
  /** V1: what replaces the signature. */
  signature: string | undefined
  /** V3: the Authorization header from its fields. */
  authorization: (fields: {
    algorithm: string
    id: string
    names: string
    signature: string
  }) => string
  algorithm: string
  /** V3: headers that are sent but not signed. */
  unsigned: string[]
  /** V3: what replaces the hash of the body. */
  bodyHash: string | undefined
  /** The nonce was used before. */
  isReplayed: boolean
}

const now = () => `${new Date().toISOString().slice(0, 19)}Z`

export const rpcDraft = (): RpcDraft => ({
  method: 'POST',
  path: '/',
  action: 'CreateUploadAttachedMedia',
  version: '2017-03-21',
  format: 'JSON',
  businessType: 'watermark',
  timestamp: now(),
  nonce: randomUUID(),
  isTemporary: false,
  isExpired: false,
  id: undefined,
  token: undefined,
  secret: undefined,
  body: 'none',
  parameters: {},
  headers: {},
  padding: 0,
  signature: undefined,
  authorization: ({ algorithm, id, names, signature }) =>
    `${algorithm} Credential=${id},SignedHeaders=${names},Signature=${signature}`,
  algorithm: 'ACS3-HMAC-SHA256',
  unsigned: [],
  bodyHash: undefined,
  isReplayed: false,
})

const queryOf = (values: Values): string =>
  sorted(values)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&')

const host = 'vod.cn-shanghai.aliyuncs.com'

const brokenBody = () =>
  new ReadableStream({
    start: (controller) => controller.enqueue(Buffer.from('begun')),
    pull: (controller) => controller.error(new Error('broken off')),
  })

function requestOf(draft: RpcDraft, query: string, headers: Record<string, string>): Request {
  const url = `http://${host}${draft.path}${query && `?${query}`}`
  const init = { method: draft.method, headers }
  if (draft.body === 'none') return new Request(url, init)
  const body = draft.body === 'large' ? Buffer.alloc(1024 * 1024 + 1) : brokenBody()
  // What @types/node lacks: a body that is streamed needs it.
  return new Request(url, { ...init, body, duplex: 'half' } as RequestInit)
}

function keysOf(draft: RpcDraft, signers: Signers) {
  const { id, secret } = (draft.isTemporary && signers.mine) || signers.key
  return {
    id: draft.id ?? id,
    secret: draft.secret ?? secret,
    token: tokenOf(draft, signers),
  }
}

const padding = (draft: RpcDraft): Values =>
  Object.fromEntries(Array.from({ length: draft.padding }, (_, i) => [`Padding${i}`, '']))

/** SignatureVersion 1.0, written down from the manual. */
export function signedV1(draft: RpcDraft, signers: Signers): Request {
  const { id, secret, token } = keysOf(draft, signers)
  const parameters: Values = {
    Action: draft.action,
    Version: draft.version,
    Format: draft.format,
    BusinessType: draft.businessType,
    AccessKeyId: id,
    SecurityToken: token,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: draft.nonce,
    Timestamp: draft.timestamp,
    ...padding(draft),
    ...draft.parameters,
  }
  const text = `${draft.method}&%2F&${encode(queryOf(parameters))}`
  const computed = createHmac('sha1', `${secret}&`).update(text).digest('base64')
  const Signature = draft.signature ?? computed
  return requestOf(
    draft,
    queryOf({ ...parameters, ...(Signature && { Signature }) }),
    draft.headers,
  )
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')

/** ACS3, written down from the manual. */
export function signedV3(draft: RpcDraft, signers: Signers): Request {
  const { id, secret, token } = keysOf(draft, signers)
  const bodyHash = sha256('')
  const all: Values = {
    host,
    'x-acs-action': draft.action,
    'x-acs-version': draft.version,
    'x-acs-date': draft.timestamp,
    'x-acs-signature-nonce': draft.nonce,
    'x-acs-content-sha256': draft.bodyHash ?? bodyHash,
    'x-acs-security-token': token,
    ...draft.headers,
  }
  const query = queryOf({
    BusinessType: draft.businessType,
    Format: draft.format,
    ...padding(draft),
  })
  const signed = sorted(all).filter(([name]) => !draft.unsigned.includes(name))
  const names = signed.map(([name]) => name).join(';')
  const block = signed.map(([name, value]) => `${name}:${value}\n`).join('')
  const canonical = `${draft.method}\n/\n${query}\n${block}\n${names}\n${bodyHash}`
  const text = `ACS3-HMAC-SHA256\n${sha256(canonical)}`
  const computed = createHmac('sha256', secret).update(text).digest('hex')
  const fields = { algorithm: draft.algorithm, id, names, signature: draft.signature ?? computed }
  const authorization = draft.authorization(fields)
  return requestOf(draft, query, { ...Object.fromEntries(sorted(all)), authorization })
}
