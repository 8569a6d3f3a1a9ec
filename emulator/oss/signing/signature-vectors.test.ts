import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fromText, percentEncode, percentEncodePath } from '../../kernel/bytes.ts'
import { hashHex } from '../../kernel/signing.ts'
import { messageOf } from '../../testing/captures.ts'
import { type OssRequest, ossRequest } from '../request.ts'
import { headerSignatureV1, headerSignatureV4, urlSignatureV1, urlSignatureV4 } from './parse.ts'
import type { ParsedSignature } from './parsed-signature.ts'
import { readingsOf } from './readings.ts'

type Pair = readonly [name: string, value: string]

interface Vector {
  readonly name: string
  readonly scheme: 'V1' | 'V1-URL' | 'V4' | 'V4-URL'
  readonly method: string
  readonly bucket: string
  readonly key?: string
  readonly query: readonly Pair[]
  readonly headers: readonly Pair[]
  readonly accessKeyId: string
  readonly accessKeySecret: string
  /** V4 alone: date, region and service of the key that signs. */
  readonly scope?: string
  readonly additionalHeaders?: readonly string[]
  readonly stringToSign: string
  readonly canonicalRequest?: string
  readonly canonicalRequestSha256?: string
  readonly signature: string
}

/** Where each scheme puts its signature, and what reads it there. */
const schemes: Readonly<
  Record<
    Vector['scheme'],
    {
      readonly headers: (vector: Vector) => readonly Pair[]
      readonly query: (vector: Vector) => readonly Pair[]
      readonly read: (request: OssRequest) => ParsedSignature
    }
  >
> = {
  V1: {
    headers: ({ accessKeyId, signature }) => [['authorization', `OSS ${accessKeyId}:${signature}`]],
    query: () => [],
    read: headerSignatureV1,
  },
  'V1-URL': {
    headers: () => [],
    query: ({ signature }) => [['Signature', signature]],
    read: urlSignatureV1,
  },
  V4: {
    headers: ({ accessKeyId, scope, additionalHeaders = [], signature }) => [
      [
        'authorization',
        `OSS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}${additionalHeaders.length > 0 ? `,AdditionalHeaders=${additionalHeaders.join(';')}` : ''},Signature=${signature}`,
      ],
    ],
    query: () => [],
    read: headerSignatureV4,
  },
  'V4-URL': {
    headers: () => [],
    query: ({ signature }) => [['x-oss-signature', signature]],
    read: urlSignatureV4,
  },
}

const encode = (text: string): string => percentEncode(fromText(text))

function requestOf(vector: Vector): OssRequest {
  const { headers, query } = schemes[vector.scheme]
  const pairs = [...vector.query, ...query(vector)]
  const path = percentEncodePath(fromText(`/${vector.bucket}/${vector.key ?? ''}`))
  const message = messageOf({
    method: vector.method,
    url: `${path}?${pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')}`,
    headers: [...vector.headers, ...headers(vector)],
    body: '',
  })
  return ossRequest(message, 1000)
}

const file = new URL('../../../fixtures/signatures/oss.json', import.meta.url)
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly vectors: readonly Vector[]
}

describe('signatures of OSS', () => {
  test.for(vectors)('$scheme, $name', (vector) => {
    const { scheme, bucket, key } = vector
    const address = key === undefined ? { bucket } : { bucket, key: fromText(key) }
    const request = requestOf(vector)
    const parsed = schemes[scheme].read(request)

    const [reading] = readingsOf(request, parsed, vector.accessKeySecret, [address])

    const text = reading?.text()
    expect(parsed.accessKeyId).toBe(vector.accessKeyId)
    expect(text?.stringToSign).toBe(fromText(vector.stringToSign))
    expect(text?.canonicalRequest).toBe(vector.canonicalRequest)
    expect(text?.canonicalRequest && hashHex('sha256', text.canonicalRequest)).toBe(
      vector.canonicalRequestSha256,
    )
    expect(reading?.sign()).toBe(vector.signature)
    expect(parsed.signature).toBe(vector.signature)
  })
})
