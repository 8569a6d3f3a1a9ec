import { describe, expect, test } from 'vitest'
import { solve } from '../../../diagnosis/solver.ts'
import { fromText } from '../../../kernel/bytes.ts'
import { ampleLimits, messageOf } from '../../../testing/captures.ts'
import { mistakesObeyTheirLaws } from '../../../testing/mistakes.laws.ts'
import { searchContext as context, endless, hideNothing, secret } from '../../../testing/search.ts'
import { vectorsV1 } from '../../../testing/vectors.ts'
import { readRequest } from '../../request.ts'
import { explainMismatchV1, searchInputV1 } from '../explain.ts'
import { mistakesV1 } from './mistakes.ts'
import { schemeV1, signingInputV1 } from './signature.ts'

const requestWith = (signature: string) =>
  readRequest(
    messageOf({
      method: 'POST',
      url: `/?videoId=a&appId=b&AccessKeyId=mine&Timestamp=2024-01-02T03%3A04%3A05Z&Title=b%20%2A%2A~%21%2F%252Fd&Tag=1&Tag.1=2&Tag.10=&Signature=${encodeURIComponent(signature)}`,
      headers: [
        ['host', 'localhost'],
        ['content-type', 'application/x-www-form-urlencoded'],
        ['content-length', '16'],
      ],
      body: 'Tags=a%2Cb&Empty=',
    }),
    ampleLimits,
  )

const request = await requestWith('')
const input = searchInputV1(request, secret, context)

mistakesObeyTheirLaws({
  scheme: 'V1 of RPC',
  inputs: [input, { ...input, secret: `${secret} ` }],
  mistakes: mistakesV1,
  sign: schemeV1.sign,
  explain: (signature) => {
    const parameters = new Map([...request.parameters, ['Signature', signature]])
    return explainMismatchV1({ ...request, parameters }, secret, context, hideNothing)
  },
  bytes: 20,
  write: (digest) => digest.toString('base64'),
})

const inputFor = (name: string, changes: Readonly<Record<string, string>> = {}) => {
  const vector = vectorsV1.find((one) => one.name === name)
  if (!vector) throw new Error(`No vector ${name}`)
  const parameters = new Map(
    Object.entries({ ...vector.params, ...changes }).map(([parameter, value]) => [
      fromText(parameter),
      fromText(value),
    ]),
  )
  return signingInputV1(vector.method, parameters, vector.secret)
}

// The near-miss table of the specification.
const nearMisses = [
  ['ampersand-forgotten', 'R8VkbeU3DqhHmAVCdxW/CjqsRK0='],
  ['whitespace-after-secret', 'MrtKEioDECRzWc+wiZOETRhzPeg='],
  ['other-method', 'MxbnVAM4w6sft9xjVpe/GCKueuk='],
  ['lower-case-escapes', 'zIJfcWVQQpBBfJU3uwSS3Cxq6H4='],
  ['values-encoded-once', 'K94Nl1S+UEt8v6yMwurA50I9d90='],
  ['sha256-instead-of-sha1', 'f+kDBRdR9n+P1zXfyHQUxMy5FsgBdfrvXstNbIWx5Gc='],
  ['space-as-plus', 'h91I8kH3SXoyqqEZbfn8zaQQkQ4='],
  ['asterisk-raw', 'plyGKbxC4kJPkxvc0/NwY7tN3K0='],
  ['tilde-encoded', 'vazv6yYRQDWdIME0XKLs4S+fRZM='],
] as const

const onSpecial: readonly string[] = ['space-as-plus', 'asterisk-raw', 'tilde-encoded']

describe('near misses of the specification, V1', () => {
  test.for(vectorsV1)('$name is where the search starts', ({ name, signature }) => {
    expect(schemeV1.sign(inputFor(name))).toBe(signature)
  })

  const search = (name: string, given: string) => {
    const base = onSpecial.includes(name) ? 'vod-get-special' : 'official-ecs-DescribeRegions'
    // The row of SHA-256 has its name changed accordingly.
    const changes = name.startsWith('sha256') ? { SignatureMethod: 'HMAC-SHA256' } : {}
    const inputs = [inputFor(base, changes)]
    return solve({ inputs, mistakes: mistakesV1, sign: schemeV1.sign, given }, endless)
  }

  test.for(nearMisses)('%s', ([name, given]) => {
    expect(search(name, given).found).toEqual([expect.objectContaining({ name })])
  })

  test('a wrong secret is none of them', () => {
    expect(search('', 'bTritf+eBnFUUcgltGVQjf911es=').found).toEqual([])
  })
})
