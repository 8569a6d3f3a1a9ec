import { describe, expect } from 'vitest'
import { type Encoded, requestV3 } from '../clients/hand-signed.ts'
import { test } from '../setup/fixtures.ts'

interface Row {
  readonly when: string
  readonly signed?: Encoded
  readonly unsigned?: Encoded
  readonly body?: string
  readonly status: number
  readonly code: string
}

// Written down from the specification, not derived from the contracts.
const refusals: readonly Row[] = [
  {
    when: 'the version is missing',
    signed: { 'x-acs-version': undefined },
    status: 400,
    code: 'MissingVersion',
  },
  {
    when: 'the action is missing',
    signed: { 'x-acs-action': undefined },
    status: 400,
    code: 'MissingAction',
  },
  {
    when: 'the action is unknown',
    signed: { 'x-acs-action': 'MakeCoffee' },
    status: 404,
    code: 'InvalidAction.NotFound',
  },
  {
    when: 'the grammar is broken',
    unsigned: { authorization: 'ACS3-HMAC-SHA256 Credential=a' },
    status: 400,
    code: 'IncompleteSignature',
  },
  {
    when: 'the algorithm is unknown',
    unsigned: { authorization: 'ACS3-HMAC-MD5 Credential=a,SignedHeaders=b,Signature=c' },
    status: 400,
    code: 'IncompleteSignature',
  },
  {
    when: 'the scheme is ACS4',
    unsigned: { authorization: 'ACS4-HMAC-SHA256 Credential=a/b,SignedHeaders=b,Signature=c' },
    status: 400,
    code: 'IncompleteSignature',
  },
  {
    when: 'a bearer token stands in its place',
    unsigned: { authorization: undefined, 'x-acs-bearer-token': 'x' },
    status: 400,
    code: 'UnsupportedSignatureType',
  },
  {
    when: 'it is not signed at all',
    unsigned: { authorization: undefined },
    status: 400,
    code: 'MissingAccessKeyId',
  },
  {
    when: 'the date has a fraction',
    signed: { 'x-acs-date': '2026-01-01T00:00:00.123Z' },
    status: 400,
    code: 'InvalidTimeStamp.Format',
  },
  {
    when: 'the date is old',
    signed: { 'x-acs-date': '2020-01-01T00:00:00Z' },
    status: 400,
    code: 'InvalidTimeStamp.Expired',
  },
  {
    when: 'a credential scope stands in the key',
    unsigned: {
      authorization:
        'ACS3-HMAC-SHA256 Credential=a/20260101/cn-shanghai,SignedHeaders=b,Signature=c',
    },
    status: 404,
    code: 'InvalidAccessKeyId.NotFound',
  },
  {
    when: 'a signed header was changed',
    unsigned: { 'x-acs-signature-nonce': 'another' },
    status: 400,
    code: 'SignatureDoesNotMatch',
  },
  {
    when: 'an acting header is not signed',
    unsigned: { 'x-acs-security-token': 'x' },
    status: 400,
    code: 'SignatureDoesNotMatch',
  },
  {
    when: 'the body is not the one that was hashed',
    signed: {
      'x-acs-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    },
    body: 'a=b',
    status: 400,
    code: 'SignatureDoesNotMatch',
  },
]

describe('a call signed with V3', () => {
  test.for(refusals)('is refused when $when', async (row, { target }) => {
    const { url, init } = requestV3(target, row.signed, row)

    const response = await fetch(url, init)
    const body = await response.json()

    expect(body).toMatchObject({ Code: row.code })
    expect(response.status).toBe(row.status)
  })

  test.for<readonly [what: string, title: string | Buffer, code: string]>([
    [
      'bytes that are not valid UTF-8',
      Buffer.from('{"Title":"a\xffb"}', 'latin1'),
      'InvalidParameter',
    ],
    ['half a surrogate pair', '{"Title":"\\ud800"}', 'InvalidParameter'],
    ['text', '{"Title":"中文","FileSize":9223372036854775807,"CateIds":null}', 'ok'],
    ['a number that is too large', '{"FileSize":9223372036854775808}', 'InvalidParameter'],
  ])('reads %s of a JSON body', async ([, body, code], { target }) => {
    const { url, init } = requestV3(
      target,
      { 'content-type': 'application/json; charset=utf-8' },
      { body },
    )

    const answer = (await (await fetch(url, init)).json()) as { readonly Code?: string }

    expect(answer.Code ?? 'ok').toBe(code)
  })

  test('is answered in JSON, every answer with its request id', async ({ target }) => {
    const { url, init } = requestV3(target)

    const response = await fetch(url, init)

    expect(response.headers.get('content-type')).toBe('application/json;charset=utf-8')
    expect(await response.json()).toMatchObject({
      RequestId: response.headers.get('x-acs-request-id'),
    })
  })

  test('shows both strings when its signature does not match', async ({ target }) => {
    const { url, init } = requestV3(
      target,
      {},
      { unsigned: { 'x-acs-version': '2017-03-21', 'x-acs-signature-nonce': 'x' } },
    )

    const { Message } = (await (await fetch(url, init)).json()) as { readonly Message: string }

    expect(Message).toMatch(
      /^Specified signature does not match our calculation\. server StringToSign is \[ACS3-HMAC-SHA256\n[0-9a-f]{64}\] server CanonicalRequest is \[POST\n\/\nBusinessType=watermark\n/,
    )
  })

  test('is accepted once: its nonce is used up', async ({ target }) => {
    const { url, init } = requestV3(target)

    expect((await fetch(url, init)).status).toBe(200)
    expect(await (await fetch(url, init)).json()).toMatchObject({ Code: 'SignatureNonceUsed' })
  })

  test('without a nonce is accepted, as often as it is sent', async ({ target }) => {
    const { url, init } = requestV3(target, { 'x-acs-signature-nonce': undefined })

    expect((await fetch(url, init)).status).toBe(200)
    expect((await fetch(url, init)).status).toBe(200)
  })
})

describe('a preflight', () => {
  test('is allowed whatever it asks for', async ({ target }) => {
    const { protocol, host } = target.rpc
    const headers = {
      origin: 'https://app.example.com',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,x-acs-signature-nonce',
    }

    const response = await fetch(`${protocol}://${host}/`, { method: 'OPTIONS', headers })

    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-headers')).toContain('x-acs-signature-nonce')
  })
})
