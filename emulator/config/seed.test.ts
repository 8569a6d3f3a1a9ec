import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type LibraryOptions, type Options, readOptions, resolveOptions } from './index.ts'

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

  test('may name the schema by which editors know it', () => {
    expect(fromLibrary({ $schema: './seed.schema.json', ...one }).accessKeys).toHaveLength(1)
  })
})

describe('a seed is refused, with its place and the reason', () => {
  const of = (account: object) => ({ accounts: { '1': account } })

  test.for<[seed: unknown, message: string]>([
    [{}, 'accounts: it is missing'],
    [{ acounts: {} }, 'acounts: there is no such member'],
    [{ accounts: { me: {} } }, 'accounts.me: "me" is not accepted, expected the id of an account'],
    [of({ aceleration: true }), 'accounts["1"].aceleration: there is no such member'],
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

  test('without the secrets in it', () => {
    const seed = of({ keys: [{ ...key, secret: 'a secret' }] })

    expect(() => fromLibrary(seed)).toThrow('accounts["1"].keys[0].secret: expected a text')
  })

  test('with a key that is there twice', () => {
    const message = 'the key "first" is there twice, expected each id once, also in --access-key'

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
