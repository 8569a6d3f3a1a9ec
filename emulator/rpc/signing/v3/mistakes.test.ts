import { describe, expect, test } from 'vitest'
import { solve } from '../../../diagnosis/solver.ts'
import { fromText } from '../../../kernel/bytes.ts'
import { HeaderList } from '../../../kernel/message.ts'
import { ampleLimits, messageOf } from '../../../testing/captures.ts'
import { mistakesObeyTheirLaws } from '../../../testing/mistakes.laws.ts'
import { searchContext as context, endless, hideNothing, secret } from '../../../testing/search.ts'
import { vectorsV3 } from '../../../testing/vectors.ts'
import { readRequest } from '../../request.ts'
import { explainBodyHashV3, explainMismatchV3, searchInputV3 } from '../explain.ts'
import { mistakesV3 } from './mistakes.ts'
import { bodyHashV3, schemeV3, signingInputV3 } from './signature.ts'

const request = await readRequest(
  messageOf({
    method: 'POST',
    url: '/?Title=b%20%2A%2A~%21%2F%252Fd&Name=a%2Cb&Empty=&None=',
    headers: [
      ['x-acs-version', '2017-03-21'],
      ['x-acs-action', 'GetPlayInfo'],
      ['host', 'localhost:17321'],
      ['content-type', 'application/x-www-form-urlencoded'],
      ['content-length', '10'],
    ],
    body: 'Tags=a%2Cb',
  }),
  ampleLimits,
)

const authorization = {
  algorithm: 'ACS3-HMAC-SHA256',
  accessKeyId: 'mine',
  signedHeaders: ['content-type', 'host', 'x-acs-action', 'x-acs-version'],
  signature: '',
} as const

const payload = bodyHashV3(authorization.algorithm, request.body)
const checked = signingInputV3(request, authorization, payload, secret)
const input = searchInputV3(checked, context)

mistakesObeyTheirLaws({
  scheme: 'ACS3',
  inputs: [input, { ...input, secret: `${secret} ` }],
  mistakes: mistakesV3,
  sign: schemeV3.sign,
  explain: (signature) => explainMismatchV3(checked, signature, context, hideNothing),
  bytes: 32,
  write: (digest) => digest.toString('hex'),
})

const inputFor = ({ kind, method, secret: key, ...vector }: (typeof vectorsV3)[number]) => {
  const body = Buffer.from(vector.body, 'utf8')
  const headers = new HeaderList(Object.entries(vector.headers))
  const { signedHeaders } = vector
  return signingInputV3(
    {
      message: { method, path: '/', query: '', headers },
      query: vector.query.map(([name, value]) => ({
        name: fromText(name),
        value: fromText(value),
      })),
      bodyParameters: [],
      body,
    },
    { algorithm: kind, accessKeyId: 'testid', signedHeaders, signature: '' },
    bodyHashV3(kind, body),
    key,
  )
}

// The near-miss table of the specification; its last row, a credential scope, is no mismatch but an unknown key.
const nearMisses = [
  ['ampersand-added', '047532c386d4ee6bf92d1f23ecb31f994cb0480211631cebfb39a4f22037b53d'],
  ['blank-line-missing', 'c5d324ff0842aa4ebb370b6f0f0205e661bc1944597893614e21fad8db3e6b29'],
  ['path-empty', '1a4ca2e97f5a796df3abbf83caaa504452d430b8d47cf53be8153fa6ddf7688b'],
  ['line-feed-at-end', '3e797d89901eebada041d05c56e3a145b7e328cc06ef29708d2ecfecc56ad210'],
  ['other-method', '9f6beca8bc1d657b9dfa220898e087dd255411946c1091ced04ef0dc2ed19d87'],
  ['signature-written-otherwise', 'BlY6nhtD9d/pa4FITadLzqskodhTkS7uFQg6bw8yg8A='],
  [
    'canonical-request-not-hashed',
    'e18f25056bc4c1bf37ff37d82372836c1ad3d2c0c6eeb2e943a141fc8858bca8',
  ],
  ['other-host', '1b6b88701a4e538e0e20f0b068cb11e2ffd6e6356228ea576e13fd782ec6aea6'],
] as const

describe('near misses of the specification, V3', () => {
  test.for(vectorsV3)('$name is where the search starts', (vector) => {
    expect(schemeV3.sign(inputFor(vector))).toBe(vector.signature)
  })

  test.for(nearMisses)('%s', ([name, given]) => {
    const inputs = vectorsV3.slice(0, 1).map(inputFor)

    const { found } = solve({ inputs, mistakes: mistakesV3, sign: schemeV3.sign, given }, endless)

    expect(found).toEqual([expect.objectContaining({ name })])
  })
})

describe('x-acs-content-sha256', () => {
  test('of an empty body is told from one of another body', () => {
    const body = Buffer.from('a=b')
    const empty = bodyHashV3('ACS3-HMAC-SHA256', Buffer.alloc(0))

    expect(explainBodyHashV3('ACS3-HMAC-SHA256', empty, body)).toMatch(
      /^Mistake: other-payload-hash\. x-acs-content-sha256 is the hash of an empty body\. /,
    )
    expect(explainBodyHashV3('ACS3-HMAC-SHA256', 'of another', body)).not.toContain('Mistake')
  })
})
