import { OpenApiUtil } from '@alicloud/openapi-core'
import { describe, expect } from 'vitest'
import { requestV3 } from '../clients/hand-signed.ts'
import { openapiClient } from '../clients/openapi-client.ts'
import { openapiCore } from '../clients/openapi-core.ts'
import { needs, test } from '../setup/fixtures.ts'
import { startEmulatorTarget } from '../setup/target.ts'
import { erring, explained, type Fault } from './erring.ts'

/** The first sends parameters in the query, the second in a form. */
const drivers = [openapiCore, openapiClient]

const parameters = {
  BusinessType: 'watermark',
  Title: "a b*c~d!'()/e,f",
  Description: '',
  CateIds: '',
}

const inLine = (index: number, change: (line: string) => string): Fault => ({
  canonical: (text) =>
    text
      .split('\n')
      .with(index, change(text.split('\n').at(index) ?? ''))
      .join('\n'),
})

const inQuery = (change: (query: string) => string): Fault => inLine(2, change)

/** Changes the lines of the header block. */
const inBlock = (change: (lines: readonly string[]) => readonly string[]): Fault => ({
  canonical: (text) => {
    const lines = text.split('\n')
    return [...lines.slice(0, 3), ...change(lines.slice(3, -3)), ...lines.slice(-3)].join('\n')
  },
})

const replacing = (...pairs: readonly (readonly [string, string])[]): Fault =>
  inQuery((query) => pairs.reduce((changed, [from, to]) => changed.replaceAll(from, to), query))

interface Row {
  readonly mistake: string
  readonly fault: Fault
}

const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

const everywhere: readonly Row[] = [
  { mistake: 'ampersand-added', fault: { hmac: ({ key = '' }) => ({ key: `${key}&` }) } },
  {
    mistake: 'blank-line-missing',
    fault: { canonical: (text) => text.replace(/\n\n([^\n]+\n[^\n]+)$/, '\n$1') },
  },
  { mistake: 'path-empty', fault: inLine(1, () => '') },
  { mistake: 'line-feed-at-end', fault: { canonical: (text) => `${text}\n` } },
  { mistake: 'other-method', fault: inLine(0, () => 'GET') },
  { mistake: 'method-in-lower-case', fault: inLine(0, (method) => method.toLowerCase()) },
  {
    mistake: 'canonical-request-not-hashed',
    fault: { hmac: ({ canonical }) => ({ text: `ACS3-HMAC-SHA256\n${canonical}` }) },
  },
  {
    mistake: 'algorithm-line-missing',
    fault: { hmac: ({ text }) => ({ text: text.replace(/^.*\n/, '') }) },
  },
  ...['', ':443', ':80'].map((port) => ({
    mistake: 'other-host',
    fault: inBlock((lines) => lines.map((line) => line.replace(/^(host:[^:]+):\d+$/, `$1${port}`))),
  })),
  {
    mistake: 'other-host',
    fault: inBlock((lines) =>
      lines.map((line) => line.replace(/^host:.*/, 'host:vod.cn-shanghai.aliyuncs.com')),
    ),
  },
  {
    mistake: 'header-not-signed',
    fault: inBlock((lines) => lines.filter((line) => !line.startsWith('x-acs-version:'))),
  },
  {
    mistake: 'header-names-in-upper-case',
    fault: inBlock((lines) =>
      lines.map((line) =>
        line.replace(/^[^:]+/, (name) => name.replace(/\b[a-z]/g, (c) => c.toUpperCase())),
      ),
    ),
  },
  { mistake: 'header-block-missing', fault: inBlock(() => []) },
  { mistake: 'other-payload-hash', fault: inLine(-1, () => 'UNSIGNED-PAYLOAD') },
  { mistake: 'sha1-instead-of-sha256', fault: { hmac: () => ({ algorithm: 'sha1' }) } },
]

const inTheQuery: readonly Row[] = [
  { mistake: 'query-not-signed', fault: inQuery(() => '') },
  { mistake: 'parameter-not-signed', fault: inQuery((query) => query.replace(/&Title=[^&]*/, '')) },
  {
    mistake: 'empty-parameters-not-signed',
    fault: inQuery((query) => query.replace(/&?(?:CateIds|Description)=(?=&|$)/g, '')),
  },
  {
    mistake: 'not-sorted',
    fault: inQuery((query) => {
      const names = Object.keys(parameters)
      const at = (pair: string) => names.indexOf(pair.split('=', 1)[0] ?? '')
      return query
        .split('&')
        .toSorted((a, b) => at(a) - at(b))
        .join('&')
    }),
  },
  { mistake: 'empty-without-equals', fault: inQuery((query) => query.replace(/=(?=&|$)/g, '')) },
  {
    mistake: 'lower-case-escapes',
    fault: inQuery((query) => query.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())),
  },
  { mistake: 'values-not-encoded', fault: inQuery(decodeURIComponent) },
  { mistake: 'values-encoded-twice', fault: replacing(['%', '%25']) },
  { mistake: 'space-as-plus', fault: replacing(['%20', '+']) },
  { mistake: 'asterisk-raw', fault: replacing(['%2A', '*']) },
  { mistake: 'tilde-encoded', fault: replacing(['~', '%7E']) },
  { mistake: 'form-encoding', fault: replacing(['%20', '+'], ['%2A', '*'], ['~', '%7E']) },
  {
    mistake: 'marks-raw',
    fault: inQuery((query) => query.replace(/%2[1789A]/g, decodeURIComponent)),
  },
  { mistake: 'slash-raw', fault: replacing(['%2F', '/']) },
  {
    mistake: 'reserved-raw',
    fault: inQuery((query) => query.replace(/%2[1789ACF]/g, decodeURIComponent)),
  },
  {
    mistake: 'signature-written-otherwise',
    fault: { write: (digest) => Buffer.from(digest).toString('base64') },
  },
  {
    mistake: 'ampersand-added and path-empty',
    fault: { ...inLine(1, () => ''), hmac: ({ key = '' }) => ({ key: `${key}&` }) },
  },
]

const inTheForm: readonly Row[] = [
  { mistake: 'body-in-query', fault: inQuery(() => new URLSearchParams(bodyOf()).toString()) },
  { mistake: 'other-payload-hash', fault: inLine(-1, () => emptyHash) },
  {
    mistake: 'other-content-type',
    fault: inBlock((lines) =>
      lines.map((line) => (line.startsWith('content-type:') ? `${line}; charset=utf-8` : line)),
    ),
  },
]

function bodyOf(): Record<string, string> {
  return { BusinessType: 'watermark' }
}

const cases = [
  ...drivers.flatMap((driver) => everywhere.map((row) => ({ driver, sent: parameters, ...row }))),
  ...inTheQuery.map((row) => ({ driver: openapiCore, sent: parameters, ...row })),
  ...inTheForm.map((row) => ({ driver: openapiClient, sent: bodyOf(), ...row })),
].map((row) => ({ name: row.driver.name, ...row }))

describe('V3, a client that errs while it signs', () => {
  test.for(cases)('$name is told of $mistake', async (row, { target, skip }) => {
    needs(target, 'control', skip)
    const { driver, mistake, fault, sent } = row
    using _fault = erring(fault)

    const explanation = await explained(target, () =>
      driver.call(target, 'CreateUploadAttachedMedia', sent),
    )

    expect(explanation.slice(0, mistake.length + 11)).toBe(`Mistake: ${mistake}. `)
  })

  test('openapi-core is told of query-as-sent', async ({ target, skip }) => {
    needs(target, 'control', skip)
    const sent = { Title: 'a', BusinessType: 'watermark' }
    // `url.search` begins with the question mark.
    using _fault = erring(inQuery(() => '?Title=a&BusinessType=watermark'))

    const explanation = await explained(target, () =>
      openapiCore.call(target, 'CreateUploadAttachedMedia', sent),
    )

    expect(explanation).toMatch(/^Mistake: query-as-sent\. /)
  })

  test('openapi-core is told of headers-not-sorted', async ({ target, skip }) => {
    needs(target, 'control', skip)
    const { getAuthorization } = OpenApiUtil
    OpenApiUtil.getAuthorization = (request, ...rest) => {
      const names = Object.keys(request.headers).map((name) => name.toLowerCase())
      const at = (line: string) => names.indexOf(line.split(':', 1)[0] ?? '')
      using _fault = erring(inBlock((lines) => lines.toSorted((a, b) => at(a) - at(b))))
      return getAuthorization(request, ...rest)
    }

    const explanation = await explained(target, () =>
      openapiCore.call(target, 'CreateUploadAttachedMedia', parameters),
    ).finally(() => {
      OpenApiUtil.getAuthorization = getAuthorization
    })

    expect(explanation).toMatch(/^Mistake: headers-not-sorted\. /)
  })

  // The clients hash the body that they send; x-acs-content-sha256 is wrong under hand-written ones.
  test('who hashes an empty body is told so', async ({ target, skip }) => {
    needs(target, 'control', skip)
    const { url, init } = requestV3(target, { 'x-acs-content-sha256': emptyHash }, { body: 'a=b' })

    const response = await fetch(url, init)

    expect(response.headers.get('x-vod-emulator-explanation')).toMatch(
      /^Mistake: other-payload-hash\. x-acs-content-sha256 is the hash of an empty body\. /,
    )
  })
})

const secrets: readonly (readonly [mistake: string, change: (secret: string) => string])[] = [
  ['whitespace-after-secret', (secret) => `${secret} `],
  ['whitespace-after-secret', (secret) => `${secret}\n`],
  ['whitespace-before-secret', (secret) => `\t${secret}`],
  ['secret-in-quotes', (secret) => `'${secret}'`],
  ['secret-missing', () => 'null'],
  ['key-id-as-secret', () => 'first'],
  ['secret-of-another-key', () => 'second-secret'],
]

describe('V3, a client with another key', () => {
  const accessKeys = [
    { id: 'first', secret: 'first-secret' },
    { id: 'second', secret: 'second-secret' },
  ]

  test('is told which secret it has, and never sees it', async ({ target, skip }) => {
    needs(target, 'control', skip)
    await using owned = await startEmulatorTarget({ accessKeys })

    for (const driver of drivers) {
      for (const [mistake, change] of secrets) {
        const keys = { accessKeyId: 'first', accessKeySecret: change('first-secret') }
        const explanation = await explained(owned, () =>
          driver.call({ ...owned, keys }, 'CreateUploadAttachedMedia', parameters),
        )

        expect(explanation).toMatch(new RegExp(`^Mistake: ${mistake}\\. `))
        expect(explanation).not.toMatch(/(?:first|second)-secret/)
      }
    }
  })

  test.for(drivers)(
    '$name is told that a credential scope is no key id',
    async (driver, { target, skip }) => {
      needs(target, 'control', skip)
      const { accessKeyId, accessKeySecret } = target.keys
      const keys = {
        accessKeyId: `${accessKeyId}/20231026/cn-shanghai/vod/aws4_request`,
        accessKeySecret,
      }

      const explanation = await explained(target, () =>
        driver.call({ ...target, keys }, 'CreateUploadAttachedMedia', parameters),
      )

      expect(explanation).toMatch(
        /^Mistake: credential-scope\. The Credential looks like an AWS scope /,
      )
    },
  )

  test.for(drivers)('$name is told nothing when it does not err', async (driver, { target }) => {
    using _fault = erring({})

    const answer = await driver.call(target, 'CreateUploadAttachedMedia', bodyOf())

    expect(answer.ok).toBe(true)
  })
})
