import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { exampleAccount } from '../../contracts/vod/example-account.ts'
import { bucketNameFor, locationOf } from '../kernel/storage-names.ts'
import { type LibraryOptions, type Options, readOptions, resolveOptions } from './index.ts'
import { seedJsonSchema } from './seed-json-schema.ts'

const folder = mkdtempSync(join(tmpdir(), 'vod-emulator-seed-'))
afterAll(() => rmSync(folder, { recursive: true }))

const read = (argv: readonly string[], env: Readonly<Record<string, string>> = {}): Options => {
  const command = readOptions({ argv, env, cwd: folder })
  if (command.command !== 'start') throw new Error(`unexpected ${command.command}`)
  return command.options
}

const fileOf = (content: unknown, name = 'seed.json'): string => {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  writeFileSync(join(folder, name), text)
  return name
}

const fromLibrary = (seed: unknown) => resolveOptions({ seed } as LibraryOptions)

const key = { id: 'first', secret: 'first-secret' }
const one = { accounts: { '1': { keys: [key] } } }

describe('a seed', () => {
  test('is the same from a flag, a variable, the file of options and the library', () => {
    const named = fileOf(one)
    writeFileSync(join(folder, 'options.json'), JSON.stringify({ seed: named }))
    writeFileSync(join(folder, 'inline.json'), JSON.stringify({ seed: one }))

    for (const { seed } of [
      read(['--seed', named]),
      read([], { VOD_EMULATOR_SEED: named }),
      read(['--config', 'options.json']),
      read(['--config', 'inline.json']),
      fromLibrary(one),
    ])
      expect(seed).toEqual(one)
  })

  test('brings keys with it, instead of the default pair and besides those that are given', () => {
    const own = { ...key, accountId: '1' }

    expect(fromLibrary(one).accessKeys).toEqual([own])
    expect(fromLibrary({ accounts: { '1': {} } }).accessKeys).toHaveLength(1)
    expect(read(['--seed', fileOf(one), '--access-key', 'a:b']).accessKeys).toEqual([
      { id: 'a', secret: 'b', accountId: undefined },
      own,
    ])
  })

  test('names the bucket of the default storage location', () => {
    const storage = [
      { bucket: 'abroad', region: 'cn-beijing' },
      { bucket: 'of-one', appId: 'app-website' },
      { bucket: 'own' },
    ]
    const applications = [{ appId: 'app-website', appName: 'website' }]
    const accounts = { '1': { storage, applications } }

    expect(resolveOptions({ accountId: '1', seed: { accounts } }).bucket).toBe('own')
    expect(resolveOptions({ accountId: '2', seed: { accounts } }).bucket).toMatch(/^outin-0/)
  })

  test('may name the storage location of a domain, masked too, of an account with storage of its own or without', () => {
    const { storageLocation } = exampleAccount.masked
    const domain = (name: string, one: string) => ({ name, storageLocation: one })
    const accounts = {
      '1': { domains: [domain('a.test', 'own.oss-cn-shanghai.aliyuncs.com')] },
      '2': {
        storage: [{ bucket: 'two' }],
        domains: [
          domain('b.test', 'two.oss-cn-shanghai.aliyuncs.com'),
          domain('c.test', storageLocation),
        ],
      },
      '3': { domains: [domain('d.test', locationOf(bucketNameFor('3'), 'cn-shanghai'))] },
    }
    const options = { accountId: '1', bucket: 'own', region: 'cn-shanghai', seed: { accounts } }

    expect(resolveOptions(options).cdnDomains).toHaveLength(4)
    expect(() => resolveOptions({ cdnDomains: [domain('a.test', 'none')] })).toThrow(
      'cdnDomains: [0].storageLocation: "none" is not accepted, expected a storage location',
    )
  })

  test('may name the schema by which editors know it', () => {
    expect(fromLibrary({ $schema: './seed.schema.json', ...one }).accessKeys).toHaveLength(1)
  })
})

describe('a seed is refused, with its place and the reason', () => {
  const of = (account: object) => ({ accounts: { '1': account } })

  test.for<[seed: unknown, message: string]>([
    [{}, 'accounts: it is missing'],
    [{ acounts: {} }, 'acounts: there is no such member, did you mean accounts?'],
    [{ accounts: { me: {} } }, 'accounts.me: "me" is not accepted, expected the id of an account'],
    [
      of({ aceleration: true }),
      'accounts["1"].aceleration: there is no such member, did you mean acceleration?',
    ],
    [
      of({ acceleration: 'yes' }),
      'accounts["1"].acceleration: "yes" is not accepted, expected true or false',
    ],
    [of({ keys: [{ id: 'a' }] }), 'accounts["1"].keys[0].secret: it is missing'],
    [
      of({ keys: [{ ...key, id: 'a b' }] }),
      'accounts["1"].keys[0].id: "a b" is not accepted, expected letters, digits',
    ],
    [
      of({ keys: [{ ...key, policies: ['Everything'] }] }),
      'accounts["1"].keys[0].policies[0]: "Everything" is not accepted, expected "AdministratorAccess"',
    ],
  ])('%j', ([seed, message]) => {
    expect(() => fromLibrary(seed)).toThrow(`seed: ${message}`)
    expect(() => read(['--seed', fileOf(seed)])).toThrow(`--seed seed.json: ${message}`)
  })

  const application = { appId: 'app-website', appName: 'website' }
  const callback = { eventTypeList: ['ALL'], callbackUrl: 'http://127.0.0.1/' }
  const category = (cateId: number, more: object = {}) => ({ cateId, cateName: 'name', ...more })

  test.for<[account: object, message: string]>([
    [
      { templateGroups: [{ templateGroupId: 'VOD_NO_TRANSCODE' }] },
      '.templateGroups[0].templateGroupId: "VOD_NO_TRANSCODE" is not accepted, expected another id',
    ],
    [
      { templateGroups: [{ templateGroupId: 'web' }, { templateGroupId: 'web' }] },
      ': the template group "web" is there twice',
    ],
    [
      { templateGroups: [{ templateGroupId: 'web', definitions: ['LD', 'LD'] }] },
      '.templateGroups[0].definitions',
    ],
    [
      { templateGroups: [{ templateGroupId: 'web', definitions: [] }] },
      '.templateGroups[0].definitions: expected at least one definition',
    ],
    [
      { outcomes: [{ title: 'broken', outcome: 'Fail' }] },
      '.outcomes[0].outcome: "Fail" is not accepted, expected "UploadFail"',
    ],
    [{ outcomes: [{ outcome: 'Blocked' }] }, '.outcomes[0].title: it is missing'],
    [
      { storage: [{ bucket: 'Bucket' }] },
      '.storage[0].bucket: "Bucket" is not accepted, expected 3 to 63 lower-case letters',
    ],
    [
      { storage: [{ bucket: 'one', region: 'mars' }] },
      '.storage[0].region: "mars" is not accepted, expected "cn-shanghai" or ',
    ],
    [{ storage: [{ bucket: 'one' }, { bucket: 'one' }] }, ': the bucket "one" is there twice'],
    [
      { storage: [{ bucket: 'one', appId: 'app-unknown' }] },
      ': there is no application "app-unknown" in the account',
    ],
    [
      { categories: [category(0)] },
      '.categories[0].cateId: 0 is not accepted, expected an integer from 1',
    ],
    [
      { categories: [category(1_000_000_000)] },
      '.categories[0].cateId: 1000000000 is not accepted',
    ],
    [{ categories: [category(1)], materials: [category(1)] }, ': the category "1" is there twice'],
    [
      { categories: [category(1, { categories: [category(1)] })] },
      ': the category "1" is there twice',
    ],
    [
      { materials: [category(1, { categories: [] })] },
      '.materials[0].categories: there is no such member, expected cateId, cateName',
    ],
    [
      {
        categories: [
          category(1, {
            categories: [category(2, { categories: [category(3, { categories: [] })] })],
          }),
        ],
      },
      '.categories[0].categories[0].categories[0].categories: there is no such member',
    ],
    [
      { categories: [category(1, { cateName: '\u{4e2d}'.repeat(22) })] },
      '.categories[0].cateName: "',
    ],
    [
      { applications: [{ ...application, appId: 'website' }] },
      '.applications[0].appId: "website" is not accepted, expected "app-" and 7',
    ],
    [
      { applications: [{ ...application, appName: 'a name' }] },
      '.applications[0].appName: "a name" is not accepted, expected up to 128 letters',
    ],
    [
      { applications: [application, { ...application, appId: 'app-another' }] },
      ': the name of an application "website" is there twice',
    ],
    [
      { applications: [{ ...application, appId: 'app-1000000' }] },
      ': the application "app-1000000" is there twice',
    ],
    [
      { callbacks: [{ ...callback, eventTypeList: ['Everything'] }] },
      '.callbacks[0].eventTypeList[0]: "Everything" is not accepted, expected "FileUploadComplete"',
    ],
    [
      { callbacks: [{ ...callback, callbackUrl: 'ftp://127.0.0.1' }] },
      '.callbacks[0].callbackUrl: "ftp://127.0.0.1" is not accepted, expected an absolute HTTP',
    ],
    [
      { callbacks: [{ ...callback, callbackUrl: 'http://127.0.0.1/a b' }] },
      '.callbacks[0].callbackUrl: "http://127.0.0.1/a b" is not accepted, expected an absolute HTTP',
    ],
    [
      { categories: [{ cateId: Number.MAX_SAFE_INTEGER, cateName: 'a' }] },
      '.categories[0].cateId: 9007199254740991 is not accepted, expected an integer of at most 10',
    ],
    [
      { callbacks: [{ ...callback, authKey: 'secretly' }] },
      '.callbacks[0].authKey: expected up to 32 letters and digits',
    ],
    [
      { callbacks: [{ callbackUrl: 'http://127.0.0.1/' }] },
      '.callbacks[0].eventTypeList: it is missing',
    ],
    [
      { callbacks: [{ ...callback, eventTypeList: 'ALL' }] },
      '.callbacks[0].eventTypeList: "ALL" is not accepted, expected a list',
    ],
    [
      { callbacks: [{ ...callback, callbackUrl: 80 }] },
      '.callbacks[0].callbackUrl: 80 is not accepted, expected a text',
    ],
    [
      { callbacks: [{ eventTypeList: ['ALL'], calbackUrl: 'http://127.0.0.1/' }] },
      '.callbacks[0].calbackUrl: there is no such member, did you mean callbackUrl?',
    ],
    [{ callbacks: [{ eventTypeList: ['ALL'] }] }, '.callbacks[0].callbackUrl: it is missing'],
    [
      { callbacks: [{ eventTypeList: ['ALL'], mnsQueueName: 'q' }] },
      '.callbacks[0].mnsEndpoint: it is missing',
    ],
    [
      { callbacks: [{ ...callback, mnsQueueName: 'q' }] },
      '.callbacks[0].callbackUrl: there is no such member, expected appId, region, eventTypeList, mns',
    ],
    [{ callbacks: [{}] }, '.callbacks[0].eventTypeList: it is missing'],
    [
      { multiApplication: false, applications: [application] },
      ': applications are there, which multiApplication: false rules out',
    ],
    [
      { domains: [{ name: 'a.test', storageLocation: 'none' }] },
      '.domains[0].storageLocation: "none" is not accepted, expected a storage location of the account: "outin-',
    ],
    [
      {
        storage: [{ bucket: 'one', region: 'cn-beijing' }],
        domains: [
          { name: 'a.test', storageLocation: 'one.oss-cn-beijing.aliyuncs.com' },
          { name: 'b.test', storageLocation: 'one.oss-cn-shanghai.aliyuncs.com' },
        ],
      },
      '.domains[1].storageLocation: "one.oss-cn-shanghai.aliyuncs.com" is not accepted, expected a storage location of the account: "one.oss-cn-beijing.aliyuncs.com"',
    ],
    [
      {
        storage: [],
        domains: [{ name: 'a.test', storageLocation: exampleAccount.masked.storageLocation }],
      },
      '.domains[0].storageLocation: "outin-bfef',
    ],
    [{ callbacks: [callback, callback] }, ': the callback of "app-1000000" is there twice'],
    [
      { domains: [{ name: 'localhost' }] },
      '.domains[0].name: "localhost" is not accepted, expected a host name',
    ],
    [{ domains: [{ name: 'vod.example.com', key: 'short' }] }, '.domains[0].key: expected 6 to 32'],
  ])('%j', ([account, message]) => {
    expect(() => fromLibrary(of(account))).toThrow(`seed: accounts["1"]${message}`)
  })

  test('with a bucket, a key or a domain of two accounts', () => {
    const both = (account: object) => ({ accounts: { '1': account, '2': account } })
    const where = 'is there twice, in the accounts of the seed or in another option'

    expect(() => fromLibrary(both({ storage: [{ bucket: 'one' }] }))).toThrow(
      `seed: the bucket "one" ${where}`,
    )
    expect(() => fromLibrary(both({ keys: [key] }))).toThrow(`seed: the key "first" ${where}`)
    expect(() => fromLibrary(both({ domains: [{ name: 'vod.example.com' }] }))).toThrow(
      `seed: the domain "vod.example.com" ${where}`,
    )
  })

  test('without the secrets in it', () => {
    const seed = of({ keys: [{ ...key, secret: 'a secret' }] })

    expect(() => fromLibrary(seed)).toThrow('accounts["1"].keys[0].secret: expected a text')
  })

  test('with a key that is there twice', () => {
    const message =
      'the key "first" is there twice, in the accounts of the seed or in another option'

    expect(() => fromLibrary(of({ keys: [key, key] }))).toThrow(`seed: ${message}`)
    expect(() => read(['--seed', fileOf(one), '--access-key', 'first:x'])).toThrow(
      `--seed seed.json: ${message}`,
    )
  })

  test.for([
    ['{', /^--seed seed\.json: not accepted \(line 1 column 2\), expected a JSON object$/],
    ['[]', /^--seed seed\.json: not accepted, expected a JSON object$/],
  ] as const)('as the file %s', ([text, message]) => {
    expect(() => read(['--seed', fileOf(text)])).toThrow(message)
  })

  test('as a file that does not exist', () => {
    expect(() => read(['--seed', 'none.json'])).toThrow(
      /^--seed: "none\.json" cannot be read \(ENOENT\), expected a JSON file$/,
    )
  })
})

describe('the JSON Schema', () => {
  const schema = seedJsonSchema()

  test('names every member that a seed may have', () => {
    expect(schema).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      required: ['accounts'],
      additionalProperties: false,
    })
    for (const name of [
      'callbackUrl',
      'mnsQueueName',
      'keys',
      'policies',
      'storage',
      'categories',
      'domains',
      'callbacks',
    ])
      expect(JSON.stringify(schema)).toContain(`"${name}":`)
  })
})
