import { createHash } from 'node:crypto'
import { describe, expect } from 'vitest'
import type { TargetWith } from '#contracts/target.ts'
import { accountClient, type OssClient, uploadClient } from '../clients/ali-oss.ts'
import { openapiCore } from '../clients/openapi-core.ts'
import { send } from '../clients/raw.ts'
import { startUpload } from '../operations/vod/chain.ts'
import { needs, test } from '../setup/fixtures.ts'
import { type Addressing, startEmulatorTarget } from '../setup/target.ts'
import { erring, explained, type Fault } from './erring.ts'
import {
  headersV1,
  headersV4,
  lineV1,
  lineV4,
  listing,
  type OssRow,
  part,
  processing,
  reversed,
  rowsOfBoth,
  sendingOtherwise,
  stepV4,
  withHeaders,
} from './oss-faults.ts'

const emptyMd5 = '1B2M2Y8AsgTpgAmY7PhCfg=='
const emptyHash = createHash('sha256').update('').digest('hex')

const titled = (line: string): string =>
  line.replace(/^[^:]+/, (name) => name.replace(/\b[a-z]/g, (c) => c.toUpperCase()))

const noToken = (lines: readonly string[]) =>
  lines.filter((line) => !line.startsWith('x-oss-security-token:'))

const rowsV1: readonly OssRow[] = [
  ...rowsOfBoth,
  { mistake: 'bucket-missing', fault: lineV1(-1, (line) => line.replace(/^\/[^/]+/, '')) },
  { mistake: 'bucket-doubled', fault: lineV1(-1, (line) => line.replace(/^(\/[^/]+)/, '$1$1')) },
  { mistake: 'slash-before-key', fault: lineV1(-1, (line) => line.replace(/^(\/[^/]+\/)/, '$1/')) },
  { mistake: 'slash-missing', fault: lineV1(-1, (line) => line.slice(1)) },
  { mistake: 'key-encoded', fault: lineV1(-1, encodeURI) },
  { mistake: 'other-content-md5', fault: lineV1(1, () => emptyMd5) },
  { mistake: 'other-date', fault: lineV1(3, () => '') },
  {
    mistake: 'other-date',
    fault: lineV1(3, (date) => new Date(date).toISOString().replace('.000', '')),
  },
  { mistake: 'token-not-signed', fault: headersV1(noToken), isTemporary: true },
  {
    mistake: 'sub-resource-not-signed',
    fault: lineV1(-1, (line) => line.replace('?uploads', '')),
    call: (client, key) => client.initMultipartUpload(key),
  },
  {
    mistake: 'sub-resource-not-signed',
    fault: lineV1(-1, (line) => line.replace('partNumber=2&', '')),
    call: part,
  },
  {
    mistake: 'query-not-signed',
    fault: lineV1(-1, (line) => line.replace(/\?.*/, '')),
    call: part,
  },
  {
    mistake: 'not-sorted',
    fault: lineV1(-1, reversed),
    wire: (url) => ({ url: reversed(url) }),
    call: part,
  },
  {
    mistake: 'extra-parameter-signed',
    fault: lineV1(-1, (line) => line.replace('?', '?max-parts=10&')),
    call: listing,
  },
  { mistake: 'sub-resource-not-sent', fault: lineV1(-1, (line) => `${line}?acl`) },
  {
    mistake: 'sub-resources-encoded',
    fault: lineV1(-1, (line) => line.replace(/=.*/, '=image%2Fa%20b%2Ac~d')),
    call: processing,
  },
  { mistake: 'ampersand-added', fault: { hmac: ({ key = '' }) => ({ key: `${key}&` }) } },
  { mistake: 'other-method', fault: lineV1(0, () => 'POST') },
  { mistake: 'method-in-lower-case', fault: lineV1(0, (method) => method.toLowerCase()) },
  { mistake: 'headers-not-signed', fault: headersV1(() => []), call: withHeaders },
  {
    mistake: 'headers-not-sorted',
    fault: headersV1((lines) => lines.toReversed()),
    call: withHeaders,
  },
  { mistake: 'header-names-in-upper-case', fault: headersV1((lines) => lines.map(titled)) },
  { mistake: 'sha256-instead-of-sha1', fault: { hmac: () => ({ algorithm: 'sha256' }) } },
  {
    mistake: 'signature-written-otherwise',
    fault: { write: (digest) => Buffer.from(digest).toString('hex') },
  },
  {
    mistake: 'bucket-missing and content-type-not-signed',
    fault: lineV1(-1, (line) => line.replace(/^\/[^/]+/, '')),
    wire: (_url, headers) => ({ headers: { ...headers, 'Content-Type': 'application/json' } }),
    call: (client, key) => client.get(key.replace('.txt', '')),
  },
]

/** Has the host signed too, and named among the additional headers. */
const signingHost =
  (call: (client: OssClient, key: string) => Promise<unknown>) =>
  (client: OssClient, key: string): Promise<unknown> => {
    const { authorizationV4 } = client
    client.authorizationV4 = (method, { headers, ...rest }, bucket, object) => {
      const host = `${bucket}.oss-cn-shanghai.aliyuncs.com`
      const request = { ...rest, headers: { ...headers, host } }
      return authorizationV4.call(client, method, request, bucket, object, ['host'])
    }
    return call(client, key)
  }

const putting = (client: OssClient, key: string) => client.put(key, Buffer.from('content'))

const query = (from: string, to: string) => lineV4(2, (line) => line.replaceAll(from, to))

const rowsV4: readonly OssRow[] = [
  ...rowsOfBoth,
  { mistake: 'bucket-missing', fault: lineV4(1, (line) => line.replace(/^\/[^/]+/, '')) },
  { mistake: 'bucket-doubled', fault: lineV4(1, (line) => line.replace(/^(\/[^/]+)/, '$1$1')) },
  { mistake: 'slash-before-key', fault: lineV4(1, (line) => line.replace(/^(\/[^/]+\/)/, '$1/')) },
  { mistake: 'key-not-encoded', fault: lineV4(1, decodeURIComponent) },
  { mistake: 'key-encoded-otherwise', fault: lineV4(1, (line) => line.replaceAll('%20', '+')) },
  {
    mistake: 'key-encoded-otherwise',
    fault: lineV4(1, (line) => line.replace(/(?<=^\/[^/]+\/.*)\//g, '%2F')),
  },
  {
    mistake: 'other-content-md5',
    fault: headersV4((lines) =>
      lines.map((line) => line.replace(/^(content-md5:).*/, `$1${emptyMd5}`)),
    ),
  },
  { mistake: 'token-not-signed', fault: headersV4(noToken), isTemporary: true },
  { mistake: 'other-payload-hash', fault: lineV4(-1, () => emptyHash) },
  {
    mistake: 'other-timestamp',
    fault: stepV4(/^OSS4/, (text) =>
      text.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\dZ)/, '$1-$2-$3T$4:$5:$6'),
    ),
  },
  {
    mistake: 'canonical-request-not-hashed',
    fault: {
      hmac: ({ text, canonical }) =>
        text.startsWith('OSS4') ? { text: text.replace(/[0-9a-f]{64}$/, () => canonical) } : {},
    },
  },
  { mistake: 'blank-line-missing', fault: { canonical: (text) => text.replace('\n\n\n', '\n\n') } },
  { mistake: 'line-feed-at-end', fault: { canonical: (text) => `${text}\n` } },
  {
    mistake: 'all-headers-listed',
    fault: {
      canonical: (text) => {
        const lines = text.split('\n')
        const names = lines.slice(3, -3).map((line) => line.split(':', 1)[0])
        return lines.with(-2, names.join(';')).join('\n')
      },
    },
  },
  {
    mistake: 'additional-header-not-listed',
    fault: {
      canonical: (text) => {
        const [, bucket = ''] = /^\w+\n\/([^/]+)/.exec(text) ?? []
        const host = `host:${bucket}.oss-cn-shanghai.aliyuncs.com`
        const lines = text.split('\n').with(-2, 'host')
        const at = lines.findIndex((line) => line.startsWith('x-oss-'))
        return lines.toSpliced(at, 0, host).join('\n')
      },
    },
  },
  {
    mistake: 'additional-header-not-signed',
    fault: headersV4((lines) => lines.filter((line) => !line.startsWith('host:'))),
    call: signingHost(putting),
  },
  {
    mistake: 'other-host',
    fault: headersV4((lines) => lines.map((line) => line.replace(/^host:.*/, '$&:443'))),
    call: signingHost(putting),
  },
  { mistake: 'parameter-not-signed', fault: query('partNumber=2&', ''), call: part },
  { mistake: 'query-not-signed', fault: lineV4(2, () => ''), call: part },
  {
    mistake: 'not-sorted',
    fault: lineV4(2, (line) => line.split('&').toReversed().join('&')),
    wire: (url) => ({ url: reversed(url) }),
    call: part,
  },
  { mistake: 'lower-case-escapes', fault: query('%2F', '%2f'), call: listingOf('a/b') },
  { mistake: 'space-as-plus', fault: query('%20', '+'), call: processing },
  { mistake: 'asterisk-raw', fault: query('%2A', '*'), call: processing },
  { mistake: 'tilde-encoded', fault: query('~', '%7E'), call: processing },
  { mistake: 'slash-raw', fault: query('%2F', '/'), call: processing },
  { mistake: 'other-method', fault: lineV4(0, () => 'POST') },
  {
    mistake: 'headers-not-sorted',
    fault: headersV4((lines) => lines.toReversed()),
    call: withHeaders,
  },
  { mistake: 'header-names-in-upper-case', fault: headersV4((lines) => lines.map(titled)) },
  { mistake: 'other-region', fault: stepV4(/^cn-shanghai$/, (region) => `oss-${region}`) },
  { mistake: 'other-region', fault: stepV4(/^cn-shanghai$/, () => 'cn-hangzhou') },
  {
    mistake: 'other-region',
    fault: stepV4(/^OSS4/, (text) => text.replace('/cn-shanghai/', '/cn-beijing/')),
  },
  {
    mistake: 'other-date',
    fault: stepV4(/^\d{8}$/, (date) => {
      const noon = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T12:00:00Z`
      const yesterday = new Date(Date.parse(noon) - 86_400_000)
      return yesterday.toISOString().slice(0, 10).replaceAll('-', '')
    }),
  },
  { mistake: 'other-product', fault: stepV4(/^oss$/, () => 's3') },
  { mistake: 'other-terminator', fault: stepV4(/^aliyun_v4_request$/, () => 'aws4_request') },
  {
    mistake: 'key-prefix',
    fault: { hmac: ({ key }) => (key ? { key: key.replace('aliyun_v4', 'AWS4') } : {}) },
  },
  {
    mistake: 'key-steps-in-hex',
    fault: { hmac: ({ bytes }) => (bytes ? { key: bytes.toString('hex') } : {}) },
  },
  { mistake: 'sha1-instead-of-sha256', fault: { hmac: () => ({ algorithm: 'sha1' }) } },
  {
    mistake: 'signature-written-otherwise',
    fault: { write: (digest) => Buffer.from(digest).toString('base64') },
  },
]

function listingOf(process: string) {
  return (client: OssClient, key: string) =>
    client.get(key, { subres: { 'x-oss-process': process } })
}

async function clientFor(
  target: TargetWith<'bucket'>,
  v4: boolean,
  isTemporary: boolean,
  addressing: Addressing = 'ip',
): Promise<{ readonly client: OssClient; readonly key: string }> {
  const region = `oss-${target.region}`
  if (!isTemporary)
    return {
      client: accountClient(target, { v4, addressing, region }),
      key: "tests/dir/a b+é*'~.txt",
    }
  const { upload } = await startUpload(openapiCore, target)
  return {
    client: uploadClient(upload, { v4, addressing, region }),
    key: upload.address.FileName,
  }
}

const versions = [
  { version: 'V1', v4: false, rows: rowsV1 },
  { version: 'V4', v4: true, rows: rowsV4 },
]

describe.each(versions)('OSS $version, a client that errs while it signs', ({ v4, rows }) => {
  test.for(rows)('is told of $mistake', async (row, { target, skip }) => {
    const owned = needs(target, 'bucket', skip)
    const { mistake, fault = {}, wire, call = putting, isTemporary = false } = row
    const { client, key } = await clientFor(owned, v4, isTemporary)
    if (wire) sendingOtherwise(client, wire)
    using _fault = erring(fault)

    const explanation = await explained(target, () => call(client, key))

    expect(explanation.slice(0, mistake.length + 11)).toBe(`Mistake: ${mistake}. `)
  })

  test('is told nothing when it does not', async ({ target, skip }) => {
    const owned = needs(target, 'bucket', skip)
    const { client, key } = await clientFor(owned, v4, false)
    using _fault = erring({})

    await expect(withHeaders(client, key)).resolves.toMatchObject({ res: { status: 200 } })
  })
})

interface UrlRow {
  readonly mistake: string
  readonly fault?: Fault
  /** The method that is sent and, unless another is given, signed. */
  readonly method?: string
  readonly signedMethod?: string
  /** What is sent that the signature does not know of. */
  readonly headers?: Readonly<Record<string, string>>
  readonly appended?: string
  readonly isTemporary?: boolean
}

const typed = { 'Content-Type': 'text/plain' }

const urlRowsOfBoth: readonly UrlRow[] = [
  { mistake: 'content-type-not-signed', method: 'PUT', headers: typed },
  { mistake: 'content-md5-not-signed', headers: { 'Content-MD5': emptyMd5 } },
  { mistake: 'other-method', method: 'PUT', signedMethod: 'GET' },
  { mistake: 'header-not-signed', headers: { 'x-oss-meta-who': 'me' } },
]

const urlRowsV1: readonly UrlRow[] = [
  ...urlRowsOfBoth,
  { mistake: 'bucket-missing', fault: lineV1(-1, (line) => line.replace(/^\/[^/]+/, '')) },
  { mistake: 'key-encoded', fault: lineV1(-1, encodeURI) },
  { mistake: 'other-date', fault: lineV1(3, () => '60') },
  { mistake: 'other-date', fault: lineV1(3, (seconds) => `${seconds}000`) },
  { mistake: 'ampersand-added', fault: { hmac: ({ key = '' }) => ({ key: `${key}&` }) } },
  { mistake: 'sub-resource-not-signed', appended: '&response-content-type=text%2Fplain' },
  {
    mistake: 'token-not-signed',
    fault: lineV1(-1, (line) => line.replace(/\?security-token=.*/, '')),
    isTemporary: true,
  },
]

const urlRowsV4: readonly UrlRow[] = [
  ...urlRowsOfBoth,
  { mistake: 'bucket-missing', fault: lineV4(1, (line) => line.replace(/^\/[^/]+/, '')) },
  { mistake: 'key-not-encoded', fault: lineV4(1, decodeURIComponent) },
  { mistake: 'parameter-not-signed', appended: '&prefix=a' },
  { mistake: 'other-payload-hash', fault: lineV4(-1, () => emptyHash) },
  { mistake: 'other-region', fault: stepV4(/^cn-shanghai$/, (region) => `oss-${region}`) },
  {
    mistake: 'token-not-signed',
    fault: lineV4(2, (line) => line.replace(/&x-oss-security-token=[^&]*/, '')),
    isTemporary: true,
  },
]

const urlVersions = [
  { version: 'V1', v4: false, rows: urlRowsV1 },
  { version: 'V4', v4: true, rows: urlRowsV4 },
]

describe.each(urlVersions)('a URL that ali-oss signed with $version', ({ v4, rows }) => {
  test.for(rows)('is explained as $mistake', async (row, { target, skip }) => {
    const owned = needs(target, 'bucket', skip)
    const { mistake, fault = {}, method = 'GET', signedMethod = method, isTemporary = false } = row
    // For an IP address ali-oss signs no V1 URL, and one of V4 without the bucket in it.
    const { client, key } = await clientFor(owned, v4, isTemporary, 'localhost-sld')
    const sign = async () => {
      using _fault = erring(fault)
      return v4
        ? await client.signatureUrlV4(signedMethod, 60, {}, key)
        : client.signatureUrl(key, { method: signedMethod, expires: 60 })
    }

    const explanation = await explained(target, async () => {
      const { headers = {}, appended = '' } = row
      await send((await sign()) + appended, { method, headers })
    })

    expect(explanation.slice(0, mistake.length + 11)).toBe(`Mistake: ${mistake}. `)
  })
})

const secrets: readonly (readonly [mistake: string, change: (secret: string) => string])[] = [
  ['whitespace-after-secret', (secret) => `${secret} `],
  ['whitespace-after-secret', (secret) => `${secret}\r\n`],
  ['whitespace-before-secret', (secret) => `\n${secret}`],
  ['secret-in-quotes', (secret) => `"${secret}"`],
  ['secret-missing', () => 'undefined'],
  ['key-id-as-secret', () => 'first'],
  ['secret-of-another-key', () => 'second-secret'],
]

test.for(versions)(
  '$version, another secret is named and never shown',
  async ({ v4 }, { target, skip }) => {
    needs(target, 'bucket', skip)
    const accessKeys = [
      { id: 'first', secret: 'first-secret' },
      { id: 'second', secret: 'second-secret' },
    ]
    await using owned = await startEmulatorTarget({ accessKeys })

    for (const [mistake, change] of secrets) {
      const client = accountClient(owned, { v4, addressing: 'ip', region: `oss-${owned.region}` })
      // The constructor trims spaces.
      client.options.accessKeySecret = change('first-secret')

      const explanation = await explained(owned, () =>
        client.put('tests/a.txt', Buffer.from('content')),
      )

      expect(explanation).toMatch(new RegExp(`^Mistake: ${mistake}\\. `))
      expect(explanation).not.toMatch(/(?:first|second)-secret/)
    }
  },
)
