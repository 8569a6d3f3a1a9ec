import { beforeEach, describe, expect, test } from 'vitest'
import { exampleAccount } from '#contracts/vod/example-account.ts'
import { memoryRecords } from '../../adapters/memory/records.ts'
import type { Records } from '../../ports/records/records.ts'
import { accounts } from '../accounts.ts'
import { seed } from '../seed.ts'
import { type Domains, domains } from './domains.ts'

const options = {
  accountId: '1',
  bucket: 'outin-1',
  region: 'cn-shanghai',
  accessKeys: [{ accountId: '2' }],
}
const location = 'outin-1.oss-cn-shanghai.aliyuncs.com'

let records: Records
let found: Domains

beforeEach(() => {
  records = memoryRecords()
  found = domains(records, accounts(records))
})

const chosen = async (accountId = '1', of = location, preferred?: string) =>
  (await found.forStorage(accountId, of, preferred))?.name

describe('the domain of URLs', () => {
  test('is none without one, and of no other account', async () => {
    await seed(records, { ...options, cdnDomains: [{ name: 'a.test' }] })

    expect(await chosen('2')).toBeUndefined()
    expect(await chosen('1')).toBe('a.test')
  })

  test('is the one that was named last', async () => {
    await seed(records, { ...options, cdnDomains: [{ name: 'b.test' }, { name: 'a.test' }] })

    expect(await chosen()).toBe('a.test')
  })

  test('is one of the storage location before one of the account', async () => {
    const cdnDomains = [{ name: 'own.test', storageLocation: location }, { name: 'all.test' }]
    await seed(records, { ...options, cdnDomains })

    expect(await chosen()).toBe('own.test')
    expect(await chosen('1', 'other')).toBe('all.test')
  })

  test('is one of the storage location that the reference page masks', async () => {
    const storageLocation = exampleAccount.masked.storageLocation
    await seed(records, { ...options, cdnDomains: [{ name: 'masked.test', storageLocation }] })

    expect(await chosen()).toBe('masked.test')
    expect(await chosen('1', 'other')).toBeUndefined()
  })

  test('is not one of another storage location, nor one that is offline', async () => {
    const cdnDomains = [
      { name: 'own.test', storageLocation: 'other' },
      { name: 'offline.test', status: 'offline' as const },
    ]
    await seed(records, { ...options, cdnDomains })

    expect(await chosen()).toBeUndefined()
  })
})

describe('a domain that is asked for', () => {
  const cdnDomains = [
    { name: 'first.test' },
    { name: 'elsewhere.test', storageLocation: 'other' },
    { name: 'offline.test', status: 'offline' as const },
    { name: 'own.test', storageLocation: location },
    { name: 'foreign.test', accountId: '2' },
    { name: 'last.test' },
  ]

  beforeEach(() => seed(records, { ...options, cdnDomains }))

  test.for(['first.test', 'own.test', 'last.test'])('is taken: %s', async (name) => {
    expect(await chosen('1', location, name)).toBe(name)
  })

  test('is one in any case', async () => {
    expect(await chosen('1', location, 'First.TEST')).toBe('first.test')
  })

  test.for(['elsewhere.test', 'offline.test', 'foreign.test', 'nobody.test', ''])(
    'is as none when it is not for the file: %j',
    async (name) => {
      expect(await chosen('1', location, name)).toBe('own.test')
    },
  )
})

describe('the domains of a start', () => {
  test('replace those of an earlier one', async () => {
    await seed(records, { ...options, cdnDomains: [{ name: 'old.test' }, { name: 'both.test' }] })
    await seed(records, { ...options, cdnDomains: [{ name: 'both.test', key: 'abc123' }] })

    expect(await found.find('old.test')).toBeUndefined()
    expect(await found.find('both.test')).toMatchObject({ signingTypes: ['A', 'B', 'C'] })
  })

  test('have no keys in their records', async () => {
    await seed(records, { ...options, cdnDomains: [{ name: 'a.test', key: 'secretKey' }] })

    expect(JSON.stringify(await records.list('domain', { limit: 10 }))).not.toContain('secretKey')
  })

  test('may be of an account that has no key', async () => {
    await seed(records, { ...options, cdnDomains: [{ name: 'a.test', accountId: '3' }] })

    expect(await chosen('3')).toBe('a.test')
    expect(await accounts(records).bucketsOf('3')).toHaveLength(1)
  })
})

test('a file is where it is in the buckets of the account, and in those of no other', async () => {
  const cdnDomains = [
    { name: 'a.test' },
    { name: 'other.test', storageLocation: 'none' },
    { name: 'masked.test', storageLocation: exampleAccount.masked.storageLocation },
  ]
  await seed(records, { ...options, cdnDomains })
  const object = { key: 'k', revision: '1', size: 0, etag: '', crc64: '0', modifiedAtMs: 0 }
  const own = { bucket: 'b-2', accountId: '1', region: 'cn-shanghai' }
  await records.commit([
    { kind: 'bucket', key: 'b-2', value: own },
    { kind: 'bucket', key: 'b-3', value: { bucket: 'b-3', accountId: '2', region: 'cn-shanghai' } },
    ...['b-2/k', 'b-3/foreign', 'outin-1/own'].map((key) => {
      const [bucket = ''] = key.split('/')
      return {
        kind: 'object',
        key,
        value: { ...object, bucket, type: 'Normal', headers: {} },
      } as const
    }),
  ])
  const addressOf = async (name: string, key: string) => {
    const domain = await found.find(name)
    return domain && found.addressOf(domain, key)
  }

  expect(await addressOf('a.test', 'k')).toEqual({ bucket: 'b-2', key: 'k' })
  expect(await addressOf('a.test', 'foreign')).toBeUndefined()
  expect(await addressOf('other.test', 'k')).toBeUndefined()
  expect(await addressOf('masked.test', 'own')).toEqual({ bucket: 'outin-1', key: 'own' })
  expect(await addressOf('masked.test', 'k')).toBeUndefined()
})
