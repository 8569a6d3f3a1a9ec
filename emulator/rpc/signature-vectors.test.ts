import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { HeaderList } from '../kernel/message.ts'
import { fromText } from '../kernel/octets.ts'
import { signV1, stringToSignV1 } from './signature-v1.ts'
import {
  type AlgorithmV3,
  bodyHashV3,
  canonicalRequestsV3,
  signV3,
  stringToSignV3,
} from './signature-v3.ts'

interface Expected {
  readonly name: string
  readonly method: string
  readonly secret: string
  readonly stringToSign: string
  readonly signature: string
}

interface VectorV1 extends Expected {
  readonly params: Readonly<Record<string, string>>
}

interface VectorV3 extends Expected {
  readonly kind: AlgorithmV3
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly headers: Readonly<Record<string, string>>
  readonly signedHeaders: readonly string[]
  readonly body: string
  readonly canonicalRequest: string
}

const file = new URL('../../fixtures/signatures/rpc.json', import.meta.url)
const { v1, v3 } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly v1: readonly VectorV1[]
  readonly v3: readonly VectorV3[]
}

describe('signature V1', () => {
  test.for(v1)('$name', ({ method, params, secret, stringToSign, signature }) => {
    const parameters = new Map(
      Object.entries(params).map(([name, value]) => [fromText(name), fromText(value)]),
    )

    const text = stringToSignV1(method, parameters)

    expect(text).toBe(stringToSign)
    expect(signV1(text, secret)).toBe(signature)
  })

  test.for(v1)('$name, sent with its signature among the parameters', (vector) => {
    const parameters = new Map(
      Object.entries({ Signature: vector.signature, ...vector.params }).map(([name, value]) => [
        fromText(name),
        fromText(value),
      ]),
    )

    expect(stringToSignV1(vector.method, parameters)).toBe(vector.stringToSign)
  })
})

describe('signature V3', () => {
  test.for(v3)('$name', ({ kind, method, secret, ...vector }) => {
    const [canonicalRequest = '', ...others] = canonicalRequestsV3({
      method,
      query: vector.query.map(([name, value]) => ({
        name: fromText(name),
        value: fromText(value),
      })),
      headers: new HeaderList(Object.entries(vector.headers)),
      signedHeaders: vector.signedHeaders,
      bodyHash: bodyHashV3(kind, Buffer.from(vector.body, 'utf8')),
    })
    const text = stringToSignV3(kind, canonicalRequest)

    expect(canonicalRequest).toBe(vector.canonicalRequest)
    expect(others).toEqual([])
    expect(text).toBe(vector.stringToSign)
    expect(signV3(kind, text, secret)).toBe(vector.signature)
  })
})
