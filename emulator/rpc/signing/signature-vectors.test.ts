import { describe, expect, test } from 'vitest'
import { fromText } from '../../kernel/bytes.ts'
import { HeaderList } from '../../kernel/message.ts'
import { vectorsV1, vectorsV3 } from '../../testing/vectors.ts'
import { signV1, stringToSignV1 } from './v1/signature.ts'
import { bodyHashV3, canonicalRequestsV3, signV3, stringToSignV3 } from './v3/signature.ts'

describe('signature V1', () => {
  test.for(vectorsV1)('$name', ({ method, params, secret, stringToSign, signature }) => {
    const parameters = new Map(
      Object.entries(params).map(([name, value]) => [fromText(name), fromText(value)]),
    )

    const text = stringToSignV1(method, parameters)

    expect(text).toBe(stringToSign)
    expect(signV1(text, secret)).toBe(signature)
  })

  test.for(vectorsV1)('$name, sent with its signature among the parameters', (vector) => {
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
  test.for(vectorsV3)('$name', ({ kind, method, secret, ...vector }) => {
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
