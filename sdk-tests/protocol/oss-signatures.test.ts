import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEmulator } from '#emulator/index.ts'
import { accountClient } from '../clients/ali-oss.ts'
import {
  basic,
  type OssDraft,
  ossDraft,
  signedHeaderV1,
  signedHeaderV4,
  signedUrlV1,
  signedUrlV4,
} from '../order/oss-draft.ts'
import { rpcDraft, signedV1 } from '../order/rpc-draft.ts'
import { type World, world } from '../order/worlds.ts'
import { startEmulatorTarget } from '../setup/target.ts'

type Sign = (draft: OssDraft, world: World) => Request
type Changes = Partial<OssDraft>

let here: World

beforeAll(async () => {
  here = await world((key) => signedV1(rpcDraft(), { key }), false)
})

afterAll(() => here[Symbol.asyncDispose]())

const element = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]

async function answerTo(request: Request) {
  const response = await here.vod.fetch(request)
  const xml = await response.text()
  return {
    status: response.status,
    code: element(xml, 'Code'),
    message: element(xml, 'Message'),
    ec: element(xml, 'EC'),
    xml,
    explanation: response.headers.get('x-vod-emulator-explanation') ?? '',
  }
}

const ask = (sign: Sign, changes: Changes = {}) =>
  answerTo(sign({ ...ossDraft(), ...changes }, here))

const now = Date.now()
const scope = (region: string, product = 'oss') =>
  `${basic(now).slice(0, 8)}/${region}/${product}/aliyun_v4_request`

const noDate = {
  status: 403,
  code: 'AccessDenied',
  message: 'OSS authentication requires a valid Date.',
  ec: '0002-00000502',
}
const invalidHeader = (ec: string) => ({
  status: 400,
  code: 'InvalidArgument',
  message: 'Authorization header is invalid.',
  ec,
})
const wrongRegion = {
  status: 400,
  code: 'InvalidArgument',
  message: 'Invalid signing region in Authorization header.',
  ec: '0002-00000226',
}

describe('a signature of OSS is refused', () => {
  const rows: readonly (readonly [what: string, Sign, Changes, object])[] = [
    [
      'V4 whose x-oss-date is RFC 1123',
      signedHeaderV4,
      { writtenAt: new Date(now).toUTCString() },
      noDate,
    ],
    ['V1 whose Date is yyyymmddThhmmssZ', signedHeaderV1, { writtenAt: basic(now) }, noDate],
    ['V1 of a 31 February', signedHeaderV1, { writtenAt: 'Wed, 31 Feb 2026 00:00:00 GMT' }, noDate],
    ...['beijing', 'cn-shanghai-internal', 'oss-cn-shanghai', 'cn-beijing'].flatMap((region) => [
      [
        `V4 for the region ${region}`,
        signedHeaderV4,
        { scope: scope(region) },
        wrongRegion,
      ] as const,
      [
        `a V4 URL for the region ${region}`,
        signedUrlV4,
        { scope: scope(region) },
        wrongRegion,
      ] as const,
    ]),
    [
      'V4 for the product s3',
      signedHeaderV4,
      { scope: scope('cn-shanghai', 's3') },
      { status: 400, ec: '0002-00000227' },
    ],
    [
      'V4 of another day than its time',
      signedHeaderV4,
      { scope: '20240101/cn-shanghai/oss/aliyun_v4_request' },
      { status: 400, code: 'InvalidArgument' },
    ],
    [
      'a V1 URL with a second header',
      signedUrlV1,
      { authorization: 'Bearer x' },
      { status: 400, code: 'InvalidArgument', ec: '0002-00000039' },
    ],
    [
      'a V4 URL with a second header',
      signedUrlV4,
      { authorization: 'Bearer x' },
      { status: 400, code: 'InvalidArgument', ec: '0002-00000039' },
    ],
    [
      'a V4 URL with a V1 signature too',
      signedUrlV4,
      { appended: 'Signature=x' },
      { status: 400, code: 'InvalidArgument', ec: '0002-00000039' },
    ],
    [
      'a URL with two times of expiry',
      signedUrlV1,
      { appended: 'Expires=1' },
      { status: 400, code: 'InvalidArgument' },
    ],
    ['Bearer', signedHeaderV1, { authorization: 'Bearer x' }, invalidHeader('0002-00000061')],
    ['OSS :sig', signedHeaderV1, { authorization: 'OSS :sig' }, invalidHeader('0002-00000063')],
    ['OSS id', signedHeaderV1, { authorization: 'OSS id' }, invalidHeader('0002-00000062')],
    ['OSS id:', signedHeaderV1, { authorization: 'OSS id:' }, invalidHeader('0002-00000065')],
    [
      'V4 without Credential',
      signedHeaderV4,
      { authorization: 'OSS4-HMAC-SHA256 Signature=x' },
      invalidHeader('0002-00000202'),
    ],
    [
      'a V4 URL of a version that does not exist',
      signedUrlV4,
      { query: { 'x-oss-signature-version': 'OSS5' } },
      { status: 400, code: 'InvalidArgument' },
    ],
  ]

  test.for(rows)('%s', async ([, sign, changes, expected]) => {
    expect(await ask(sign, { at: now, ...changes })).toMatchObject(expected)
  })

  test('V4 that has yyyymmddThhmmssZ in Date alone', async () => {
    const signed = signedHeaderV4({ ...ossDraft(), at: now }, here)
    const headers = new Headers(signed.headers)
    headers.delete('x-oss-date')
    headers.set('date', basic(now))

    expect(await answerTo(new Request(signed, { headers }))).toMatchObject(noDate)
  })

  test('a URL whose signature has a bare +, and the space is shown', async () => {
    const signed = urlWithPlus()
    const bare = signed.replaceAll('%2B', '+')

    expect((await answerTo(new Request(signed, { method: 'PUT' }))).status).toBe(200)
    const { xml, explanation, ...refusal } = await answerTo(new Request(bare, { method: 'PUT' }))

    expect(refusal).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
    expect(element(xml, 'SignatureProvided')).toContain(' ')
    expect(explanation).toMatch(/^Mistake: signature-written-otherwise\..* arrives as a space\./)
  })
})

/** A V1 URL for a key of the account, with a + in its signature: the key changes until there is one. */
function urlWithPlus(): string {
  for (let index = 0; ; index++) {
    const draft = { ...ossDraft(), key: `plus-${index}` }
    const { url } = signedUrlV1(draft, here)
    if (/Signature=[^&]*%2B/.test(url)) return url
  }
}

describe('clients of Amazon S3', () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=id/20260101/us-east-1/s3/aws4_request,SignedHeaders=host,Signature=0'

  test('are told that their signature is not one of OSS', async () => {
    const { explanation, ...refusal } = await ask(signedHeaderV4, { authorization })

    expect(refusal).toMatchObject({ status: 400, code: 'NotImplemented' })
    expect(explanation).toContain('AWS4-HMAC-SHA256')
  })

  const chunked = { 'content-encoding': 'aws-chunked' }

  test.for([
    chunked,
    { ...chunked, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    { ...chunked, 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' },
  ])('get the error of the service for %o', async (headers) => {
    const { explanation, ...refusal } = await ask(signedHeaderV4, { authorization, headers })

    expect(refusal).toMatchObject({
      status: 400,
      code: 'InvalidArgument',
      message:
        'aws-chunked encoding is not supported with the specified x-amz-content-sha256 value.',
      ec: '0017-00000804',
    })
    expect(explanation).toContain('AWS4-HMAC-SHA256')
  })

  test.for([
    { ...chunked, 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' },
    { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' },
  ])('are told of their signature for %o, which OSS would take', async (headers) => {
    expect(await ask(signedHeaderV4, { authorization, headers })).toMatchObject({
      code: 'NotImplemented',
    })
  })
})

describe('the payload of a V4 signature', () => {
  const claims = (value: string) => ({ headers: { 'x-oss-content-sha256': value } })
  const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

  test.for([
    ['a header', signedHeaderV4],
    ['a URL', signedUrlV4],
  ] as const)('in %s is UNSIGNED-PAYLOAD, sent or not', async ([, sign]) => {
    expect(await ask(sign)).toMatchObject({ status: 200 })
    expect(await ask(sign, claims('UNSIGNED-PAYLOAD'))).toMatchObject({ status: 200 })
  })

  test.for([
    ['a header', signedHeaderV4],
    ['a URL', signedUrlV4],
  ] as const)('in %s is not a hash, also where the hash is right', async ([, sign]) => {
    const { xml, ...refusal } = await ask(sign, claims(emptyHash))

    expect(refusal).toMatchObject({
      status: 400,
      code: 'InvalidArgument',
      message: 'The x-oss-content-sha256 only supports UNSIGNED-PAYLOAD.',
      ec: '0002-00000214',
    })
    expect(element(xml, 'ArgumentName')).toBe('x-oss-content-sha256')
  })

  test('does not concern V1', async () => {
    expect(await ask(signedHeaderV1, claims(emptyHash))).toMatchObject({ status: 200 })
  })
})

describe('a bucket without an object', () => {
  test.for([
    ['GET', {}],
    ['PUT', {}],
    ['GET', { tagging: '' }],
    ['POST', { uploads: '', tagging: '' }],
  ] as const)('is asked by %s and %o for what it may have, which is not emulated', async (row) => {
    const [method, query] = row

    expect(await ask(signedHeaderV4, { method, key: '', query })).toMatchObject({
      code: 'NotImplemented',
    })
  })
})

describe('the tolerance any-signing-region', () => {
  const lost = { addressing: 'ip', region: 'oss-cn-hangzhou', v4: true } as const

  test('is off: ali-oss without a region is told what to set', async () => {
    await using target = await startEmulatorTarget()

    const refusal = accountClient(target, lost).put('object', Buffer.from('content'))

    await expect(refusal).rejects.toMatchObject({ status: 400, ecCode: '0002-00000226' })
  })

  test('takes it, and every answer tells so', async () => {
    await using target = await startEmulatorTarget({ lenient: ['any-signing-region'] })

    const { res } = await accountClient(target, lost).put('object', Buffer.from('content'))

    expect(res.headers).toMatchObject({
      'x-vod-emulator-explanation': expect.stringMatching(
        /region "cn-hangzhou", the bucket is in cn-shanghai.*\[tolerance any-signing-region, source\]$/,
      ),
    })
  })

  test('says nothing of a signature for the right region', async () => {
    await using vod = await createEmulator({ store: 'memory', lenient: 'all' })
    const [key] = vod.options.accessKeys
    if (!key) throw new Error('The emulator has no key.')
    const request = signedHeaderV4(
      { ...ossDraft(), bucket: vod.options.bucket, key: 'k' },
      { ...here, key },
    )

    const { status, headers } = await vod.fetch(request)

    expect(status).toBe(200)
    expect(headers.get('x-vod-emulator-explanation')).toBeNull()
  })
})

describe('what other official clients send', () => {
  const withBareToken = (token: string) => {
    const { mine } = here
    const date = new Date().toUTCString()
    const text = `PUT\n\n\n${date}\n/${mine.bucket}/${mine.key}`
    const signature = createHmac('sha1', mine.secret).update(text).digest('base64')
    return new Request(`http://${mine.bucket}.oss-cn-shanghai.aliyuncs.com/${mine.key}`, {
      method: 'PUT',
      headers: { date, authorization: `OSS ${mine.id}:${signature}`, 'security-token': token },
    })
  }

  test('a token in security-token, which V1 does not sign, is taken', async () => {
    expect(await answerTo(withBareToken(here.mine.token))).toMatchObject({ status: 200 })
  })

  test('a foreign token in security-token is refused', async () => {
    expect(await answerTo(withBareToken(here.foreign.token))).toMatchObject({
      code: 'AccessKeyIdAndSecurityTokenNotMatch',
    })
  })

  test('?objectMeta after a second question mark is not signed, and selects nothing', async () => {
    const { url, headers } = signedHeaderV1({ ...ossDraft(), method: 'GET', key: 'absent' }, here)

    expect(await answerTo(new Request(`${url}??objectMeta`, { headers }))).toMatchObject({
      status: 404,
      code: 'NoSuchKey',
    })
  })
})

describe('an error has the EC that the manual gives it', () => {
  test.for<readonly [what: string, Changes, code: string, ec: string]>([
    [
      'a part number',
      { query: { partNumber: '0', uploadId: 'u' } },
      'InvalidArgument',
      '0017-00000220',
    ],
    [
      'a missing upload',
      { query: { partNumber: '1', uploadId: 'u' } },
      'NoSuchUpload',
      '0042-00000002',
    ],
    [
      'no object',
      { method: 'POST', key: '', query: { uploads: '' } },
      'InvalidObjectName',
      '0016-00000001',
    ],
    ['no signature', { authorization: '' }, 'AccessDenied', '0003-00000002'],
    ['an unknown key', { id: 'nobody' }, 'InvalidAccessKeyId', '0002-00000902'],
    ['another secret', { secret: 'another' }, 'SignatureDoesNotMatch', '0002-00000201'],
  ])('%s', async ([, changes, code, ec]) => {
    expect(await ask(signedHeaderV4, changes)).toMatchObject({ code, ec })
  })

  test.for<readonly [what: string, value: string, ec: string]>([
    ['that is no Base64 of 16 bytes', 'abc', '0017-00000502'],
    ['of another content', 'AAAAAAAAAAAAAAAAAAAAAA==', '0017-00000503'],
  ])('a Content-MD5 %s', async ([, value, ec]) => {
    const changes = { headers: { 'content-md5': value } }

    expect(await ask(signedHeaderV4, changes)).toMatchObject({ code: 'InvalidDigest', ec })
  })

  test('an object that must not be replaced', async () => {
    const forbid = { query: {}, headers: { 'x-oss-forbid-overwrite': 'true' }, key: 'kept' }

    await ask(signedHeaderV4, forbid)

    expect(await ask(signedHeaderV4, forbid)).toMatchObject({
      code: 'FileAlreadyExists',
      ec: '0026-00000002',
    })
  })
})
