import { describe, expect, test } from 'vitest'
import { fromText } from '../../kernel/bytes.ts'
import { HeaderList } from '../../kernel/message.ts'
import { vectorsV1, vectorsV3 } from '../../testing/vectors.ts'
import { schemeV1, signingInputV1 } from './v1/signature.ts'
import { bodyHashV3, readingsV3, schemeV3, signingInputV3 } from './v3/signature.ts'

const mapOf = (parameters: Readonly<Record<string, string>>) =>
  new Map(Object.entries(parameters).map(([name, value]) => [fromText(name), fromText(value)]))

describe('signature V1', () => {
  test.for(vectorsV1)('$name', ({ method, params, secret, stringToSign, signature }) => {
    const input = signingInputV1(method, mapOf(params), secret)

    expect(schemeV1.textOf(input)).toEqual({ stringToSign })
    expect(schemeV1.sign(input)).toBe(signature)
  })

  test.for(vectorsV1)('$name, sent with its signature among the parameters', (vector) => {
    const parameters = mapOf({ Signature: vector.signature, ...vector.params })

    const input = signingInputV1(vector.method, parameters, vector.secret)

    expect(schemeV1.sign(input)).toBe(vector.signature)
  })
})

describe('signature V3', () => {
  test.for(vectorsV3)('$name', (vector) => {
    const { kind, method, secret, signedHeaders, stringToSign, canonicalRequest } = vector
    const body = Buffer.from(vector.body, 'utf8')
    const input = signingInputV3(
      {
        message: {
          method,
          path: '/',
          query: '',
          headers: new HeaderList(Object.entries(vector.headers)),
        },
        query: vector.query.map(([name, value]) => ({
          name: fromText(name),
          value: fromText(value),
        })),
        bodyParameters: [],
        body,
      },
      { algorithm: kind, accessKeyId: '', signedHeaders, signature: '' },
      bodyHashV3(kind, body),
      secret,
    )

    expect(readingsV3(input)).toHaveLength(1)
    expect(schemeV3.textOf(input)).toEqual({ canonicalRequest, stringToSign })
    expect(schemeV3.sign(input)).toBe(vector.signature)
  })
})
