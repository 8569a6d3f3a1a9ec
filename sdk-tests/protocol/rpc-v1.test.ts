import { describe, expect } from 'vitest'
import { test } from '../setup/fixtures.ts'
import { type Encoded, requestV1, signedAt } from './hand-signed.ts'

interface Row {
  readonly when: string
  readonly signed?: Encoded
  readonly unsigned?: Encoded
  readonly method?: string
  readonly status: number
  readonly code: string
  readonly message: string
}

// Written down from the specification, not derived from the contracts.
const refusals: readonly Row[] = [
  {
    when: 'Version is missing',
    signed: { Version: undefined },
    status: 400,
    code: 'MissingVersion',
    message: 'Version is mandatory for this action.',
  },
  {
    when: 'the version is unknown',
    signed: { Version: '2017-03-22' },
    status: 400,
    code: 'InvalidVersion',
    message: 'Specified parameter Version is not valid.',
  },
  {
    when: 'Action is missing',
    signed: { Action: undefined },
    status: 400,
    code: 'MissingAction',
    message: 'Action is mandatory for this action.',
  },
  {
    when: 'the action is unknown',
    signed: { Action: 'MakeCoffee' },
    status: 404,
    code: 'InvalidAction.NotFound',
    message: 'Specified api is not found, please check your url and method.',
  },
  {
    when: 'the action has another case',
    signed: { Action: 'createUploadAttachedMedia' },
    status: 404,
    code: 'InvalidAction.NotFound',
    message: 'Specified api is not found, please check your url and method.',
  },
  {
    when: 'the method is PUT',
    method: 'PUT',
    status: 403,
    code: 'UnsupportedHTTPMethod',
    message: 'This http method is not supported.',
  },
  {
    when: 'AccessKeyId is missing',
    signed: { AccessKeyId: undefined },
    status: 400,
    code: 'MissingAccessKeyId',
    message: 'AccessKeyId is mandatory for this action.',
  },
  {
    when: 'Signature is missing',
    unsigned: { Signature: undefined },
    status: 400,
    code: 'MissingSignature',
    message: 'Signature is mandatory for this action.',
  },
  {
    when: 'SignatureMethod is missing',
    signed: { SignatureMethod: undefined },
    status: 400,
    code: 'MissingSignatureMethod',
    message: 'SignatureMethod is mandatory for this action.',
  },
  {
    when: 'SignatureVersion is missing',
    signed: { SignatureVersion: undefined },
    status: 400,
    code: 'MissingSignatureVersion',
    message: 'SignatureVersion is mandatory for this action.',
  },
  {
    when: 'SignatureNonce is missing',
    signed: { SignatureNonce: undefined },
    status: 400,
    code: 'MissingSignatureNonce',
    message: 'SignatureNonce is mandatory for this action.',
  },
  {
    when: 'the signature method is unknown',
    signed: { SignatureMethod: 'HMAC-MD5' },
    status: 400,
    code: 'InvalidSignatureMethod',
    message: 'Specified signature method is not valid.',
  },
  {
    when: 'a bearer token signs',
    signed: { SignatureType: 'BEARERTOKEN' },
    status: 400,
    code: 'UnsupportedSignatureType',
    message: 'This signature type is not supported.',
  },
  {
    when: 'the timestamp has an offset',
    signed: { Timestamp: '2026-01-01T00%3A00%3A00%2B08%3A00' },
    status: 400,
    code: 'InvalidTimeStamp.Format',
    message: 'Specified time stamp or date value is not well formatted.',
  },
  {
    when: 'the timestamp is 16 minutes old',
    signed: { Timestamp: signedAt(-960) },
    status: 400,
    code: 'InvalidTimeStamp.Expired',
    message: 'Specified time stamp or date value is expired.',
  },
  {
    when: 'the timestamp is 16 minutes ahead',
    signed: { Timestamp: signedAt(960) },
    status: 400,
    code: 'InvalidTimeStamp.Expired',
    message: 'Specified time stamp or date value is expired.',
  },
  {
    when: 'the key is unknown',
    signed: { AccessKeyId: 'LTAInobody' },
    status: 404,
    code: 'InvalidAccessKeyId.NotFound',
    message: 'Specified access key is not found.',
  },
  {
    when: 'a temporary key is unknown',
    signed: { AccessKeyId: 'STS.nobody', SecurityToken: 'x' },
    status: 404,
    code: 'InvalidAccessKeyId.NotFound',
    message: 'Specified access key is not found.',
  },
  {
    when: 'BusinessType is missing',
    signed: { BusinessType: undefined },
    status: 400,
    code: 'MissingBusinessType',
    message: 'BusinessType is mandatory for this action.',
  },
  {
    when: 'BusinessType is empty',
    signed: { BusinessType: '' },
    status: 400,
    code: 'MissingBusinessType',
    message: 'BusinessType is mandatory for this action.',
  },
  {
    when: 'BusinessType has another case',
    signed: { BusinessType: 'Watermark' },
    status: 400,
    code: 'InvalidParameter',
    message: 'The specified parameter "BusinessType" is not valid.',
  },
  {
    when: 'MediaExt belongs to another type',
    signed: { MediaExt: 'srt' },
    status: 400,
    code: 'InvalidParameter',
    message: 'The specified parameter "MediaExt" is not valid.',
  },
  {
    when: 'MediaExt begins with a dot',
    signed: { MediaExt: '.png' },
    status: 400,
    code: 'InvalidParameter',
    message: 'The specified parameter "MediaExt" is not valid.',
  },
  {
    when: 'the extension of FileName is illegal',
    signed: { FileName: 'D%3A%5Ctest.exe' },
    status: 400,
    code: 'InvalidFileName.Extension',
    message: "The specified FileName's extension is illegal.",
  },
  {
    when: 'Title has 129 bytes',
    signed: { Title: 'x'.repeat(129) },
    status: 400,
    code: 'LengthExceededMax',
    message: 'The specified Title length has exceeded 128 bytes.',
  },
  {
    when: 'Title has 129 bytes in 43 characters',
    signed: { Title: '%E4%B8%AD'.repeat(43) },
    status: 400,
    code: 'LengthExceededMax',
    message: 'The specified Title length has exceeded 128 bytes.',
  },
  {
    when: 'Title has a control character',
    signed: { Title: 'a%01b' },
    status: 400,
    code: 'IllegalCharacters',
    message: 'The specified Title contains illegal emoticon or special characters.',
  },
  {
    when: 'Title is no UTF-8',
    signed: { Title: 'a%FFb' },
    status: 400,
    code: 'InvalidParameter',
    message: 'The specified parameter "Title" is not valid.',
  },
  {
    when: 'Description has 1025 bytes',
    signed: { Description: 'x'.repeat(1025) },
    status: 400,
    code: 'LengthExceededMax',
    message: 'The specified Description length has exceeded 1024 bytes.',
  },
  {
    when: 'a tag has 33 bytes',
    signed: { Tags: `a%2C${'x'.repeat(33)}` },
    status: 400,
    code: 'LengthExceededMax',
    message: 'The specified Tags length has exceeded 32 bytes.',
  },
  {
    when: 'there are 17 tags',
    signed: { Tags: Array(17).fill('a').join('%2C') },
    status: 400,
    code: 'TagsExceededMax',
    message: 'The specified Tags count has exceeded 16.',
  },
  {
    when: 'there are six categories',
    signed: { CateIds: '1%2C2%2C3%2C4%2C5%2C6' },
    status: 400,
    code: 'InvalidParameter',
    message: 'The specified parameter "CateIds" is not valid.',
  },
  {
    when: 'a category is no number',
    signed: { CateIds: 'a' },
    status: 400,
    code: 'InvalidParameter',
    message: 'The specified parameter "CateIds" is not valid.',
  },
  {
    when: 'FileSize is 2^63',
    signed: { FileSize: '9223372036854775808' },
    status: 400,
    code: 'InvalidParameter',
    message: 'The specified parameter "FileSize" is not valid.',
  },
  {
    when: 'UserData is a JSON list',
    signed: { UserData: '%5B%5D' },
    status: 400,
    code: 'InvalidParameter',
    message: 'The specified parameter "UserData" is not valid.',
  },
  {
    when: 'the category is unknown',
    signed: { CateIds: '1' },
    status: 404,
    code: 'InvalidCateId.NotFound',
    message: 'The CateId not exist.',
  },
  {
    when: 'the storage location is unknown',
    signed: { StorageLocation: 'outin-x.oss-cn-beijing.aliyuncs.com' },
    status: 404,
    code: 'InvalidStorage.NotFound',
    message: 'The StorageLocation does not exist.',
  },
  {
    when: 'the application is unknown',
    signed: { AppId: 'app-1' },
    status: 403,
    code: 'Forbidden.OperateAppResource',
    message: 'Invalid app permission to operate on the specified resource.',
  },
]

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
  { when: 'with blanks and empty items in a list', signed: { Tags: '%20a%20%2C%2Cb%2C' } },
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

  test('is refused in XML when Format is neither JSON nor XML', async ({ target }) => {
    const response = await fetch(requestV1(target, { Format: 'YAML' }).url)

    expect(response.status).toBe(400)
    expect(await response.text()).toMatch(
      /<Code>InvalidParameter.Format<\/Code><Message>Specified parameter format is not valid.<\/Message>/,
    )
  })

  test('names an action that exists but is not emulated', async ({ target }) => {
    const { url } = requestV1(target, { Action: 'DeleteVideo' })

    const response = await fetch(url)

    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      Code: 'UnsupportedOperation',
      Message: expect.stringMatching(/DeleteVideo.*\/_emulator\/info/),
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
    'does not take %s from behind its signature',
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
