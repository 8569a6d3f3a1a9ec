import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { issueCertificate } from '../testing/certificates.ts'
import { OptionError, readOptions, resolveOptions } from './index.ts'

const dayMs = 86_400_000
const own = issueCertificate(['emulator.test'])
const other = issueCertificate(['emulator.test'])
const expired = issueCertificate(['emulator.test'], Date.now() - 400 * dayMs)
const early = issueCertificate(['emulator.test'], Date.now() + 3 * dayMs)
const { privateKey: locked } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'word' },
})

const files = {
  'cert.pem': own.cert,
  'chain.pem': `${own.cert}${own.ca}`,
  'key.pem': own.key,
  'other-key.pem': other.key,
  'locked-key.pem': locked,
  'expired.pem': expired.cert,
  'expired-key.pem': expired.key,
  'early.pem': early.cert,
  'early-key.pem': early.key,
  'words.txt': 'not a certificate',
}

let cwd: string
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'vod-emulator-config-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
})
afterAll(() => rmSync(cwd, { recursive: true }))

function read(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const command = readOptions({ argv, env, cwd })
  if (command.command !== 'start') throw new Error(`unexpected ${command.command}`)
  return command.options
}

const given = (cert: string, key: string) => ['--tls-cert', cert, '--tls-key', key]

describe('TLS', () => {
  test('is off, and on where it is asked for', () => {
    expect(read([]).tls).toBe(false)
    expect(read(['--tls']).tls).toBe(true)
    expect(read([], { VOD_EMULATOR_TLS: 'on' }).tls).toBe(true)
    expect(resolveOptions({ tls: true }).tls).toBe(true)
  })

  test('is on with a certificate, which the program reads from files', () => {
    const options = { tls: true, tlsCert: own.cert, tlsKey: own.key }

    expect(read(given('cert.pem', 'key.pem'))).toMatchObject(options)
    expect(read(['--tls', ...given('chain.pem', 'key.pem')])).toMatchObject({
      ...options,
      tlsCert: files['chain.pem'],
    })
    expect(
      read([], { VOD_EMULATOR_TLS_CERT: 'cert.pem', VOD_EMULATOR_TLS_KEY: 'key.pem' }),
    ).toMatchObject(options)
  })

  test('is on with a certificate, which the library takes as text', () => {
    expect(resolveOptions({ tlsCert: own.cert, tlsKey: own.key }).tls).toBe(true)
    expect(() => resolveOptions({ tlsCert: 'cert.pem', tlsKey: own.key })).toThrow(
      'tlsCert: there is no certificate in it, expected PEM, which begins with -----BEGIN CERTIFICATE-----',
    )
  })
})

describe('a certificate that no server could use is refused', () => {
  test.for<[argv: readonly string[], message: string]>([
    [
      given('none.pem', 'key.pem'),
      '--tls-cert: "none.pem" cannot be read (ENOENT), expected a PEM file',
    ],
    [
      given('cert.pem', 'none.pem'),
      '--tls-key: "none.pem" cannot be read (ENOENT), expected a PEM file',
    ],
    [
      given('words.txt', 'key.pem'),
      '--tls-cert words.txt: there is no certificate in it, expected PEM, which begins with -----BEGIN CERTIFICATE-----',
    ],
    [
      given('cert.pem', 'words.txt'),
      '--tls-key words.txt: there is no private key in it, expected PEM, which begins with -----BEGIN PRIVATE KEY-----',
    ],
    [
      given('cert.pem', 'cert.pem'),
      '--tls-key cert.pem: there is no private key in it, expected PEM, which begins with -----BEGIN PRIVATE KEY-----',
    ],
    [
      given('cert.pem', 'locked-key.pem'),
      '--tls-key locked-key.pem: the key has a passphrase, expected one without (openssl pkey -in FILE writes it)',
    ],
    [
      given('cert.pem', 'other-key.pem'),
      '--tls-key other-key.pem: it is not the key of --tls-cert cert.pem, expected the key that this certificate was made for',
    ],
    [['--tls-cert', 'cert.pem'], '--tls-cert cert.pem: its key is missing, expected --tls-key too'],
    [
      ['--tls-key', 'key.pem'],
      '--tls-key key.pem: its certificate is missing, expected --tls-cert too',
    ],
    [
      ['--tls=off', ...given('cert.pem', 'key.pem')],
      '--tls: off is not accepted with a certificate, expected it on, or no --tls-cert and --tls-key',
    ],
  ])('%j', ([argv, message]) => {
    expect(() => read(argv)).toThrow(new OptionError(message))
  })

  test('once it has expired, and before it is valid', () => {
    expect(() => read(given('expired.pem', 'expired-key.pem'))).toThrow(
      /^--tls-cert expired\.pem: the certificate expired at \d{4}-\S+Z, expected one that is valid now$/,
    )
    expect(() => read(given('early.pem', 'early-key.pem'))).toThrow(
      /^--tls-cert early\.pem: the certificate is not valid before \d{4}-\S+Z, expected one that is valid now$/,
    )
  })

  test('by what it is, whatever the clock of the emulator is set to', () => {
    expect(read(['--clock', '2090-01-01', ...given('cert.pem', 'key.pem')]).tls).toBe(true)
  })
})
