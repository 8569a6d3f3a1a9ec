import { randomUUID } from 'node:crypto'
import { builtInKey } from '#emulator/config/index.ts'
import { fromText, percentEncode } from '#emulator/kernel/bytes.ts'
import { HeaderList } from '#emulator/kernel/message.ts'
import { isoSeconds } from '#emulator/kernel/time.ts'
import { schemeV1, signingInputV1 } from '#emulator/rpc/signing/v1/signature.ts'
import { bodyHashV3, schemeV3, signingInputV3 } from '#emulator/rpc/signing/v3/signature.ts'
import type { Outgoing } from './client.ts'

/** Makes one request that nobody has sent before. */
export type Signing = (host: string) => Outgoing

/** What is called, and by whom. */
export interface Call {
  readonly action: string
  readonly parameters: Readonly<Record<string, string>>
  readonly key: { readonly id: string; readonly secret: string }
}

/** A whole `CreateUploadAttachedMedia` under the key that every emulator has. */
export const creation: Call = {
  action: 'CreateUploadAttachedMedia',
  parameters: {
    BusinessType: 'watermark',
    MediaExt: 'png',
    Title: '台标 of the evening news',
    Tags: 'news,evening',
    FileSize: '24576',
  },
  key: builtInKey,
}

const encode = (pairs: Iterable<readonly [string, string]>): string =>
  [...pairs].map((pair) => pair.map(percentEncode).join('=')).join('&')

const written = (start: string, headers: readonly (readonly [string, string])[]): Outgoing => {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`)
  return { head: Buffer.from(`${start} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1') }
}

/** As `@alicloud/pop-core` sends it: GET, everything in the query, HMAC-SHA1. */
export const v1 =
  ({ action, parameters: own, key }: Call): Signing =>
  (host) => {
    const parameters = new Map(
      Object.entries({
        ...own,
        Action: action,
        Version: '2017-03-21',
        Format: 'JSON',
        AccessKeyId: key.id,
        SignatureMethod: 'HMAC-SHA1',
        SignatureVersion: '1.0',
        SignatureNonce: randomUUID(),
        Timestamp: isoSeconds(Date.now()),
      }).map(([name, value]) => [name, fromText(value)] as const),
    )
    const signature = schemeV1.sign(signingInputV1('GET', parameters, key.secret))
    const query = encode([...parameters, ['Signature', signature]])
    return written(`GET /?${query}`, [
      ['Host', host],
      ['User-Agent', 'bench'],
      ['Connection', 'keep-alive'],
    ])
  }

const algorithm = 'ACS3-HMAC-SHA256'
const emptyHash = bodyHashV3(algorithm, Buffer.alloc(0))

/** As `@alicloud/openapi-core` sends it: POST with an empty body, parameters in the query, the rest in headers. */
export const v3 =
  ({ action, parameters, key }: Call): Signing =>
  (host) => {
    const query = Object.entries(parameters).map(([name, value]) => ({
      name,
      value: fromText(value),
    }))
    const signed: readonly (readonly [string, string])[] = [
      ['accept', 'application/json'],
      ['host', host],
      ['user-agent', 'bench'],
      ['x-acs-action', action],
      ['x-acs-content-sha256', emptyHash],
      ['x-acs-date', isoSeconds(Date.now())],
      ['x-acs-signature-nonce', randomUUID()],
      ['x-acs-version', '2017-03-21'],
    ]
    const signedHeaders = signed.map(([name]) => name)
    const message = { method: 'POST', path: '/', query: '', headers: new HeaderList(signed) }
    const request = { message, query, bodyParameters: [], body: Buffer.alloc(0) }
    const named = { algorithm, accessKeyId: key.id, signedHeaders, signature: '' } as const
    const signature = schemeV3.sign(signingInputV3(request, named, emptyHash, key.secret))
    const authorization = `${algorithm} Credential=${key.id},SignedHeaders=${signedHeaders.join(';')},Signature=${signature}`
    return written(`POST /?${encode(query.map(({ name, value }) => [name, value]))}`, [
      ...signed,
      ['authorization', authorization],
      ['content-length', '0'],
      ['connection', 'keep-alive'],
    ])
  }
