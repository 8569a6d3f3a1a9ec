import { describe, expect } from 'vitest'
import { type Encoded, requestV1, signedAt } from '../clients/hand-signed.ts'
import { test } from '../setup/fixtures.ts'
import { refusals } from './rpc-v1-refusals.ts'

const accepted: readonly { readonly when: string; readonly signed: Encoded }[] = [
  { when: 'without a Timestamp', signed: { Timestamp: undefined } },
  {
    when: 'with a timestamp of milliseconds',
    signed: { Timestamp: signedAt(0).replace('Z', '.123Z') },
  },
  { when: 'with a timestamp that is 14 minutes old', signed: { Timestamp: signedAt(-840) } },
  { when: 'with unknown parameters', signed: { Rand: 'undefined', RequestId: 'mine' } },
  { when: 'with CateId=-1', signed: { CateId: '-1' } },
  { when: 'with an extension in capitals', signed: { MediaExt: 'PNG' } },
  {
    when: 'with a title of 128 bytes and an emoji',
    signed: { Title: `${'x'.repeat(124)}%F0%9F%98%80` },
  },
  { when: 'with spaces and empty items in a list', signed: { Tags: '%20a%20%2C%2Cb%2C' } },
  { when: 'with a category given twice', signed: { CateIds: '08130876%2C8130876' } },
  { when: 'with a method name in another case', signed: { SignatureMethod: 'Hmac-Sha1' } },
  { when: 'with an empty SignatureType', signed: { SignatureType: '' } },
]

describe('a call signed with V1', () => {
  test.for(refusals)('is refused when $when', async (row, { target }) => {
    const { url, init } = requestV1(target, row.signed, row)

    const response = await fetch(url, init)

    expect(await response.json()).toMatchObject({ Code: row.code, Message: row.message })
    expect(response.status).toBe(row.status)
  })

  test.for(accepted)('is accepted $when', async ({ signed }, { target }) => {
    const { url, init } = requestV1(target, signed)

    const response = await fetch(url, init)

    expect(await response.json()).toMatchObject({
      MediaId: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
    expect(response.status).toBe(200)
  })

  test('is refused when the + of its signature is not percent-encoded', async ({ target }) => {
    let url = ''
    // Each has another nonce.
    while (!/Signature=[^&]*%2B/.test(url)) ({ url } = requestV1(target))
    const bare = url.replace(/(?<=Signature=).*/, (text) => text.replaceAll('%2B', '+'))

    const response = await fetch(bare)

    expect(await response.json()).toMatchObject({ Code: 'SignatureDoesNotMatch' })
    expect((await fetch(url)).status).toBe(200)
  })

  test('is refused in XML when Format is neither JSON nor XML', async ({ target }) => {
    const response = await fetch(requestV1(target, { Format: 'YAML' }).url)

    expect(response.status).toBe(400)
    expect(await response.text()).toMatch(
      /<Code>InvalidParameter.Format<\/Code><Message>Specified parameter format is not valid.<\/Message>/,
    )
  })

  test('names an action that exists but is not emulated', async ({ target }) => {
    const { url } = requestV1(target, { Action: 'SubmitTranscodeJobs' })

    const response = await fetch(url)

    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      Code: 'UnsupportedOperation',
      Message: expect.stringMatching(/SubmitTranscodeJobs.*\/_emulator\/info/),
    })
  })

  test('with a wrong signature is told the string to sign, and nothing after it', async ({
    target,
  }) => {
    const { url, stringToSign } = requestV1(target, {}, { unsigned: { Signature: 'AAAA' } })

    const response = await fetch(url)

    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      Code: 'SignatureDoesNotMatch',
      Message: `Specified signature is not matched with our calculation. server string to sign is:${stringToSign}`,
    })
  })

  test('is accepted once: its nonce is used up', async ({ target }) => {
    const { url } = requestV1(target)

    expect((await fetch(url)).status).toBe(200)
    const again = await fetch(url)

    expect(again.status).toBe(400)
    expect(await again.json()).toMatchObject({
      Code: 'SignatureNonceUsed',
      Message: 'Specified signature nonce was used already.',
    })
  })

  test('does not use up its nonce when it is refused', async ({ target }) => {
    const nonce = { SignatureNonce: 'once-more' }
    const refused = requestV1(target, nonce, { unsigned: { Signature: 'AAAA' } })

    expect((await fetch(refused.url)).status).toBe(400)
    expect((await fetch(requestV1(target, nonce).url)).status).toBe(200)
  })

  test.for<readonly [what: string, appended: string, signed: Encoded]>([
    ['a region', '&RegionId=cn-beijing', {}],
    ['another action', '&Action=GetAttachedMediaInfo', { MediaIds: 'a' }],
    ['another key', '&AccessKeyId=nobody', {}],
    ['an old timestamp', '&Timestamp=2020-01-01T00%3A00%3A00Z', {}],
    ['another signature type', '&SignatureType=BEARERTOKEN', {}],
    ['another format', '&Format=XML', {}],
    ['a business type that does not exist', '&BusinessType=nothing', {}],
  ])(
    'is accepted with %s appended after its signature, which is not used',
    async ([, appended, signed], { target }) => {
      const { url } = requestV1(target, signed, { appended })

      const response = await fetch(url)

      expect(response.status).toBe(200)
      expect(await response.json()).toHaveProperty('UploadAuth')
    },
  )

  test.for<readonly [name: string, signed: Encoded, appended: string, code: string]>([
    ['Action', { Action: undefined }, '&Action=CreateUploadAttachedMedia', 'MissingAction'],
    ['Version', { Version: undefined }, '&Version=2017-03-21', 'MissingVersion'],
    [
      'Timestamp',
      { Timestamp: signedAt(-2000) },
      `&Timestamp=${signedAt(0)}`,
      'InvalidTimeStamp.Expired',
    ],
    ['SignatureNonce', { SignatureNonce: undefined }, '&SignatureNonce=n', 'MissingSignatureNonce'],
  ])(
    'does not take %s from after its signature',
    async ([, signed, appended, code], { target }) => {
      const response = await fetch(requestV1(target, signed, { appended }).url)

      expect(await response.json()).toMatchObject({ Code: code })
    },
  )

  test('is answered in XML when it names no format', async ({ target }) => {
    const { url } = requestV1(target, { Format: undefined })

    const response = await fetch(url)

    expect(response.headers.get('content-type')).toBe('text/xml;charset=utf-8')
    expect(await response.text()).toMatch(
      /^<\?xml version='1.0' encoding='UTF-8'\?><CreateUploadAttachedMediaResponse><RequestId>[^<]+<\/RequestId><MediaId>[^<]+<\/MediaId><UploadAddress>[^<]+<\/UploadAddress><UploadAuth>[^<]+<\/UploadAuth><FileURL>[^<]+<\/FileURL><MediaURL>[^<]+<\/MediaURL><\/CreateUploadAttachedMediaResponse>$/,
    )
  })
})
