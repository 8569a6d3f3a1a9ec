import { createHash, randomUUID } from 'node:crypto'
import { OpenApiUtil } from '@alicloud/openapi-core'
import { XMLParser } from 'fast-xml-parser'
import type { Target } from '#contracts/target.ts'
import { type Body, type CallResult, type RpcDriver, timeoutMs, version } from './rpc-driver.ts'

type Format = 'JSON' | 'XML'
type Parameters = Readonly<Record<string, string>>

const parser = new XMLParser({ parseTagValue: false, htmlEntities: true, trimValues: false })

const timestamp = () => `${new Date().toISOString().slice(0, 19)}Z`

/** A list of an answer in XML is one element for each item, or nothing. */
const listed = (body: Body): Body => {
  const names = ['AttachedMediaList', 'NonExistMediaIds'].filter((name) => name in body)
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      names.includes(name) ? [value].flat() : value,
    ]),
  )
}

function read(text: string, format: Format): Body {
  if (format === 'JSON') return JSON.parse(text)
  const [root] = Object.entries(parser.parse(text) as Readonly<Record<string, Body>>)
    .filter(([name]) => name !== '?xml')
    .map(([, value]) => value)
  return listed(root ?? {})
}

async function answerOf(response: Response, format: Format): Promise<CallResult> {
  const expected = format === 'JSON' ? 'application/json;charset=utf-8' : 'text/xml;charset=utf-8'
  const type = response.headers.get('content-type')
  if (type !== expected) throw new Error(`The answer is ${type}, not ${expected}.`)
  const body = read(await response.text(), format)
  if (response.headers.get('x-acs-request-id') !== body.RequestId)
    throw new Error('The request id of the header is not the one of the body.')
  if (response.ok) return { ok: true, body }
  const { Code: code, Message: message, RequestId: requestId } = body as Record<string, string>
  return {
    ok: false,
    code: code ?? '',
    message: message ?? '',
    status: response.status,
    requestId: requestId ?? '',
  }
}

const send = ({ rpc }: Target, query: string, init: RequestInit): Promise<Response> =>
  fetch(`${rpc.protocol}://${rpc.host}/?${query}`, {
    signal: AbortSignal.timeout(timeoutMs),
    ...init,
  })

/** V1 with the vendor's own signature, which answers XML unless JSON is asked for. */
function sendV1(target: Target, action: string, parameters: Parameters, format: Format) {
  const { accessKeyId, accessKeySecret } = target.keys
  const all: Record<string, string> = {
    ...parameters,
    Action: action,
    Version: version,
    AccessKeyId: accessKeyId,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: randomUUID(),
    Timestamp: timestamp(),
    ...(format === 'JSON' && { Format: format }),
  }
  const Signature = OpenApiUtil.getRPCSignature(all, 'GET', accessKeySecret)
  return send(target, new URLSearchParams({ ...all, Signature }).toString(), { method: 'GET' })
}

/** V3 with the vendor's own signature. */
function sendV3(target: Target, action: string, parameters: Parameters, format: Format) {
  const { accessKeyId, accessKeySecret } = target.keys
  const payload = createHash('sha256').update('').digest('hex')
  const headers: Record<string, string> = {
    host: target.rpc.host,
    accept: format === 'JSON' ? 'application/json' : 'text/xml',
    'x-acs-action': action,
    'x-acs-version': version,
    'x-acs-date': timestamp(),
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-content-sha256': payload,
  }
  const request = { method: 'POST', pathname: '/', query: { ...parameters }, headers }
  headers.authorization = OpenApiUtil.getAuthorization(
    request as never,
    'ACS3-HMAC-SHA256',
    payload,
    accessKeyId,
    accessKeySecret,
  )
  return send(target, new URLSearchParams(parameters).toString(), { method: 'POST', headers })
}

const driver = (scheme: RpcDriver['scheme'], format: Format): RpcDriver => ({
  name: `HTTP ${scheme} ${format}`,
  scheme,
  call: async (target, action, parameters) => {
    const sendSigned = scheme === 'V1' ? sendV1 : sendV3
    return answerOf(await sendSigned(target, action, parameters, format), format)
  },
})

/** Bare HTTP under both schemes in both formats: what SDKs ask for only in one each. */
export const signedHttp: readonly RpcDriver[] = [
  driver('V1', 'JSON'),
  driver('V1', 'XML'),
  driver('V3', 'JSON'),
  driver('V3', 'XML'),
]
