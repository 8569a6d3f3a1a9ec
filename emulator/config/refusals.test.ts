import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import {
  type LibraryOptions,
  OptionError,
  type Options,
  readOptions,
  resolveOptions,
} from './index.ts'
import { rows } from './table.ts'

const empty = mkdtempSync(join(tmpdir(), 'vod-emulator-config-'))
const cwd = mkdtempSync(join(tmpdir(), 'vod-emulator-config-'))
afterAll(() => {
  for (const folder of [empty, cwd]) rmSync(folder, { recursive: true })
})

const read = (argv: readonly string[], env: Record<string, string> = {}) =>
  readOptions({ argv, env, cwd: empty })

const readFile = (content: unknown) => {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  writeFileSync(join(cwd, 'vod-emulator.config.json'), text)
  return readOptions({ argv: [], env: {}, cwd })
}

const fromLibrary = (partial: unknown) => resolveOptions(partial as LibraryOptions)

/** Least and greatest value of each limit. */
const bounds: readonly (readonly [key: keyof Options, least: number, most: number])[] = [
  ['maxHeaderBytes', 8192, 16_777_216],
  ['maxRpcBodyBytes', 1024, 67_108_864],
  ['maxXmlBodyBytes', 1024, 67_108_864],
  ['maxParameters', 32, 100_000],
  ['maxParts', 1, 10_000],
  ['maxConnections', 1, 65_535],
  ['idleSeconds', 1, 86_400],
  ['requestSeconds', 1, 604_800],
  ['maxLoggedRequests', 0, 100_000],
  ['maxNonces', 1, 5_000_000],
]

test.for(bounds)('%s may have %i and %i', ([key, least, most]) => {
  for (const value of [least, most]) expect(fromLibrary({ [key]: value })[key]).toBe(value)
})

describe('refusals', () => {
  test.for<[argv: readonly string[], message: RegExp]>([
    [['--prot', '1'], /^--prot: no such option, did you mean --port\?$/],
    [['-port', '1'], /^-port: no such option, did you mean --port\?$/],
    [['--entirely-new'], /^--entirely-new: no such option$/],
    [['--port'], /^--port: its value is missing, expected an integer/],
    [['--port', '--host', 'x'], /^--port: its value is missing/],
    [['--port 1'], /^--port: expected its value as the next argument or after "="$/],
    [
      ['strat'],
      /^argument 1: "strat", expected an option or the command start, healthcheck or seed --schema$/,
    ],
    [['seed'], /^seed: expected --schema, which prints/],
    [['seed', 'file.json'], /^seed: expected --schema, which prints/],
    [['start', 'start'], /^argument 2: not accepted/],
    [['--freeze-clock', 'healthcheck'], /^argument 2: not accepted/],
    [['healthcheck', '--port', '0'], /^healthcheck: port 0 means any free port/],
    [['--config', 'missing.json'], /^--config: "missing.json" cannot be read \(ENOENT\)/],
    [
      ['--cdn-domain', 'a.test', '--cdn-domain', 'A.test:abc123'],
      /^--cdn-domain: .*each NAME once$/,
    ],
    [['--access-key', 'a:b', '--access-key', 'a:c'], /^--access-key: .*each id once$/],
  ])('%j is refused', ([argv, message]) => {
    expect(() => read(argv)).toThrow(message)
  })

  test.for<[content: unknown, message: RegExp]>([
    [{ prot: 1 }, /^prot in vod-emulator\.config\.json: no such option, did you mean port\?$/],
    ['{"__proto__": {}}', /^__proto__ in vod-emulator\.config\.json: no such option$/],
    ['[]', /^vod-emulator\.config\.json: not accepted, expected a JSON object$/],
    ['{', /^vod-emulator\.config\.json: not accepted \(line 1 column 2\), expected a JSON object$/],
  ])('a file of %j is refused', ([content, message]) => {
    expect(() => readFile(content)).toThrow(message)
  })

  test.for([
    [
      { VOD_EMULATOR_PROT: '1' },
      'VOD_EMULATOR_PROT: no such variable, did you mean VOD_EMULATOR_PORT?',
    ],
    [{ VOD_EMULATOR_NONSENSE_OF_MINE: '1' }, 'VOD_EMULATOR_NONSENSE_OF_MINE: no such variable'],
    [{ VOD_EMULATOR_FREEZE: '1' }, 'VOD_EMULATOR_FREEZE: no such variable, did you mean '],
    [
      { VOD_EMULATOR_SERVICE_HOST: '10.0.0.1', VOD_EMULATOR_PORT: 'tcp://10.0.0.1:17321' },
      'VOD_EMULATOR_SERVICE_HOST: no such variable: Kubernetes sets it for a service named vod-emulator; name',
    ],
  ] as const)('the environment %j is refused', ([env, message]) => {
    expect(() => read([], env)).toThrow(message)
  })

  test('a variable that is empty, or not of the emulator, is left alone', () => {
    const env = { VOD_EMULATOR_PROT: '', VOD_EMULATORS: '1', vod_emulator_prot: '1' }

    expect(read([], env)).toEqual(read([]))
  })

  test.for([
    // What npm 11 and npm 10 make of `npm start --port 18000`.
    ['start', { npm_config_port: 'true' }, ['18000']],
    ['dev', { npm_config_port: '18000' }, []],
  ] as const)('a flag that npm run %s kept for itself is told', ([script, kept, argv]) => {
    const env = { npm_package_name: 'vod-emulator', npm_lifecycle_event: script, ...kept }
    const hint = `--port: npm took it for an option of its own, write npm run ${script} -- --port PORT`

    expect(() => read(argv, env)).toThrow(hint)
    expect(read([], { ...env, npm_lifecycle_event: 'test' })).toEqual(read([]))
    expect(read([], { ...env, npm_package_name: 'other' })).toEqual(read([]))
  })

  test('a switch that npm kept for itself is told without a value', () => {
    const env = {
      npm_package_name: 'vod-emulator',
      npm_lifecycle_event: 'start',
      npm_config_freeze_clock: 'true',
    }

    expect(() => read([], env)).toThrow(/write npm run start -- --freeze-clock$/)
  })

  test.for([
    ['http://key:secret@minio:9000/bucket', 'it has a path'],
    ['http://key:secret@minio:9000?bucket', 'it has a query'],
    ['http://key:secret@minio:9000/#x', 'it has a fragment'],
    ['http://key:secret@minio_:9000', 'the S3 client does not take its host'],
    ['http://minio:9000', 'its KEY is missing'],
    ['http://:secret@minio:9000', 'its KEY is missing'],
    ['http://key@minio:9000', 'its SECRET is missing'],
    ['http://%zz:secret@minio:9000', 'its KEY is not percent-encoded correctly'],
    ['http://key:%zz@minio:9000', 'its SECRET is not percent-encoded correctly'],
    ['http://key:sec/ret@minio:9000', 'it is not a URL: percent-encode what '],
    ['http://key:secret@minio:90000', 'it is not a URL: percent-encode what '],
  ])('the store %s is refused by the part that is wrong', ([store = '', reason = '']) => {
    expect(() => read(['--store', store])).toThrow(
      `--store: "http:(hidden)" is not accepted: ${reason}`,
    )
  })

  test.for([
    ['postgres:///vod', 'its host is missing'],
    ['postgres://:secret@db/vod', 'its USER is missing'],
    ['postgres://db/vod', 'its USER is missing'],
    ['postgres://%zz:secret@db/vod', 'its USER is not percent-encoded correctly'],
    ['postgres://user:%zz@db/vod', 'its PASSWORD is not percent-encoded correctly'],
    ['postgres://user:secret@db', 'the name of a database is missing after its host'],
    ['postgres://user:secret@db/a/b', 'the name of a database is missing after its host'],
    ['postgres://user:secret@db/vod#x', 'it has a fragment'],
    ['postgres://user:secret@db:90000/vod', 'it is not a URL: percent-encode what '],
  ])('the records %s are refused by the part that is wrong', ([records = '', reason = '']) => {
    expect(() => read(['--records', records])).toThrow(
      `--records: "postgres:(hidden)" is not accepted: ${reason}`,
    )
  })

  test.for([
    ['media', ': its NAME is not a host name with a dot'],
    ['127.0.0.1', ': its NAME is not a host name with a dot'],
    ['oss-cn-shanghai.aliyuncs.com', ': its NAME is not a host name with a dot'],
    ['vod.cn-shanghai.aliyuncs.com', ': its NAME is not a host name with a dot'],
    ['host.docker.internal', ': its NAME is not another name than those of localhost and '],
    ['Media.localhost', ': its NAME is not another name than those of localhost and '],
    ['a.test:short', ': its KEY is not 6 to 32 letters and digits'],
    ['a.test:with-hyphen', ': its KEY is not 6 to 32 letters and digits'],
    ['a.test::backup1', ': its KEY is not 6 to 32 letters and digits'],
    ['a.test:abc123:', ': its BACKUP is not 6 to 32 letters and digits'],
    ['a.test:abc123:def456:ghi789', ': it has more than three parts'],
  ])('the CDN domain %s is refused by the part that is wrong', ([domain = '', reason = '']) => {
    expect(() => read(['--cdn-domain', domain])).toThrow(
      `--cdn-domain: (hidden) is not accepted${reason}`,
    )
  })

  test.for([
    { name: 'a.test', backupKey: 'abc123' },
    { name: 'a.test', signingType: 'A' },
    { name: 'a.test', key: 'abc123', signingType: 'D' },
    { name: 'a.test', validitySeconds: 0 },
    { name: 'a.test', unknown: 1 },
    { name: 'a' },
  ])('the CDN domain %o of the library is refused', (domain) => {
    expect(() => fromLibrary({ cdnDomains: [domain] })).toThrow(
      /^cdnDomains: (?:\[0\]\.|.* is not accepted)/,
    )
  })

  test.for([
    ['http://media.example.com:17321', ['--public-url'], 'the host of --public-url'],
    ['media.example.com', ['--host'], 'the address of --host'],
  ] as const)('a CDN domain that is the name of %s is refused', ([value, [option], what]) => {
    const refusal = `the domain "media.example.com" is ${what}, where the emulator answers`

    expect(() => read([option, value, '--cdn-domain', 'Media.example.com'])).toThrow(
      `--cdn-domain: ${refusal}`,
    )
    const seed = { accounts: { '1': { domains: [{ name: 'media.example.com' }] } } }
    expect(() =>
      fromLibrary({ [option === '--host' ? 'host' : 'publicUrl']: value, seed }),
    ).toThrow(`seed: ${refusal}`)
    expect(() => read([option, value, '--cdn-domain', 'a.example.com'])).not.toThrow()
  })

  test('an unknown key of the library is refused', () => {
    expect(() => fromLibrary({ Port: 1 })).toThrow('Port: no such option, did you mean port?')
  })

  const oneBadOfEach = [
    ['host', '127.0.0.1:80'],
    ['port', '65536'],
    ['port', '-1'],
    ['port', '1.5'],
    ['publicUrl', 'http://h/path'],
    ['publicUrl', 'ftp://h'],
    ['store', 'redis'],
    ['records', 'sqlite'],
    ['region', 'Shanghai'],
    ['region', 'mars'],
    ['accountId', 'me'],
    ['edition', '2022'],
    ['lenient', 'all,leading-dot'],
    ['lenient', 'missing-timestamp'],
    ['credentialSeconds', '0'],
    ['clock', '2026-02-30T00:00:00Z'],
    ['clock', 'tomorrow'],
    ['freezeClock', 'maybe'],
    ['controlHosts', 'http://h'],
    ['callbackHosts', 'http://h'],
    ['callbackHosts', 'h:80'],
    ['callbackHosts', '[::1]:80'],
    ['callbackHosts', '1::2::3'],
    ['trustForwarded', '2'],
    ['bucket', 'Outin'],
    ['bucket', '-ab'],
    ['log', 'loud'],
    ...bounds.flatMap(([key, least, most]) => [
      [key, String(least - 1)],
      [key, String(most + 1)],
    ]),
  ].map(([key, text = '']) => ({ row: rows.find((row) => row.key === key), key, text }))

  test.for(oneBadOfEach)('$key: $text is refused by its name in each source', (refused) => {
    const { row = rows[0], key = '', text } = refused
    const rest = `: ${JSON.stringify(text)} is not accepted, expected ${row?.value.expects}`

    expect(() => read([`${row?.flag}=${text}`])).toThrow(`${row?.flag}${rest}`)
    expect(() => read([], { [`${row?.env}`]: text })).toThrow(`${row?.env}${rest}`)
    expect(() => readFile({ [key]: text })).toThrow(`${key} in vod-emulator.config.json${rest}`)
    expect(() => fromLibrary({ [key]: text })).toThrow(`${key}${rest}`)
  })
})

describe('secrets', () => {
  const messageOf = (action: () => unknown): string => {
    try {
      action()
    } catch (error) {
      if (error instanceof OptionError) return error.message
      throw error
    }
    throw new Error('nothing was refused')
  }

  test.for<[name: string, action: () => unknown]>([
    ['a key without colon', () => read(['--access-key', 'hunter2'])],
    ['keys of the environment', () => read([], { VOD_EMULATOR_ACCESS_KEYS: 'a:b,hunter2' })],
    ['a secret in the place of the id', () => read(['--access-key', 'hunter2+/=:id'])],
    ['a key of the library', () => fromLibrary({ accessKeys: [{ id: 'a b', secret: 'hunter2' }] })],
    ['a secret of the wrong type', () => readFile({ serverSecret: { text: 'hunter2' } })],
    ['the key of a domain', () => read(['--cdn-domain', 'a.test:hunter2-'])],
    ['a domain of the library', () => fromLibrary({ cdnDomains: [{ name: 'a', key: 'hunter2' }] })],
    ['a control token', () => read(['--control-token', 'hunter2 hunter2'])],
    ...[
      'http://hunter2@minio:9000',
      'http://hunter2:@minio:9000',
      'http://:hunter2@minio:9000',
      'http://hunter2:%zz@minio:9000',
      'http://key:hunter2@minio:9000/bucket',
      'http://key:hunter2@minio:9000?bucket',
      'http://key:hunter2@',
      'http://key:hunter2@minio_:9000',
      's3://key:hunter2@minio:9000',
    ].map((store): [string, () => unknown] => [
      `the store ${store}`,
      () => read(['--store', store]),
    ]),
    ['an origin with credentials', () => read(['--public-url', 'http://me:hunter2@h'])],
    ['a flag and its value as one argument', () => read(['--server-secret hunter2'])],
    ['a glued flag', () => read(['-phunter2'])],
    ['an argument left over', () => read(['--access-key', 'a:b', 'hunter2'])],
    ['a file that is no JSON', () => readFile('{"serverSecret": hunter2}')],
  ])('%s is refused without being shown', ([, action]) => {
    expect(messageOf(action)).not.toContain('hunter2')
  })

  test('says where something is hidden', () => {
    expect(messageOf(() => read(['--server-secret', '']))).toMatch(
      /^--server-secret: \(hidden\) is not accepted/,
    )
    expect(messageOf(() => read(['--store', 'http://k:s@h/b']))).toContain('"http:(hidden)"')
  })
})

test('whatever the argument, the answer is a command or an OptionError of one line', () => {
  const flag = fc.constantFrom(...rows.map((row) => row.flag), '--config', '--unknown', '-x', '--')
  const argument = fc.oneof(
    flag,
    fc.string(),
    fc.tuple(flag, fc.string()).map((pair) => pair.join('=')),
  )
  fc.assert(
    fc.property(fc.array(argument, { maxLength: 4 }), (argv) => {
      try {
        read(argv)
      } catch (error) {
        expect(error).toBeInstanceOf(OptionError)
        expect(String(error)).not.toContain('\n')
      }
    }),
  )
})
