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
import { helpText } from './text.ts'
import { furtherTolerances } from './values.ts'

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

  test('without any source the library has the defaults of the program, but is silent and keeps nothing', () => {
    const own = { log: 'silent', store: 'memory' }
    expect(resolveOptions({ log: undefined })).toEqual({ ...read(['start']), ...own })
    expect(resolveOptions({ dataDir: 'x' })).toMatchObject({ log: 'silent', store: 'filesystem' })
    expect(resolveOptions()).toMatchObject({
      host: '127.0.0.1',
      accessKeys: [{ id: 'vod-emulator', secret: 'vod-emulator-secret' }],
      lenient: [],
      clock: undefined,
      freezeClock: false,
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
    [
      '--records',
      'postgres://us%40er:se%2Fcret@Db/vod?options=-csearch_path%3Dvod',
      'records',
      {
        url: 'postgres://us%40er:se%2Fcret@Db/vod?options=-csearch_path%3Dvod',
        where: 'Db:5432/vod',
        password: 'se/cret',
      },
    ],
    ['--access-key', 'id:se:cr,et', 'accessKeys', [{ id: 'id', secret: 'se:cr,et' }]],
    ['--cdn-domain', 'Media.Example.com', 'cdnDomains', [{ name: 'media.example.com' }]],
    [
      '--cdn-domain',
      'a.test:abc123:DEF456',
      'cdnDomains',
      [{ name: 'a.test', key: 'abc123', backupKey: 'DEF456' }],
    ],
    ['--edition', 'latest', 'edition', 'latest'],
    ['--lenient', 'leading-dot', 'lenient', ['leading-dot']],
    ['--lenient', 'all', 'lenient', furtherTolerances],
    ['--clock', '2026-01-01T00:00:00Z', 'clock', at],
    ['--clock', '2026-01-01T01:00:00.250+01:00', 'clock', at + 250],
    ['--control-host', 'Emulator.test', 'controlHosts', ['emulator.test']],
    ['--callback-host', 'Receiver.test', 'callbackHosts', ['receiver.test']],
    ['--callback-host', '[FD00::0:1]', 'callbackHosts', ['fd00::1']],
    ['--callback-host', 'fd00::2', 'callbackHosts', ['fd00::2']],
    ['--fetch-host', 'Files.test', 'fetchHosts', ['files.test']],
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
      { clock: at, freezeClock: true },
      { clock: at, freezeClock: true },
    ],
    [
      { clock: '2026-01-01T00:00:00Z', region: undefined },
      { clock: at, region: 'cn-shanghai' },
    ],
    [{ lenient: ['leading-dot'] }, { lenient: ['leading-dot'] }],
    [{ lenient: 'all' }, { lenient: furtherTolerances }],
    [
      { accessKeys: ['a:b', { id: 'c', secret: 'd' }] },
      {
        accessKeys: [
          { id: 'a', secret: 'b' },
          { id: 'c', secret: 'd' },
        ],
      },
    ],
    [
      { cdnDomains: ['a.test:abc123', { name: 'B.test', key: 'abc123', signingType: 'C' }] },
      {
        cdnDomains: [
          { name: 'a.test', key: 'abc123' },
          { name: 'b.test', key: 'abc123', signingType: 'C' },
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
  ])('%j is %s', ([word, freezeClock]) => {
    expect(read([], { VOD_EMULATOR_FREEZE_CLOCK: word }).freezeClock).toBe(freezeClock)
  })

  test('a flag alone switches on and does not take the next argument', () => {
    expect(read(['--freeze-clock', '--trust-forwarded', '--port', '1'])).toMatchObject({
      freezeClock: true,
      trustForwarded: true,
      port: 1,
    })
  })

  test('a flag switches off what the environment switches on', () => {
    expect(read(['--freeze-clock=off'], { VOD_EMULATOR_FREEZE_CLOCK: '1' }).freezeClock).toBe(false)
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

  test('help sets the usage of an option apart from what it means, however long it is', () => {
    const lines = helpText().split('\n')

    expect(lines).toContain('  --cdn-domain NAME[:KEY[:BACKUP]]')
    expect(lines).toContain(
      '  --port PORT                   port to listen on; 0: a free one, printed',
    )
  })

  test('names are made of the key, but for the few that differ', () => {
    const nameOf = (key: string) => {
      const row = rows.find((other) => other.key === key)
      return [row?.flag, row?.env]
    }

    expect(nameOf('maxXmlBodyBytes')).toEqual([
      '--max-xml-body-bytes',
      'VOD_EMULATOR_MAX_XML_BODY_BYTES',
    ])
    expect(nameOf('serverSecret')).toEqual(['--server-secret', 'VOD_EMULATOR_SERVER_SECRET'])
    expect(nameOf('freezeClock')).toEqual(['--freeze-clock', 'VOD_EMULATOR_FREEZE_CLOCK'])
    expect(nameOf('lenient')).toEqual(['--lenient', 'VOD_EMULATOR_LENIENT'])
    expect(nameOf('accessKeys')).toEqual(['--access-key', 'VOD_EMULATOR_ACCESS_KEYS'])
    expect(nameOf('controlHosts')).toEqual(['--control-host', 'VOD_EMULATOR_CONTROL_HOSTS'])
    expect(nameOf('dataDir')).toEqual(['--data', 'VOD_EMULATOR_DATA'])
    expect(nameOf('accountId')).toEqual(['--account', 'VOD_EMULATOR_ACCOUNT'])
  })
})
