import { OpenApiUtil } from '@alicloud/openapi-core'
import { describe, expect } from 'vitest'
import { requestV1 } from '../clients/hand-signed.ts'
import { openapiCoreV1 } from '../clients/openapi-core.ts'
import { popCoreGet, popCorePost } from '../clients/pop-core.ts'
import { needs, test } from '../setup/fixtures.ts'
import { startEmulatorTarget } from '../setup/target.ts'
import { erring, explained, type Fault, type Signing } from './erring.ts'

const drivers = [popCoreGet, popCorePost, openapiCoreV1]

const parameters = {
  BusinessType: 'watermark',
  Title: "a b*c~d!'()/e,f",
  Description: '',
  CateIds: '',
  Tab: '1',
  TAg: '2',
  'Tab.1': '3',
}

type Pairs = readonly (readonly [name: string, value: string])[]

const inText = (change: (text: string) => string): Fault => ({
  hmac: ({ text }) => ({ text: change(text) }),
})

const inKey = (change: (key: string) => string): Fault => ({
  hmac: ({ key = '' }) => ({ key: change(key) }),
})

/** Signs other pairs; a value is percent-encoded once, as it stands in the canonical query. */
const inPairs = (change: (pairs: Pairs) => Pairs): Fault =>
  inText((text) => {
    const [method, path, canonical = ''] = text.split('&')
    const pairs = decodeURIComponent(canonical)
      .split('&')
      .map((pair) => pair.split('=') as [string, string])
    const changed = change(pairs)
      .map((pair) => pair.join('='))
      .join('&')
    const encoded = encodeURIComponent(changed).replaceAll('*', '%2A').replaceAll("'", '%27')
    return `${method}&${path}&${encoded}`
  })

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]) => (a < b ? -1 : 1)

const replacing = (...pairs: readonly (readonly [string, string])[]): Fault =>
  inText((text) => pairs.reduce((changed, [from, to]) => changed.replaceAll(from, to), text))

interface Row {
  readonly mistake: string
  readonly fault: Fault
}

const marks = [
  ['%2521', '%21'],
  ['%2527', '%27'],
  ['%2528', '%28'],
  ['%2529', '%29'],
  ['%252A', '%2A'],
] as const

const rows: readonly Row[] = [
  { mistake: 'ampersand-forgotten', fault: inKey((key) => key.replace(/&$/, '')) },
  { mistake: 'ampersand-doubled', fault: inKey((key) => `${key}&`) },
  {
    mistake: 'other-method',
    fault: inText((text) => text.replace(/^\w+/, (method) => (method === 'GET' ? 'POST' : 'GET'))),
  },
  {
    mistake: 'method-in-lower-case',
    fault: inText((text) => text.replace(/^\w+/, (m) => m.toLowerCase())),
  },
  {
    mistake: 'lower-case-escapes',
    fault: inText((text) => text.replace(/%(?:25)?[0-9A-F]{2}/g, (code) => code.toLowerCase())),
  },
  {
    mistake: 'values-encoded-once',
    fault: inText((text) => text.replace(/%25([0-9A-F]{2})/g, '%$1')),
  },
  { mistake: 'values-encoded-twice', fault: replacing(['%25', '%2525']) },
  { mistake: 'space-as-plus', fault: replacing(['%2520', '%2B']) },
  { mistake: 'asterisk-raw', fault: replacing(['%252A', '%2A']) },
  { mistake: 'tilde-encoded', fault: replacing(['~', '%257E']) },
  {
    mistake: 'form-encoding',
    fault: replacing(['%2520', '%2B'], ['%252A', '%2A'], ['~', '%257E']),
  },
  { mistake: 'marks-raw', fault: replacing(...marks) },
  { mistake: 'first-asterisk-only', fault: replacing(...marks.slice(0, 4)) },
  { mistake: 'slash-raw', fault: replacing(['%252F', '%2F']) },
  {
    mistake: 'reserved-raw',
    fault: replacing(...marks, ['%252F', '%2F'], ['%252C', '%2C'], ['%253A', '%3A']),
  },
  {
    mistake: 'canonical-query-not-encoded',
    fault: inText((text) =>
      text.replace(/&%2F&.*/, (rest) => `&%2F&${decodeURIComponent(rest.slice(5))}`),
    ),
  },
  { mistake: 'path-not-encoded', fault: replacing(['&%2F&', '&/&']) },
  {
    mistake: 'parameter-not-signed',
    fault: inPairs((pairs) => pairs.filter(([name]) => name !== 'Title')),
  },
  {
    mistake: 'empty-parameters-not-signed',
    fault: inPairs((pairs) => pairs.filter(([, value]) => value !== '')),
  },
  {
    mistake: 'parameter-not-sent',
    fault: inPairs((pairs) => [...pairs, ['RegionId', 'cn-shanghai'] as const].toSorted(byName)),
  },
  {
    mistake: 'timestamp-spelling',
    fault: inPairs((pairs) =>
      pairs
        .map(([name, value]) => [name.replace('Timestamp', 'TimeStamp'), value] as const)
        .toSorted(byName),
    ),
  },
  {
    mistake: 'name-in-other-case',
    fault: inPairs((pairs) =>
      pairs
        .map(([name, value]) => [name.replace('Title', 'title'), value] as const)
        .toSorted(byName),
    ),
  },
  {
    mistake: 'pairs-sorted',
    fault: inPairs((pairs) => pairs.toSorted((a, b) => (a.join('=') < b.join('=') ? -1 : 1))),
  },
  {
    mistake: 'sorted-without-case',
    fault: inPairs((pairs) =>
      pairs.toSorted(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
    ),
  },
  { mistake: 'sha256-instead-of-sha1', fault: { hmac: () => ({ algorithm: 'sha256' }) } },
  {
    mistake: 'signature-written-otherwise',
    fault: { write: (digest) => Buffer.from(digest).toString('hex') },
  },
  {
    mistake: 'ampersand-forgotten and other-method',
    fault: {
      hmac: ({ key = '', text }: Signing) => ({
        key: key.replace(/&$/, ''),
        text: text.replace(/^\w+/, (method) => (method === 'GET' ? 'POST' : 'GET')),
      }),
    },
  },
]

const cases = drivers.flatMap((driver) =>
  rows.map((row) => ({ driver, name: driver.name, ...row })),
)

describe('V1, a client that errs while it signs', () => {
  test.for(cases)(
    '$name is told of $mistake',
    async ({ driver, mistake, fault }, { target, skip }) => {
      needs(target, 'control', skip)
      using _fault = erring(fault)

      const explanation = await explained(target, () =>
        driver.call(target, 'CreateUploadAttachedMedia', parameters),
      )

      expect(explanation.slice(0, mistake.length + 11)).toBe(`Mistake: ${mistake}. `)
    },
  )

  test.for(drivers)('$name is told nothing when it does not', async (driver, { target }) => {
    using _fault = erring({})

    const answer = await driver.call(target, 'CreateUploadAttachedMedia', {
      BusinessType: 'watermark',
    })

    expect(answer.ok).toBe(true)
  })

  test('openapi-core is told that it did not sort', async ({ target, skip }) => {
    needs(target, 'control', skip)
    const { getRPCSignature } = OpenApiUtil
    OpenApiUtil.getRPCSignature = (signed, method, secret) => {
      const names = Object.keys(signed)
      using _fault = erring(
        inPairs((pairs) => pairs.toSorted(([a], [b]) => names.indexOf(a) - names.indexOf(b))),
      )
      return getRPCSignature(signed, method, secret)
    }

    const explanation = await explained(target, () =>
      openapiCoreV1.call(target, 'CreateUploadAttachedMedia', parameters),
    ).finally(() => {
      OpenApiUtil.getRPCSignature = getRPCSignature
    })

    expect(explanation).toMatch(/^Mistake: not-sorted\. /)
  })

  // No client sends a query that it has encoded twice; HTTP libraries under hand-written ones do.
  test('who encodes the query twice is told so', async ({ target, skip }) => {
    needs(target, 'control', skip)
    const { url } = requestV1(target, { Timestamp: undefined, Title: 'a%20b' })

    const response = await fetch(url.replaceAll('%', '%25'))

    expect(response.headers.get('x-vod-emulator-explanation')).toMatch(
      /^Mistake: query-encoded-again\. /,
    )
  })
})

const secrets: readonly (readonly [mistake: string, change: (secret: string) => string])[] = [
  ['whitespace-after-secret', (secret) => `${secret} `],
  ['whitespace-after-secret', (secret) => `${secret}\n`],
  ['whitespace-after-secret', (secret) => `${secret}\r\n`],
  ['whitespace-before-secret', (secret) => ` ${secret}`],
  ['secret-in-quotes', (secret) => `"${secret}"`],
  ['secret-missing', () => 'undefined'],
  ['key-id-as-secret', () => 'first'],
  ['secret-of-another-key', () => 'second-secret'],
]

describe('V1, a client with another secret', () => {
  const accessKeys = [
    { id: 'first', secret: 'first-secret' },
    { id: 'second', secret: 'second-secret' },
  ]

  test('is told which, and never sees it', async ({ target, skip }) => {
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

  test('that nobody knows is shown both sides', async ({ target, skip }) => {
    needs(target, 'control', skip)
    const keys = { ...target.keys, accessKeySecret: 'of nobody' }

    const explanation = await explained(target, () =>
      popCoreGet.call({ ...target, keys }, 'CreateUploadAttachedMedia', parameters),
    )

    expect(explanation).toMatch(/^No mistake that the emulator \w+ /)
    expect(explanation).toMatch(/\nGET \| method GET\nAccessKeyId=[^ ]+ \| query AccessKeyId=/)
  })
})
