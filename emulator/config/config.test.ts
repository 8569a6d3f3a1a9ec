import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import {
  type LibraryOptions,
  type Options,
  optionsTable,
  readOptions,
  resolveOptions,
} from './index.ts'
import { rows } from './table.ts'

const empty = mkdtempSync(join(tmpdir(), 'vod-emulator-config-'))
const cwd = mkdtempSync(join(tmpdir(), 'vod-emulator-config-'))
const usualFile = join(cwd, 'vod-emulator.config.json')
afterAll(() => {
  for (const folder of [empty, cwd]) rmSync(folder, { recursive: true })
})

const read = (
  argv: readonly string[],
  env: Record<string, string> = {},
  folder = empty,
): Options => {
  const command = readOptions({ argv, env, cwd: folder })
  if (command.command !== 'start') throw new Error(`unexpected ${command.command}`)
  return command.options
}

const readFile = (content: unknown, argv: readonly string[] = [], env = {}): Options => {
  writeFileSync(usualFile, typeof content === 'string' ? content : JSON.stringify(content))
  return read(argv, env, cwd)
}

describe('precedence', () => {
  const file = { port: 3 }
  const env = { VOD_EMULATOR_PORT: '2' }

  test('a flag wins over the environment, that over the file, that over the default', () => {
    expect(readFile(file, ['--port', '1'], env).port).toBe(1)
    expect(readFile(file, [], env).port).toBe(2)
    expect(readFile(file).port).toBe(3)
    expect(readFile({}).port).toBe(17321)
  })

  test('an empty variable counts as unset', () => {
    expect(readFile(file, [], { VOD_EMULATOR_PORT: '' }).port).toBe(3)
  })

  test('a file named by --config replaces the usual one', () => {
    writeFileSync(join(cwd, 'other.json'), '{"region":"cn-beijing"}')

    const options = readFile(file, ['--config', 'other.json'])

    expect(options).toMatchObject({ port: 17321, region: 'cn-beijing' })
  })

  test('a good value hides a bad one of a weaker source', () => {
    expect(read(['--port', '1'], { VOD_EMULATOR_PORT: 'x' }).port).toBe(1)
  })

  test('without any source the program and the library have the same defaults', () => {
    expect(read(['start'])).toEqual(resolveOptions({}))
    expect(resolveOptions()).toMatchObject({
      host: '127.0.0.1',
      accessKeys: [{ id: 'vod-emulator', secret: 'vod-emulator-secret' }],
      leniency: [],
      clock: undefined,
      freeze: false,
    })
  })
})

describe('values', () => {
  const at = Date.UTC(2026, 0, 1)

  test.for<[flag: string, text: string, key: keyof Options, parsed: unknown]>([
    ['--host', '::1', 'host', '::1'],
    ['--public-url', 'HTTP://Emulator.test:80/', 'publicUrl', 'http://emulator.test'],
    ['--public-url', 'https://127.0.0.1:8443', 'publicUrl', 'https://127.0.0.1:8443'],
    ['--data', 'a folder', 'dataDir', 'a folder'],
    ['--store', 'memory', 'store', 'memory'],
    [
      '--store',
      'HTTP://key:se%2Fcr%40et@MinIO:9000/',
      'store',
      { origin: 'http://minio:9000', accessKey: 'key', secretKey: 'se/cr@et' },
    ],
    ['--access-key', 'id:se:cr,et', 'accessKeys', [{ id: 'id', secret: 'se:cr,et' }]],
    ['--edition', 'latest', 'edition', 'latest'],
    ['--leniency', 'strict', 'leniency', []],
    [
      '--leniency',
      'leading-dot, missing-timestamp',
      'leniency',
      ['leading-dot', 'missing-timestamp'],
    ],
    ['--clock', '2026-01-01T00:00:00Z', 'clock', at],
    ['--clock', '2026-01-01T01:00:00.250+01:00', 'clock', at + 250],
    ['--control-host', 'Emulator.test', 'controlHosts', ['emulator.test']],
    ['--log', 'silent', 'log', 'silent'],
  ])('%s %s is understood', ([flag, text, key, parsed]) => {
    expect(read([flag, text])[key]).toEqual(parsed)
    expect(read([`${flag}=${text}`])[key]).toEqual(parsed)
  })

  test.for<[partial: LibraryOptions, parsed: Partial<Options>]>([
    [
      { port: 0, clock: new Date(at) },
      { port: 0, clock: at },
    ],
    [
      { clock: at, freeze: true },
      { clock: at, freeze: true },
    ],
    [
      { clock: '2026-01-01T00:00:00Z', region: undefined },
      { clock: at, region: 'cn-shanghai' },
    ],
    [{ leniency: ['leading-dot'] }, { leniency: ['leading-dot'] }],
    [
      { accessKeys: ['a:b', { id: 'c', secret: 'd' }] },
      {
        accessKeys: [
          { id: 'a', secret: 'b' },
          { id: 'c', secret: 'd' },
        ],
      },
    ],
  ])('the library takes %o', ([partial, parsed]) => {
    expect(resolveOptions(partial)).toMatchObject(parsed)
  })

  test('a repeated flag and a comma separated variable are lists', () => {
    const accessKeys = [
      { id: 'a', secret: 'b' },
      { id: 'c', secret: 'd' },
    ]

    expect(read(['--access-key', 'a:b', '--access-key=c:d'])).toMatchObject({ accessKeys })
    expect(read([], { VOD_EMULATOR_ACCESS_KEYS: 'a:b, c:d' })).toMatchObject({ accessKeys })
    expect(readFile({ accessKeys: ['a:b', { id: 'c', secret: 'd' }] })).toMatchObject({
      accessKeys,
    })
  })

  test('digits may stand in a file without quotes', () => {
    expect(readFile({ edition: 2021, accountId: 42 })).toMatchObject({
      edition: '2021',
      accountId: '42',
    })
  })

  test('any valid port is the same from flag, environment, file and library', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 65_535 }), (port) => {
        expect(read(['--port', String(port)]).port).toBe(port)
        expect(read([], { VOD_EMULATOR_PORT: String(port) }).port).toBe(port)
        expect(readFile({ port }).port).toBe(port)
        expect(resolveOptions({ port }).port).toBe(port)
      }),
    )
  })
})

describe('switches', () => {
  test.for([
    ...['1', 'true', 'yes', 'on', 'TRUE'].map((word) => [word, true] as const),
    ...['0', 'false', 'no', 'off', ''].map((word) => [word, false] as const),
  ])('%j is %s', ([word, freeze]) => {
    expect(read([], { VOD_EMULATOR_FREEZE: word }).freeze).toBe(freeze)
  })

  test('a flag alone switches on and does not take the next argument', () => {
    expect(read(['--freeze', '--trust-forwarded', '--port', '1'])).toMatchObject({
      freeze: true,
      trustForwarded: true,
      port: 1,
    })
  })

  test('a flag switches off what the environment switches on', () => {
    expect(read(['--freeze=off'], { VOD_EMULATOR_FREEZE: '1' }).freeze).toBe(false)
  })
})

describe('texts', () => {
  test.for(['-h', '--help'])('%s wins over everything else', (flag) => {
    expect(readOptions({ argv: ['--nope', flag], env: {}, cwd })).toMatchObject({ command: 'help' })
  })

  test.for(['-v', '--version'])('%s asks for the version', (flag) => {
    expect(readOptions({ argv: [flag], env: {}, cwd })).toEqual({ command: 'version' })
  })

  test('help and table name every option', () => {
    const help = readOptions({ argv: ['--help'], env: {}, cwd })
    const names = rows.flatMap(({ flag, env }) => [flag, env])

    expect(names.filter((name) => !JSON.stringify(help).includes(name))).toEqual([])
    expect(rows.filter(({ key }) => !optionsTable().includes(`| \`${key}\` |`))).toEqual([])
    expect(new Set(names).size).toBe(2 * rows.length)
  })
})
